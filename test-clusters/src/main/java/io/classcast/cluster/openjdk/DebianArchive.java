package io.classcast.cluster.openjdk;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's packages and source packages, of more suites than this machine has; its own apt settings stay as they are.
 * Not for several threads.
 */
public final class DebianArchive {
    private static final String MIRROR = "http://deb.debian.org/debian";
    private static final String KEY = "/usr/share/keyrings/debian-archive-keyring.gpg";
    /** Older JDKs are in older suites only; jtreg is in the later ones. */
    private static final List<String> SUITES = List.of("bookworm", "trixie", "forky", "sid");
    private static final int SECONDS = 1800;

    private final Path home;
    private final List<String> settings;

    /**
     * Reads the suites' lists.
     *
     * @param home directory that takes them
     * @throws IOException where that cannot be written
     */
    public DebianArchive(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("lists/partial"));
        Files.createDirectories(home.resolve("cache/archives/partial"));
        Path sources = Files.write(home.resolve("sources.list"), SUITES.stream()
                .flatMap(suite -> Stream.of("deb", "deb-src").map(kind -> line(kind, suite))).toList());
        settings = Stream.of("Dir::Etc::sourcelist=" + sources, "Dir::Etc::sourceparts=/dev/null",
                "Dir::State::lists=" + home.resolve("lists"), "Dir::Cache=" + home.resolve("cache"),
                "APT::Sandbox::User=root", "Acquire::Check-Valid-Until=false")
                .flatMap(setting -> Stream.of("-o", setting)).toList();
        apt(home, "apt-get", "-qq", "update").orFail("apt-get update of " + MIRROR);
    }

    private static String line(String kind, String suite) {
        return kind + " [signed-by=" + KEY + "] " + MIRROR + " " + suite + " main";
    }

    private Command.Result apt(Path directory, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-C", directory.toString(), program));
        command.addAll(settings);
        command.addAll(List.of(arguments));
        return Command.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive"), SECONDS);
    }

    /** Unpacks a package, installs nothing. */
    void unpack(String name, Path target) throws IOException {
        Path here = Files.createDirectories(home.resolve("packages").resolve(name));
        apt(here, "apt-get", "-qq", "download", name).orFail("download of package " + name);
        Path file = only(here, ".deb");
        Command.run(List.of("dpkg", "-x", file.toString(), target.toString()), Map.of(), SECONDS)
                .orFail("dpkg -x " + file);
    }

    /**
     * Downloads a source package: its newest version that the archive still has, for what is in the lists may be gone.
     *
     * @param name of the package
     * @return the original source; null if none can be had
     */
    Path source(String name) throws IOException {
        return source(name, "");
    }

    /**
     * The same of some versions.
     *
     * @param name of the package
     * @param begin of the version
     * @return the original source; null if none can be had
     * @throws IOException where it cannot be written
     */
    public Path source(String name, String begin) throws IOException {
        Path here = Files.createDirectories(home.resolve("sources"));
        for (String version : versions(name)) {
            if (!version.startsWith(begin)) {
                continue;
            }
            Path directory = Files.createDirectories(here.resolve(name + "_" + version.replace(':', '_')));
            String wanted = name + "=" + version;
            if (apt(directory, "apt-get", "-qq", "source", "--download-only", "--tar-only", wanted).exit() == 0) {
                return only(directory, ".orig.tar.xz");
            }
        }
        return null;
    }

    private List<String> versions(String name) {
        return apt(home, "apt-cache", "showsrc", "--only-source", name).out().lines()
                .filter(l -> l.startsWith("Version: ")).map(l -> l.substring("Version: ".length())).distinct()
                .sorted(DebianArchive::compare).toList();
    }

    /** The newest first. */
    private static int compare(String one, String other) {
        for (String relation : List.of("gt", "lt")) {
            List<String> command = List.of("dpkg", "--compare-versions", one, relation, other);
            if (Command.run(command, Map.of(), SECONDS).exit() == 0) {
                return relation.equals("gt") ? -1 : 1;
            }
        }
        return 0;
    }

    private static Path only(Path directory, String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(end)).findFirst().orElseThrow(() -> new IOException(
                    "no file *" + end + " in " + directory + " after the download; remove it and try again"));
        }
    }
}
