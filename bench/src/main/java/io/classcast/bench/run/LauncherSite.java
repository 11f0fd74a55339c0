package io.classcast.bench.run;

import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.cluster.Command;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's own cluster, with its own launcher and file system. Nothing is simulated, and so nothing counts the file server's operations,
 * and caches are cold only where the user has a command for it.
 */
final class LauncherSite implements Site {
    private static final int SECONDS = 900;

    private final List<String> launch;
    private final Path directory;
    private final Path local;
    private final int hosts;
    private final int ranks;
    private final List<String> coldCommand;
    private int scripts;

    /**
     * Uses a launcher.
     *
     * @param launch its command; {@code {ranks}} stands for the number of ranks
     * @param directory on the shared file system
     * @param local on every node's own disk
     * @param hosts how many nodes the launcher uses for the largest job
     * @param ranks of the largest job
     * @param coldCommand makes caches cold; empty where that cannot be done
     * @throws IOException if the directory cannot be made
     */
    LauncherSite(List<String> launch, Path directory, Path local, int hosts, int ranks, List<String> coldCommand) throws IOException {
        if (launch.stream().noneMatch(word -> word.contains("{ranks}"))) {
            throw new IllegalArgumentException("--launcher must contain {ranks}, such as 'srun -n {ranks}'");
        }
        this.launch = List.copyOf(launch);
        this.directory = Files.createDirectories(directory).toRealPath();
        this.local = local.toAbsolutePath().resolve("startup-bench-" + System.getProperty("user.name") + "-" + ProcessHandle.current().pid());
        this.hosts = hosts;
        this.ranks = ranks;
        this.coldCommand = List.copyOf(coldCommand);
        Files.createDirectories(source());
    }

    @Override
    public StartupRun.Where where() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("directory", directory.toString());
        facts.put("counted", "nothing: the file server's operations are its own");
        facts.put("caches", coldCommand.isEmpty() ? "as the last job left them" : "before each job: " + String.join(" ", coldCommand));
        try {
            return new StartupRun.Where("launcher", Files.getFileStore(directory).type(), hosts, facts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> versions() {
        String version = Command.run(List.of(launch.get(0), "--version"), Map.of(), 30).out().lines().findFirst().orElse("unknown");
        return Map.of("launcher", launch.get(0) + ": " + version);
    }

    @Override
    public Path source() {
        return directory.resolve("files");
    }

    @Override
    public Path shared() {
        return source();
    }

    @Override
    public Path local(String name) throws IOException {
        Path copy = local.resolve("files").resolve(name);
        onEveryHost("mkdir -p '" + copy.getParent() + "' && rm -rf '" + copy + "' && cp -rp '" + source().resolve(name) + "' '" + copy + "'");
        return copy;
    }

    @Override
    public Path scratch() {
        return local.resolve("rank");
    }

    @Override
    public Path notes() {
        return directory.resolve("notes");
    }

    @Override
    public Launcher launcher(List<String> wrapper) {
        return (spec, seconds) -> {
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(spec.java());
            return start(spec.ranks(), command, seconds);
        };
    }

    private JobOutcome start(int count, List<String> command, int seconds) {
        List<String> whole = new ArrayList<>();
        launch.forEach(word -> whole.add(word.replace("{ranks}", Integer.toString(count))));
        whole.addAll(command);
        Command.Result result = Command.run(whole, Map.of(), seconds);
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }

    /** One rank of each host does it, the first to come; the others wait for it. */
    @Override
    public void onEveryHost(String script) throws IOException {
        String turn = local.resolve("turn-" + ProcessHandle.current().pid() + "-" + ++scripts).toString();
        String guarded = "mkdir -p '" + local + "' && if mkdir '" + turn + "' 2> /dev/null; then (" + script + "); echo $? > '" + turn + "/part' && mv '" + turn + "/part' '" + turn
                + "/code'; else while [ ! -f '" + turn + "/code' ]; do sleep 0.1; done; fi; exit $(cat '" + turn + "/code')";
        JobOutcome outcome = start(ranks, List.of("sh", "-c", guarded), SECONDS);
        if (outcome.exit() != 0) {
            throw new IOException("on some node failed: " + script + ": " + String.join(" | ", outcome.raw()));
        }
    }

    @Override
    public boolean fresh() {
        if (coldCommand.isEmpty()) {
            return false;
        }
        Command.run(coldCommand, Map.of(), SECONDS).orFail(String.join(" ", coldCommand));
        return true;
    }

    @Override
    public List<Trial.OfHost> counts() {
        return List.of();
    }

    @Override
    public void requireSbcast() {
        if (System.getenv("SLURM_JOB_ID") == null) {
            throw new Unavailable("sbcast needs an allocation of Slurm: start this inside salloc or sbatch");
        }
    }

    @Override
    public double sbcast(String tar, String to) {
        String script = "mkdir -p \"$(dirname '" + to + "')\" && sbcast --force '" + source().resolve(tar) + "' '" + to + ".tar'";
        long begun = System.nanoTime();
        Command.run(List.of("sh", "-c", script), Map.of(), SECONDS).orFail("sbcast");
        Command.run(List.of("srun", "--ntasks-per-node=1", "--nodes=" + hosts, "--ntasks=" + hosts, "sh", "-c", "rm -rf '" + to + "' && mkdir -p '" + to + "' && tar -C '" + to
                + "' -xf '" + to + ".tar' && rm '" + to + ".tar'"), Map.of(), SECONDS).orFail("tar");
        return (System.nanoTime() - begun) / 1e6;
    }

    @Override
    public boolean isCollective() {
        return true;
    }

    @Override
    public void close() {
        // The copies on the nodes' disks are worth keeping no longer.
        start(ranks, List.of("sh", "-c", "rm -rf '" + local + "'"), SECONDS);
    }
}
