package io.classcast.doctor;

import io.classcast.doctor.Surroundings.Cores;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the JVM's threads have cores to run on. */
final class CoresCheck implements Check {
    private static final String SUBJECT = "cores";
    private static final Pattern THREADS = Pattern.compile(
            "-XX:(ParallelGCThreads|ConcGCThreads|CICompilerCount|ActiveProcessorCount)=(\\d{1,6})");

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        Cores cores = here.cores();
        if (cores.allowed() == 1 && cores.online() > 1) {
            findings.add(Finding.warning(SUBJECT, "each rank is bound to one core of " + cores.online()
                    + "; the JVM compiles and collects garbage in threads of their own",
                    "mpirun --bind-to none, mpiexec -bind-to none, or srun --cpu-bind=none; or several cores a rank"
                            + " (mpirun --map-by slot:PE=4, srun -c 4)."));
        } else if (cores.allowed() > 0) {
            findings.add(Finding.ok(SUBJECT, "each rank may run on " + cores.allowed() + " of " + cores.online() + " cores"));
        }
        for (String name : JavaOptionsCheck.VARIABLES) {
            Matcher option = THREADS.matcher(here.variable(name));
            while (option.find()) {
                if (cores.allowed() > 0 && Integer.parseInt(option.group(2)) > cores.allowed()) {
                    findings.add(Finding.warning(SUBJECT, option.group() + " in " + name + ", but " + cores.allowed()
                            + (cores.allowed() == 1 ? " core" : " cores") + " to run on",
                            "Take it away: the JVM counts its cores itself."));
                }
            }
        }
        return findings;
    }
}
