package io.classcast.cluster.debian;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What packages there are in suites that this machine does not use; its own apt settings stay as they are. */
public final class AptLists {
    private static final Pattern JDK = Pattern.compile("openjdk-([0-9]+)-jre-headless");
    private static final int SECONDS = 300;

    private AptLists() {
    }

    /**
     * JDKs that Debian has or will have.
     *
     * @param directory takes apt's lists
     * @param suites such as testing
     * @return Java versions, the oldest first
     * @throws IOException where the lists cannot be had
     */
    public static List<Integer> jdks(Path directory, List<String> suites) throws IOException {
        Files.createDirectories(directory.resolve("lists/partial"));
        AptMirror mirror = AptMirror.ofThisMachine();
        Path sources = Files.write(directory.resolve("sources.list"), suites.stream().map(suite -> "deb " + mirror.address() + " " + suite + " main").toList());
        List<String> settings = Stream.of("Dir::Etc::sourcelist=" + sources, "Dir::Etc::sourceparts=/dev/null", "Dir::State::lists=" + directory.resolve("lists"),
                "Dir::Cache=" + directory, "APT::Sandbox::User=root", "Acquire::Check-Valid-Until=false").flatMap(setting -> Stream.of("-o", setting)).toList();
        run(settings, "apt-get", "-qq", "update");
        return run(settings, "apt-cache", "pkgnames", "openjdk-").lines().map(JDK::matcher).filter(Matcher::matches).map(m -> Integer.valueOf(m.group(1)))
                .distinct().sorted().toList();
    }

    private static String run(List<String> settings, String... command) throws IOException {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(1, settings);
        Command.Result result = Command.run(whole, Map.of("LC_ALL", "C"), SECONDS);
        if (result.exit() != 0) {
            throw new IOException(String.join(" ", command) + " failed with exit code " + result.exit() + ": " + result.err().strip());
        }
        return result.out();
    }
}
