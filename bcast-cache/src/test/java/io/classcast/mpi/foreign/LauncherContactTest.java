package io.classcast.mpi.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherContactTest {
    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:C85F 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18613 1 00000000d59621e1 100 0 0 10 0
               1: 02004D0A:8B78 FE004D0A:C8AF 01 00000000:00000000 02:0000752A 00000000     0        0 17805 3 0000000062659b1b 20 4 29 31 -1
            """;

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static Map<String, String> pmix(String port) {
        return Map.of("PMIX_RANK", "0", "PMIX_NAMESPACE", "7", "PMIX_SERVER_URI41", "7.0;tcp4://127.0.0.1:" + port,
                "PMIX_SERVER_URI2", "7.0;tcp4://127.0.0.1:" + port);
    }

    @Test
    void onlyThoseWhoListenAreFoundInTheKernelsTable() {
        assertThat(ListeningPorts.find(TABLE, 0xC85F)).isEqualTo("18613");
        assertThat(ListeningPorts.find(TABLE, 0x8B78)).isEmpty();
        assertThat(ListeningPorts.find(TABLE, 0xC8AF)).isEmpty();
        assertThat(ListeningPorts.find("", 1)).isEmpty();
    }

    @Test
    void aServerThatListensIsThereAndOneThatHasClosedIsNot() throws IOException {
        String port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(server.getLocalPort());
            LauncherContact pmix = LauncherContact.of(pmix(port));
            assertThat(pmix.trouble()).isNull();
            assertThat(pmix.key()).startsWith("PMIX_NAMESPACE=7", "PMIX_RANK=0").hasSize(3);
            assertThat(pmix.variables()).containsExactly("PMIX_NAMESPACE=7", "PMIX_RANK=0");
        }
        assertThat(LauncherContact.of(pmix(port)).trouble()).contains("nobody listens at PMIX_SERVER_URI");
        assertThat(LauncherContact.of(Map.of("PMI_RANK", "0", "PMI_PORT", "localhost:" + port)).trouble())
                .isEqualTo("nobody listens at PMI_PORT=localhost:" + port);
    }

    @Test
    void twoServersAtOnePortOneAfterTheOtherAreTwoJobs() throws IOException {
        String port = free();
        LauncherContact first;
        try (ServerSocket server = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
            first = LauncherContact.of(pmix(Integer.toString(server.getLocalPort())));
            assertThat(LauncherContact.of(pmix(port)).key()).isEqualTo(first.key());
        }
        try (ServerSocket server = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
            assertThat(LauncherContact.of(pmix(Integer.toString(server.getLocalPort()))).key()).doesNotContainSequence(first.key())
                    .hasSameSizeAs(first.key());
        }
    }

    @Test
    void whatCannotBeSeenFromHereIsTakenToBeThere() {
        assertThat(LauncherContact.of(Map.of("PMI_RANK", "0", "PMI_PORT", "another.host.example:1")).trouble()).isNull();
        assertThat(elsewhere("PMIX_RANK", "0", "PMIX_NAMESPACE", "7").trouble()).isNull();
        assertThat(LauncherContact.of(Map.of("PMIX_RANK", "0", "PMIX_NAMESPACE", "7", "PMIX_SERVER_URI", "pmix-server:1:/tmp/pmix-1")).trouble()).isNull();
        assertThat(LauncherContact.of(Map.of("HOME", "/"))).isNull();
    }

    private static LauncherContact elsewhere(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("PMIX_SERVER_URI4", "7.0;tcp4://192.0.2.7:1"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return LauncherContact.of(environment);
    }

    @Test
    void variablesThatAreMissingAreNamed() {
        assertThat(elsewhere("PMIX_RANK", "0").trouble()).isEqualTo("PMIX_NAMESPACE is missing");
        assertThat(elsewhere("OMPI_COMM_WORLD_RANK", "0", "PMIX_NAMESPACE", "7").trouble()).isEqualTo("PMIX_RANK is missing");
        assertThat(elsewhere("OMPI_COMM_WORLD_SIZE", "2", "PMIX_NAMESPACE", "7", "PMIX_RANK", "0").trouble())
                .isEqualTo("OMPI_COMM_WORLD_RANK is missing");
    }

    @Test
    void aRankIsTheSameWhicheverVariablesAreAdded() {
        LauncherContact srun = elsewhere("PMIX_RANK", "0", "PMIX_NAMESPACE", "7");
        LauncherContact more = elsewhere("PMIX_RANK", "0", "PMIX_NAMESPACE", "7", "OMPI_COMM_WORLD_RANK", "0");
        assertThat(more.trouble()).isNull();
        assertThat(more.key()).isEqualTo(srun.key());
        assertThat(elsewhere("PMIX_RANK", "1", "PMIX_NAMESPACE", "7").key()).isNotEqualTo(srun.key());
    }

    @Test
    void aPortOfAnotherProgramIsNoLaunchers() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "localhost:" + server.getLocalPort();
            assertThat(LauncherContact.of(Map.of("PMI_RANK", "0", "PMI_PORT", address)).trouble())
                    .isEqualTo("it is no launcher above this process that listens at PMI_PORT=" + address);
        }
    }

    @Test
    void palsIsThereAsLongAsItsDirectory(@TempDir Path spool) {
        assertThat(LauncherContact.of(Map.of("PALS_APID", "x")).trouble()).contains("neither a palsd");
        assertThat(LauncherContact.of(Map.of("PALS_APID", "x", "PALS_SPOOL_DIR", spool.resolve("none").toString())).trouble()).isNotNull();
        assertThat(LauncherContact.of(Map.of("PALS_APID", "x", "PALS_SPOOL_DIR", spool.toString())).trouble()).isNull();
    }

    @Test
    void launchersAreKnownByTheirNames() {
        for (String name : new String[] {"hydra_pmi_proxy", "hydra_bstrap_pr", "slurmstepd", "mpiexec.gforker", "flux-shell", ""}) {
            assertThat(LauncherNames.fit(name)).as(name).isTrue();
        }
        for (String name : new String[] {"systemd", "java", "python3", "sshd", "dbus-daemon", "bash"}) {
            assertThat(LauncherNames.fit(name)).as(name).isFalse();
        }
    }

    @Test
    void aRankWithoutServerIsLeftOver() {
        assertThat(LauncherContact.of(Map.of("OMPI_COMM_WORLD_RANK", "0")).trouble()).contains("there is no PMIX_SERVER_URI");
    }

    @Test
    void aDescriptorIsTheLaunchersOnlyIfItCameWithTheProcess() {
        for (String none : new String[] {"99999", "x", "", "-1"}) {
            assertThat(LauncherContact.of(Map.of("PMI_FD", none)).trouble()).as(none).contains("is not open in this process");
        }
        // Surefire gives a pipe or a file.
        assertThat(LauncherContact.of(Map.of("PMI_FD", "1")).trouble()).contains("not the launcher's socket");
    }

    @Test
    void ofTwoLaunchersTheOneThatIsThereIsFollowed() throws IOException {
        Map<String, String> gone = Map.of("OMPI_COMM_WORLD_RANK", "3", "PMIX_RANK", "3", "PMI_RANK", "1", "PMI_PORT", "another.host.example:1");
        LauncherContact contact = LauncherContact.of(gone);
        assertThat(contact.pmix()).isFalse();
        NativeLaunch launch = NativeLaunch.detect(gone, contact);
        assertThat(launch.variable()).isEqualTo("PMI_RANK");
        assertThat(launch.rank()).isEqualTo(1);
    }
}
