package io.classcast.cluster.debian;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The roots of other Debians on this machine, beside the Maven repository ({@code ~/.m2/classcast-roots}, or what the system property
 * {@code classcast.roots} names). Each is made once, by mmdebstrap from the mirror that apt uses, and never changed; a half-made one
 * has another name. Safe for several processes.
 */
public final class RootCache {
    private static final int SECONDS = 1200;
    private static final int LAST_WORDS = 3;

    private final Path directory;

    /** The cache of this user. */
    public RootCache() {
        this(Path.of(System.getProperty("classcast.roots", System.getProperty("user.home") + "/.m2/classcast-roots")));
    }

    RootCache(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /**
     * The root, made if it is missing: one to two minutes.
     *
     * @param root what it is made of
     * @return its directory, to be read only
     * @throws UnavailableException where the packages cannot be had
     * @throws IOException where the machine does not let it
     */
    public Path get(DebianRoot root) throws IOException, UnavailableException {
        Path ready = directory.resolve(nameOf(root));
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(directory.resolve(nameOf(root) + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            channel.lock();
            if (!Files.isDirectory(ready)) {
                make(root, ready);
            }
            return ready;
        }
    }

    /**
     * Forgets a root, so that the next one has the packages of that day. Nobody may be using it.
     *
     * @param root what it was made of
     * @throws IOException where it cannot be removed
     */
    public void remove(DebianRoot root) throws IOException {
        Path ready = directory.resolve(nameOf(root));
        if (Files.isDirectory(ready)) {
            Path part = directory.resolve(nameOf(root) + ".part");
            delete(part);
            Files.move(ready, part, StandardCopyOption.ATOMIC_MOVE);
            delete(part);
        }
    }

    /** Another list of packages is another root. */
    private static String nameOf(DebianRoot root) {
        CRC32 digest = new CRC32();
        digest.update((root.suites() + " " + root.packages()).getBytes(StandardCharsets.UTF_8));
        return root.name() + "-%08x".formatted(digest.getValue());
    }

    private void make(DebianRoot root, Path ready) throws IOException, UnavailableException {
        Path part = directory.resolve(nameOf(root) + ".part");
        AptMirror mirror = AptMirror.ofThisMachine();
        List<String> reasons = new ArrayList<>();
        for (String suite : root.suites()) {
            System.out.println("making the root " + ready.getFileName() + ": Debian " + suite + " with " + String.join(", ", root.packages()));
            delete(part);
            Command.Result result = Command.run(command(root, suite, mirror, part), Map.of("LC_ALL", "C"), SECONDS);
            if (result.exit() == 0) {
                Files.writeString(part.resolve("etc/classcast-suite"), suite + "\n");
                Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            Files.writeString(directory.resolve(nameOf(root) + ".log"), result.out() + result.err());
            reasons.add(suite + ": " + reason(result.err()));
        }
        delete(part);
        throw new UnavailableException(root, reasons);
    }

    private static List<String> command(DebianRoot root, String suite, AptMirror mirror, Path part) {
        List<String> command = new ArrayList<>(List.of("mmdebstrap", "--mode=root", "--format=directory", "--variant=minbase",
                "--include=" + String.join(",", root.packages()),
                // Not a system to keep: nothing is worth a sync, nobody reads its pages.
                "--dpkgopt=force-unsafe-io", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-exclude=/usr/share/locale/*",
                "--aptopt=APT::Install-Recommends \"false\"",
                // A mirror of some past day is as good.
                "--aptopt=Acquire::Check-Valid-Until \"false\""));
        mirror.settings().forEach(setting -> command.add("--aptopt=" + setting));
        command.addAll(List.of(suite, part.toString()));
        Stream.of(suite.equals("experimental") ? List.of("unstable", suite) : List.of(suite)).flatMap(List::stream)
                .forEach(source -> command.add("deb " + mirror.address() + " " + source + " main"));
        return command;
    }

    /** What apt complains about, or the last lines. */
    static String reason(String errors) {
        List<String> lines = errors.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("I: ")).toList();
        List<String> said = lines.stream().filter(l -> l.startsWith("E: ") || l.contains("but it is not")).limit(LAST_WORDS).toList();
        return String.join("; ", said.isEmpty() ? lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()) : said);
    }

    private static void delete(Path directory) {
        if (Files.exists(directory)) {
            Command.run(List.of("rm", "-rf", "--one-file-system", directory.toString()), Map.of(), SECONDS).orFail("removing " + directory);
        }
    }

    /**
     * The version of a package in a root.
     *
     * @param root directory
     * @param name of the package, with {@code *} for any part of it
     * @return such as 5.0.7-1; empty where it is not there
     */
    public static String version(Path root, String name) {
        Command.Result result = Command.run(List.of("dpkg-query", "--admindir=" + root + "/var/lib/dpkg", "-W", "-f=${Version}\n", name), Map.of(), 30);
        return result.exit() == 0 ? result.out().lines().findFirst().orElse("") : "";
    }

    /**
     * The suite that a root was made of.
     *
     * @param root directory
     * @return such as testing
     */
    public static String suite(Path root) {
        try {
            return Files.readString(root.resolve("etc/classcast-suite")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
