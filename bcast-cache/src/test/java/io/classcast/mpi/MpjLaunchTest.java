package io.classcast.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MpjLaunchTest {
    @Test
    void theLaunchOfMpjIsReadFromItsCommandLine() {
        MpjLaunch launch = MpjLaunch.parse(List.of("java", "-cp", "x", "runtime.daemon.Wrapper", "#temp|line;#Entry,|H;h@0",
                "4", "niodev", "node0", "40002", "3", "Main", "a b"));
        assertThat(launch.rank()).isEqualTo(3);
        assertThat(launch.size()).isEqualTo(4);
        assertThat(launch.conf()).isEqualTo("#temp line;#Entry, H;h@0;#Server Name;node0;#Server Port;40002");
        assertThat(launch.initArgumentCount()).isEqualTo(3);
        assertThat(MpjLaunch.parse(List.of("java", "Main"))).isNull();
        assertThat(MpjLaunch.parse(List.of("java", "runtime.daemon.Wrapper", "c"))).isNull();
        assertThat(MpjLaunch.parse(List.of("runtime.daemon.Wrapper", "c", "x", "d", "s", "p", "r", "M"))).isNull();
    }

    @Test
    void aRankWithoutADaemonIsKnownByWhatMpiInitTakes() {
        String conf = "#Number of Processes;6;#Protocol Switch Limit;131072;#Server Name;10.0.0.1;#Server Port;40100";
        MpjLaunch launch = MpjLaunch.parse(List.of("java", "-cp", "x", "Main", "5", conf, "niodev", "a b"));
        assertThat(launch).isEqualTo(new MpjLaunch(5, 6, "niodev", conf));
        assertThat(launch.initArguments()).containsExactly("5", conf, "niodev");
        assertThat(MpjLaunch.parse(List.of("java", "Main", "five", conf, "niodev"))).isNull();
        assertThat(MpjLaunch.parse(List.of("java", "Main", "5", conf))).isNull();
        assertThat(MpjLaunch.parse(List.of("java", "Main", "5", conf.replace("6;", "six;"), "niodev"))).isNull();
        assertThat(MpjLaunch.parse(List.of("java", "Main", "5", "#Server Port;1", "niodev"))).isNull();
    }
}
