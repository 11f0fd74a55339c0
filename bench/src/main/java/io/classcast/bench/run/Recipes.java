package io.classcast.bench.run;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.program.Measured;
import io.classcast.bench.workload.ClassPaths;
import io.classcast.bench.workload.Programs;
import io.classcast.bench.workload.Workload;
import io.classcast.cluster.Command;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Installs a workload at a site, and prepares each way once: jars, archives, profiles. Used by one thread. */
final class Recipes {
    static final int SECONDS = 1800;
    private static final String APP = "app";
    private static final String PACKED = "packed";

    private final Site site;
    private final Jdk jdk;
    private final Path agent;
    private final Path bcastjar;
    private final Path bcastjarJar;
    private final Workload.Installed installed;
    private final List<Path> classPath;
    private final List<Path> packed = new ArrayList<>();
    /** Directories below the site's source that are on every host's disk, too. */
    private final Map<String, Path> locals = new HashMap<>();
    private final List<String> program = new ArrayList<>();
    private final Path reports;
    private final int ranks;

    /**
     * Installs a workload.
     *
     * @param site where
     * @param workload what
     * @param jdk of the ranks
     * @param ranks of the largest job
     * @param agent its jar
     * @param bcastjar the command
     * @param bcastjarJar the jar behind it
     * @throws IOException if it cannot be installed
     */
    Recipes(Site site, Workload workload, Jdk jdk, int ranks, Path agent, Path bcastjar, Path bcastjarJar) throws IOException {
        this.site = site;
        this.jdk = jdk;
        this.ranks = ranks;
        this.agent = agent;
        this.bcastjar = bcastjar;
        this.bcastjarJar = bcastjarJar;
        reports = Files.createDirectories(site.notes().resolve("report"));
        Path folder = site.source().resolve(APP);
        installed = workload.install(folder.resolve("workload"));
        classPath = new ArrayList<>(List.of(Programs.write(folder.resolve("programs.jar"))));
        classPath.addAll(installed.classPath());
        program.addAll(List.of(Measured.class.getName(), installed.main()));
        installed.arguments().forEach(argument -> program.add(here(argument)));
    }

    /** The directory that takes the agents' reports. */
    Path reports() {
        return reports;
    }

    Path bcastjar() {
        return bcastjar;
    }

    /** What a rank's line with the result contains. */
    String result() {
        return installed.result();
    }

    /**
     * Prepares a way.
     *
     * @param way which
     * @return ready to be run
     * @throws IOException if it cannot be prepared
     * @throws Site.Unavailable if it cannot be run here
     */
    Recipe prepare(Way way) throws IOException {
        return switch (way) {
            case PLAIN -> java(way, List.of(), shared(classPath), this::shared);
            case WILDCARD -> java(way, List.of(), wildcard(), this::shared);
            case FAT_JAR -> java(way, List.of(), shared(List.of(classPath.get(0), fatJar())), this::shared);
            case LOCAL -> java(way, List.of(), local(classPath), this::local);
            case APPCDS_SHARED -> java(way, archive("shared", shared(packed()), this::shared), shared(packed()), this::shared);
            case LOCAL_APPCDS -> java(way, archive("local", local(packed()), this::local), local(packed()), this::local);
            case LOCATIONS -> java(way, List.of("-javaagent:" + agent + "=report=" + reports + ",mode=locations"), shared(classPath), this::shared);
            case JARS -> java(way, List.of("-javaagent:" + agent + "=report=" + reports), shared(classPath), this::shared);
            case RUN -> run(way, List.of(), " served to ");
            case RUN_PROFILE -> run(way, List.of("--profile=" + profile()), ", by profile)");
            case RUN_ARCHIVE -> {
                Recipe recipe = run(way, List.of("--archive=auto"), ", class archive)");
                // The first makes it, the second brings it to all nodes.
                job(recipe);
                job(recipe);
                yield recipe;
            }
            case STAGED_JARS -> staged(way, jdk.home(), List.of());
            case STAGED_JDK -> stagedJdk();
            case SBCAST -> sbcast();
        };
    }

