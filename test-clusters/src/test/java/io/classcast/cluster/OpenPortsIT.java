package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** While a job runs, no more sockets listen on its host than MPI itself opens; without MPI none. */
class OpenPortsIT {
    private static final int RANKS = 2;
    /** Runs a command in the background and prints what listens when all its ranks are up. $1: how many, $2...: command. */
    private static final String SCRIPT = """
            rm -rf /tmp/work/signs; mkdir /tmp/work/signs
            n=$1; shift
            "$@" > /tmp/work/out 2>&1 &
            t=0
            while [ "$(ls /tmp/work/signs | wc -l)" -lt $n ] && [ $t -lt 600 ]; do sleep 0.1; t=$((t + 1)); done
            echo "up $(ls /tmp/work/signs | wc -l)"
            ss -H -l -n -t -u -w -x | awk '{print "listens", $1}' | sort
            touch /tmp/work/go
            wait
            rm /tmp/work/go
            cat /tmp/work/out
            """;
    private static Cluster cluster;
    private static Host host;
    private static String classes;

    @BeforeAll
    static void makeHost() throws IOException {
        Path workspace = Fixtures.workspace("open-ports");
        cluster = new Cluster(workspace, 1, 64);
        host = cluster.hosts().get(0);
        Path application = Fixtures.empty(workspace.resolve("classes"));
        Fixtures.compile("ports", application);
        classes = application.toString();
        // Plain MPI, to compare with: nothing but MPI_Init and MPI_Finalize. Without its headers, which only a package for developers has.
        Path source = Files.writeString(application.resolve("plain.c"), """
                #include <stdio.h>
                #include <unistd.h>
                int MPI_Init(int *, char ***);
                int MPI_Finalize(void);
                int main(int n, char **arguments) {
                    char sign[64];
                    MPI_Init(0, 0);
                    snprintf(sign, sizeof sign, "/tmp/work/signs/%d", (int) getpid());
                    fclose(fopen(sign, "w"));
                    while (access("/tmp/work/go", F_OK) != 0) { usleep(20000); }
                    return MPI_Finalize();
                }
                """);
        Command.run(List.of("gcc", "-o", application.resolve("plain").toString(), source.toString(), "-l:libmpi.so.40"), Map.of(), 60).orFail("gcc");
    }

    @AfterAll
    static void removeHost() {
        cluster.close();
    }

    /** What listens, line by line; fails where the ranks did not come up. */
    private static List<String> listening(int ranks, String expected, List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", "" + ranks));
        all.addAll(command);
        Command.Result result = host.exec("/tmp/work", Map.of(), 120, all.toArray(new String[0]));
        assertThat(result.out()).as(result.err()).contains("up " + ranks + "\n", expected);
        return result.out().lines().filter(l -> l.startsWith("listens ")).toList();
    }

    private static List<String> java(int jdk, String... options) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(jdk) + "/bin/java"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes, "Signs"));
        return command;
    }

    @Test
    void withoutMpiNothingListens() {
        assertThat(listening(1, "served to 1 rank on", java(17, Fixtures.agent("engine=none,keep=1")))).isEmpty();
    }

    @Test
    void withOpenMpiOnlyMpiListens() {
        List<String> mpirun = List.of("mpirun.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-mca",
                "btl", "vader,self", "-np", "" + RANKS);
        List<String> plain = new ArrayList<>(mpirun);
        plain.add(classes + "/plain");
        List<String> served = new ArrayList<>(mpirun);
        served.addAll(java(25, Fixtures.agent("engine=mpi")));
        List<String> ofMpi = listening(RANKS, "", plain);
        assertThat(ofMpi).isNotEmpty();
        assertThat(listening(RANKS, "served to " + RANKS + " ranks on 1 node", served)).isEqualTo(ofMpi);
    }
}
