package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 64 JVMs that are started at once on one host: without MPI, and as the ranks of one Open MPI job. */
@Tag("measuring")
class SharedStoreIT {
    private static final int JVMS = 64;
    private static final int JAR_MIB = 24;
    /**
     * Starts the JVMs, waits until all are up, prints what the kernel says of their mappings of the store in KiB, and lets them
     * end. $1: JVMs, $2: directory for signs, $3...: command.
     */
    private static final String SCRIPT = """
            n=$1; dir=$2; shift 2
            if [ "$1" = mpirun.openmpi ]; then
                "$@" "$dir" > "$dir/out-all" 2> "$dir/err-all" &
            else
                i=0; begun=$(date +%s%N)
                while [ $i -lt $n ]; do "$@" "$dir" > "$dir/out-$i" 2> "$dir/err-$i" & i=$((i + 1)); done
                echo "started in $((($(date +%s%N) - begun) / 1000000)) ms"
            fi
            t=0
            while [ "$(ls "$dir" | grep -c '^up-')" -lt $n ] && [ $t -lt 900 ]; do sleep 0.1; t=$((t + 1)); done
            for up in "$dir"/up-*; do
                awk '/\\/dev\\/shm\\/classcast-/ {store = 1; next} /^[0-9a-f]+-[0-9a-f]+ / {store = 0}
                    store && /^Pss:/ {pss += $2} store && /^Private_/ {own += $2} END {print "store", pss + 0, own + 0}' \
                    "/proc/${up##*-}/smaps"
            done
            touch "$dir/go"
            wait
            cat "$dir"/out-* | sort | uniq -c
            cat "$dir"/err-* | grep -c 'served to'
            ls /dev/shm/classcast-0
            """;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutMpiOneScansAndAllShareOneCopy(int jdk) throws IOException {
        String out = allShareOneCopy("none" + jdk, jdk, "engine=none", List.of());
        // Each of them says that it is served.
        assertThat(out).contains("\n" + JVMS + "\n");
        assertThat(out.lines().filter(l -> l.startsWith("none-"))).isEmpty();
        Matcher started = Pattern.compile("started in (\\d+) ms").matcher(out);
        assertThat(started.find()).isTrue();
        assertThat(Integer.parseInt(started.group(1))).as("ms until the last was started").isLessThan(1000);
    }

    @Test
    void theRanksOfAnOpenMpiJobShareOneCopy() throws IOException {
        String out = allShareOneCopy("openmpi", 25, "engine=mpi,timeout=120", List.of("mpirun.openmpi", "--allow-run-as-root",
                "--oversubscribe", "--bind-to", "none", "-mca", "btl", "vader,self", "-np", Integer.toString(JVMS)));
        assertThat(out).contains("\n1\n").endsWith("lock\n");
    }

    private static String allShareOneCopy(String name, int jdk, String options, List<String> launcher) throws IOException {
        Path workspace = Fixtures.workspace("shared-store-" + name);
        try (Cluster cluster = new Cluster(workspace, 1, 256)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
            Host host = cluster.hosts().get(0);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Fixtures.bigJar(shared.source().resolve("big.jar"), JAR_MIB);
            Path signs = Fixtures.empty(workspace.resolve("signs"));
            shared.remount();
            List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", Integer.toString(JVMS), signs.toString()));
            command.addAll(launcher);
            command.addAll(List.of(Machine.jdk(jdk).resolve("bin/java").toString(), "-Xmx16m", "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", Fixtures.agent(options), "-cp",
                    shared.mount().resolve("big.jar") + ":" + shared.mount().resolve("classes"), "Sleeper"));
            Command.Result result = host.exec("/tmp/work", Map.of(), 240, command.toArray(new String[0]));
            assertThat(result.out()).as(result.err()).contains(JVMS + " read " + (JAR_MIB << 20) + "\n");
            long pss = 0;
            int jvms = 0;
            Matcher line = Pattern.compile("store (\\d+) (\\d+)").matcher(result.out());
            while (line.find()) {
                jvms++;
                pss += Long.parseLong(line.group(1));
                assertThat(Long.parseLong(line.group(2))).as("private KiB of a JVM's mappings").isLessThan(1024);
            }
            assertThat(jvms).isEqualTo(JVMS);
            // Together they hold the one copy, and one of them has read the class path.
            assertThat(pss).isBetween((JAR_MIB - 1) * 1024L, (JAR_MIB + 1) * 1024L);
            assertThat(shared.log(host).stream().filter(l -> l.startsWith("open ") && l.contains("big.jar"))).hasSize(1);
            assertThat(shared.counters(host).readBytes()).isLessThan((JAR_MIB + 1) << 20);
            return result.out();
        }
    }
}
