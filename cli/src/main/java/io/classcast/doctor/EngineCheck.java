package io.classcast.doctor;

import java.util.List;

/** Whether the ranks can talk to each other. */
final class EngineCheck implements Check {
    @Override
    public List<Finding> examine(Surroundings here) {
        if (here.engineFailure() != null) {
            return List.of(Finding.error("mpi", here.engineFailure(),
                    "Mend this and run doctor again: until then only this node is looked at."));
        }
        if (here.engine().equals("none")) {
            return List.of(Finding.note("mpi", "no MPI: only this node is looked at",
                    "To look at all nodes of a job start doctor as the job is started, with mpirun or srun."));
        }
        return List.of(Finding.ok("mpi", here.engine()));
    }
}
