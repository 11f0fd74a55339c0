package io.classcast.bench.run;

import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.cluster.Command;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * This machine alone: a job is some JVMs that start at once, without MPI. Where strace(1) is allowed, each job runs once more under it,
 * before the timed one, and its system calls on the directory are counted; otherwise nothing is claimed about operations.
 */
final class HereSite implements Site {
    private final Path directory;
    private final Path files;
    private final Path scratch;
    private final boolean counts;
    private final Map<String, Long> operations = new LinkedHashMap<>();
    private long launched;

    /**
     * Uses a directory.
     *
     * @param directory takes all files; on the file system in question
     * @throws IOException if it cannot be made
     */
    HereSite(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        files = Files.createDirectories(this.directory.resolve("files"));
        scratch = Files.createDirectories(this.directory.resolve("rank"));
        counts = canTrace();
    }

    private static boolean canTrace() {
        try {
            return Command.run(List.of("strace", "-f", "-qq", "-o", "/dev/null", "true"), Map.of(), 30).exit() == 0;
        } catch (UncheckedIOException e) {
            // Not installed.
            return false;
        }
    }

    @Override
    public StartupRun.Where where() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("counted", counts ? "system calls on the directory, by strace; mapped reads are not seen" : "nothing: strace is not installed or not allowed");
        try {
            return new StartupRun.Where("here", Files.getFileStore(directory).type(), 1, facts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> versions() {
        return Map.of("launcher", "none");
    }

    @Override
    public Path source() {
        return files;
    }

    @Override
    public Path shared() {
        return files;
    }

    @Override
    public Path local(String name) {
        return files.resolve(name);
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public Path notes() {
        return directory.resolve("notes");
    }

    @Override
    public Launcher launcher(List<String> wrapper) {
        return (spec, seconds) -> {
            if (counts) {
                Path trace = notes().resolve("strace");
                List<String> traced = new ArrayList<>(List.of("strace", "-f", "-qq", "-y", "-s", "0", "-e", "trace=%file,getdents64,read,pread64", "-o", trace + "-RANK"));
                traced.addAll(wrapper);
                start(traced, spec, seconds);
                for (int rank = 0; rank < spec.ranks(); rank++) {
                    SystemCalls.count(Path.of(trace + "-" + rank), files, operations);
                }
            }
            return start(wrapper, spec, seconds);
        };
    }

    private JobOutcome start(List<String> wrapper, JobSpec spec, int seconds) {
        List<Process> processes = new ArrayList<>();
        List<Path> outs = new ArrayList<>();
        List<Path> errs = new ArrayList<>();
        launched = System.currentTimeMillis();
        long begun = System.nanoTime();
        try {
            for (int rank = 0; rank < spec.ranks(); rank++) {
                List<String> command = new ArrayList<>();
                for (String word : wrapper) {
                    command.add(word.replace("-RANK", "-" + rank));
                }
                command.addAll(spec.java());
                outs.add(notes().resolve("out-" + rank));
                errs.add(notes().resolve("err-" + rank));
                ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(outs.get(rank).toFile()).redirectError(errs.get(rank).toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("CLASSCAST_") || name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS") || name.equals("CLASSPATH"));
                builder.environment().put("STARTUP_BENCH_RANK", Integer.toString(rank));
                processes.add(builder.start());
            }
            int exit = 0;
            for (Process process : processes) {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    exit = 137;
                    break;
                }
                exit = exit == 0 ? process.exitValue() : exit;
            }
            double wall = (System.nanoTime() - begun) / 1e9;
            List<String> out = new ArrayList<>();
            List<String> err = new ArrayList<>();
            for (int rank = 0; rank < spec.ranks(); rank++) {
                out.addAll(Files.readAllLines(outs.get(rank)));
                err.addAll(Files.readAllLines(errs.get(rank)));
            }
            return new JobOutcome(exit, out, err, wall);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** The job under strace comes before it. */
    @Override
    public double launched(double called) {
        return launched;
    }

    @Override
    public void onEveryHost(String script) {
        Command.run(List.of("sh", "-c", script), Map.of(), Recipes.SECONDS).orFail(script);
    }

    @Override
    public boolean fresh() {
        return false;
    }

    @Override
    public List<Trial.OfHost> counts() {
        return counts ? List.of(new Trial.OfHost("localhost", new LinkedHashMap<>(operations))) : List.of();
    }

    @Override
    public void requireSbcast() {
        throw new Unavailable("sbcast needs Slurm");
    }

    @Override
    public double sbcast(String tar, String to) {
        throw new IllegalStateException("no Slurm");
    }

    @Override
    public boolean isCollective() {
        return false;
    }

    @Override
    public void close() {
        // Files stay: they are written once.
    }
}