    private Recipe java(Way way, List<String> options, String elements, Seen seen) throws IOException {
        return new Recipe(way, jdk.home(), options(options, seen), elements, program, null, Recipe.Step.NONE, way.isServed() ? " served to " : "");
    }

    private Recipe run(Way way, List<String> options, String mustSay) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("--report=" + reports);
        return new Recipe(way, jdk.home(), options(List.of(), this::shared), shared(classPath), program, all, Recipe.Step.NONE, mustSay);
    }

    /** The JDK itself lies on the shared file system in this one. */
    private Recipe stagedJdk() throws IOException {
        Path copy = site.source().resolve("jdk");
        if (!Files.exists(copy.resolve("complete"))) {
            // -L: a distribution's JDK has links to the rest of the machine.
            Command.run(List.of("sh", "-c", "rm -rf \"$2\"; cp -rL \"$1\" \"$2\" 2> /dev/null; test -x \"$2/bin/java\" && touch \"$2/complete\"", "sh", jdk.home().toString(),
                    copy.toString()), Map.of(), SECONDS).orFail("copying the JDK");
        }
        return staged(Way.STAGED_JDK, shared(copy), List.of("--jdk=" + shared(copy)));
    }

    /** Libraries have to be staged and named by hand. */
    private Recipe staged(Way way, Path java, List<String> more) throws IOException {
        List<String> sources = new ArrayList<>(more);
        sources.addAll(List.of("--classpath", shared(classPath)));
        installed.libraryPath().forEach(directory -> sources.add(shared(directory).toString()));
        return new Recipe(way, java, options(List.of(), path -> staged().resolve(path.getFileName())), shared(classPath), program, List.of("--staged=" + staged()),
                () -> stage(sources), "");
    }

    private Recipe sbcast() throws IOException {
        site.requireSbcast();
        Path tar = site.source().resolve("app.tar");
        Command.run(List.of("tar", "-C", site.source().toString(), "-cf", tar.toString(), APP), Map.of(), SECONDS).orFail("tar");
        Path to = site.scratch().resolveSibling("startup-bench-sbcast");
        String elements = classPath.stream().map(path -> to.resolve(site.source().relativize(path)).toString()).collect(Collectors.joining(":"));
        Recipe recipe = java(Way.SBCAST, List.of(), elements, path -> to.resolve(site.source().relativize(path)));
        return new Recipe(recipe.way(), jdk.home(), recipe.jvmOptions(), elements, program, null, () -> site.sbcast(tar.getFileName().toString(), to.toString()), "");
    }

    private Path staged() {
        return site.scratch().resolveSibling("startup-bench-staged");
    }

    private double stage(List<String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("stage", "--to", staged().toString()));
        arguments.addAll(sources);
        List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        if (jdk.version().feature() > 21) {
            jvm.add("--enable-native-access=ALL-UNNAMED");
        }
        JobOutcome outcome = site.launcher(List.of()).run(new JobSpec(jdk.home(), site.where().hosts(), jvm, bcastjarJar.toString(), "io.classcast.cli.BcastJar", arguments), SECONDS);
        if (outcome.exit() != 0) {
            throw new IOException("bcastjar stage ended with exit code " + outcome.exit() + ": " + String.join(" | ", outcome.raw()));
        }
        return 1000 * outcome.seconds();
    }

    /** Forgets what a job has left on the hosts' disks. */
    void clean(Way way) throws IOException {
        switch (way) {
            // What was staged is read-only.
            case STAGED_JARS, STAGED_JDK -> site.onEveryHost("if [ -e '" + staged() + "' ]; then chmod -R u+w '" + staged() + "'; rm -rf '" + staged() + "'; fi");
            case SBCAST -> site.onEveryHost("rm -rf '" + site.scratch().resolveSibling("startup-bench-sbcast") + "'");
            default -> {
            }
        }
    }

    private String wildcard() throws IOException {
        return shared(classPath.get(0)) + ":" + shared(ClassPaths.wildcard(installed.classPath(), site.source().resolve("wildcard")));
    }

    private Path fatJar() throws IOException {
        return ClassPaths.fatJar(installed.classPath(), site.source().resolve("fat.jar"));
    }

    /** The class path with a jar for each directory: archives want jars. */
    private List<Path> packed() throws IOException {
        if (packed.isEmpty()) {
            packed.addAll(ClassPaths.packed(classPath, site.source().resolve(PACKED)));
        }
        return packed;
    }

    private List<String> archive(String name, String elements, Seen seen) throws IOException {
        String file = name + ".jsa";
        Path made = site.notes().resolve(file);
        Files.deleteIfExists(made);
        job(new Recipe(Way.LOCAL, jdk.home(), options(List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable"), seen), elements, program, null, Recipe.Step.NONE, ""), 1);
        if (!Files.exists(made)) {
            throw new IOException("the JVM has made no AppCDS archive " + made);
        }
        Path folder = Files.createDirectories(site.source().resolve("archive-" + name));
        Files.move(made, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        return List.of("-XX:SharedArchiveFile=" + seen.at(folder.resolve(file)), "-Xlog:disable", "-Xshare:on");
    }

    private Path profile() throws IOException {
        Path made = site.notes().resolve("profile");
        Files.deleteIfExists(made);
        job(new Recipe(Way.RUN_PROFILE, jdk.home(), options(List.of(), this::shared), shared(classPath), program, List.of("--record=" + made), Recipe.Step.NONE, ""), 1);
        Path kept = site.source().resolve("profile");
        Files.move(made, kept, StandardCopyOption.REPLACE_EXISTING);
        return shared(kept);
    }

    private void job(Recipe recipe) throws IOException {
        job(recipe, ranks);
    }

    private void job(Recipe recipe, int count) throws IOException {
        site.freshForPreparation();
        Launcher launcher = recipe.around(site.launcher(new Wrapper(site.notes(), site.scratch()).command()), site.notes(), bcastjar);
        JobOutcome outcome = launcher.run(recipe.spec(count), SECONDS);
        if (outcome.exit() != 0) {
            throw new IOException("preparing " + recipe.way().scenario() + " ended with exit code " + outcome.exit() + ": " + String.join(" | ", outcome.raw()));
        }
    }

    /** Where a rank sees a file. */
    @FunctionalInterface
    private interface Seen {
        Path at(Path source) throws IOException;
    }

    private List<String> options(List<String> more, Seen seen) throws IOException {
        List<String> options = new ArrayList<>();
        installed.jvmOptions().forEach(option -> options.add(here(option)));
        if (!installed.libraryPath().isEmpty()) {
            List<String> libraries = new ArrayList<>();
            for (Path directory : installed.libraryPath()) {
                libraries.add(seen.at(directory).toString());
            }
            options.add("-Djava.library.path=" + String.join(":", libraries));
        }
        options.addAll(more);
        return options;
    }

    private String here(String text) {
        return text.replace("{output}", site.scratch().toString());
    }

    private Path shared(Path file) {
        return site.shared().resolve(site.source().relativize(file));
    }

    private String shared(List<Path> files) {
        return files.stream().map(file -> shared(file).toString()).collect(Collectors.joining(":"));
    }

    private Path local(Path file) throws IOException {
        Path inside = site.source().relativize(file);
        String name = inside.getName(0).toString();
        if (!locals.containsKey(name)) {
            locals.put(name, site.local(name));
        }
        return locals.get(name).resolve(inside.getName(0).relativize(inside));
    }

    private String local(List<Path> files) throws IOException {
        List<String> elements = new ArrayList<>();
        for (Path file : files) {
            elements.add(local(file).toString());
        }
        return String.join(":", elements);
    }
}
