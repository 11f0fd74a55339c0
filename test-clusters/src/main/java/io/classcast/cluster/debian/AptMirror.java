package io.classcast.cluster.debian;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where this machine's apt gets its packages from, and through which proxies.
 *
 * @param address of Debian's archive
 * @param settings of apt, as its configuration files have them
 */
record AptMirror(String address, List<String> settings) {
    private static final int SECONDS = 60;
    private static final String RELEASE = "VERSION_CODENAME=";

    /**
     * Reads apt's configuration.
     *
     * @return the mirror of the machine's own Debian
     * @throws IOException where apt has none
     */
    static AptMirror ofThisMachine() throws IOException {
        String release = Files.readAllLines(Path.of("/etc/os-release")).stream().filter(l -> l.startsWith(RELEASE))
                .map(l -> l.substring(RELEASE.length()).replace("\"", "")).findFirst().orElse("");
        String targets = run("apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages");
        return new AptMirror(address(targets, release), proxies(run("apt-config", "dump")));
    }

    private static String run(String... command) throws IOException {
        Command.Result result = Command.run(List.of(command), Map.of("LC_ALL", "C"), SECONDS);
        if (result.exit() != 0) {
            throw new IOException(String.join(" ", command) + " failed with exit code " + result.exit() + ": " + result.err().strip());
        }
        return result.out();
    }

    /**
     * Picks the archive.
     *
     * @param targets lines of release, component and address
     * @param release the machine's own
     */
    static String address(String targets, String release) throws IOException {
        return targets.lines().map(l -> l.split(" ", 3)).filter(t -> t.length == 3 && t[0].equals(release) && t[1].equals("main"))
                .map(t -> t[2].replaceFirst("/+$", "")).findFirst()
                .orElseThrow(() -> new IOException("apt has no source of " + release + " main; add one to /etc/apt/sources.list.d"));
    }

    /** The lines of {@code apt-config dump} that say how the mirror is reached. */
    static List<String> proxies(String dump) {
        List<String> settings = new ArrayList<>();
        dump.lines().filter(l -> l.matches("Acquire::https?::(Proxy|No-Proxy|Proxy-Auto-Detect)\\b.*")).forEach(settings::add);
        return settings;
    }
}
