package io.classcast.cluster.platform;

import io.classcast.cluster.Machine;
import io.classcast.cluster.debian.RootCache;
import io.classcast.cluster.debian.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/platforms.sh}: jobs on the JDKs and MPIs of other Debians, and the table of them. */
@Command(name = "platforms.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs jobs on two simulated hosts with the JDKs and MPIs of Debian 11 to unstable, plain and with Classcast, and compares.",
    "The roots of other Debians are made once, from the mirror that apt uses: ~/.m2/classcast-roots. Results are kept in"
        + " test-clusters/platforms.tsv; docs/platforms.md and README's table are written of them. Details of each check:"
        + " test-clusters/target/platforms. Needs root.",
    "Exit code 1 if a check has failed."})
public final class PlatformCommand implements Callable<Integer> {
    @Option(names = "--jdk", split = ",", paramLabel = "N", description = "Java versions; without --jdk and --mpi all platforms")
    private List<Integer> jdks;
    @Option(names = "--mpi", split = ",", paramLabel = "NAME", description = "MPIs, by the beginning of a name of --list, such as openmpi or slurm-pmix-debian13")
    private List<String> mpis;
    @Option(names = "--checks", split = ",", paramLabel = "NAME", description = "checks, by the beginning of a name of --list, such as hello; else all")
    private List<String> checks;
    @Option(names = "--repeat", paramLabel = "N", defaultValue = "10", description = "how often each check of an MPI is tried (default ${DEFAULT-VALUE})")
    private int repeat;
    @Option(names = "--resume", description = "leave out what is known to be green")
    private boolean resume;
    @Option(names = "--minutes", paramLabel = "N", description = "start no check after so many minutes")
    private int minutes = Integer.MAX_VALUE;
    @Option(names = "--newest", description = "only the newest JDKs of Debian testing, unstable and experimental, with roots that are made anew: what is"
            + " served there, and which door of the agent's to the JDK is shut")
    private boolean newest;
    @Option(names = "--list", description = "only print the platforms and checks")
    private boolean list;

    /**
     * Runs the checks.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PlatformCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Platforms.all().forEach(p -> System.out.println(p.id()));
            for (Platform.Kind kind : Platform.Kind.values()) {
                Checks.of(kind).forEach(c -> System.out.println(kind + ": " + c.name()));
            }
            return 0;
        }
        Machine.requireRoot();
        if (newest) {
            return NewestJdks.run(Machine.home().resolve("target"));
        }
        List<Platform> chosen = Platforms.all().stream().filter(this::isChosen).toList();
        if (chosen.isEmpty()) {
            throw new CommandLine.ParameterException(new CommandLine(this), "no such platform; see --list");
        }
        Path details = Files.createDirectories(Machine.home().resolve("target/platforms"));
        PlatformLog log = new PlatformLog(Machine.home().resolve("platforms.tsv"));
        long end = minutes == Integer.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        boolean green = true;
        for (Platform platform : chosen) {
            green &= run(platform, log, details, end);
        }
        log.tidy();
        Path repository = Machine.home().toAbsolutePath().getParent();
        new PlatformTable(log.all()).write(repository.resolve("docs/platforms.md"), repository.resolve("README.md"));
        System.out.println("table: " + repository.resolve("docs/platforms.md"));
        return green ? 0 : 1;
    }

    private boolean isChosen(Platform platform) {
        if (jdks == null && mpis == null) {
            return true;
        }
        return platform.kind() == Platform.Kind.JDK ? jdks != null && jdks.contains(platform.jdk())
                : mpis != null && mpis.stream().anyMatch(platform.id()::startsWith);
    }

    /** All checks of a platform that are asked for and not known yet. */
    private boolean run(Platform platform, PlatformLog log, Path details, long end) throws IOException {
        Map<String, Verdict> before = resume ? log.all() : Map.of();
        int tries = platform.kind() == Platform.Kind.MPI ? repeat : 1;
        List<Check> open = new ArrayList<>(Checks.of(platform.kind()));
        open.removeIf(c -> checks != null && checks.stream().noneMatch(c.name()::startsWith));
        open.removeIf(c -> {
            Verdict known = before.get(PlatformLog.key(platform.id(), c.name()));
            return known != null && known.isGreen() && !known.isUnavailable() && (known.notPlain() != null || known.tries() >= tries);
        });
        if (open.isEmpty() || System.nanoTime() >= end) {
            return true;
        }
        boolean green = true;
        try (PlatformRun run = new PlatformRun(platform, new RootCache(), Machine.home().resolve("target/platform-hosts"), details)) {
            System.out.println(run.label());
            for (Check check : open) {
                if (System.nanoTime() >= end) {
                    break;
                }
                Verdict verdict = run.run(check, tries);
                log.add(verdict);
                green &= verdict.isGreen();
                print(verdict);
            }
        } catch (UnavailableException e) {
            for (Check check : open) {
                log.add(Verdict.today(platform.id(), check.name(), platform.id(), 0, 0, 0, Verdict.UNAVAILABLE + e.getMessage(), List.of()));
            }
            System.out.println(platform.id() + ": " + e.getMessage());
        }
        return green;
    }

    static void print(Verdict verdict) {
        System.out.printf(Locale.ROOT, "%s %6.1f s  %s, %s: %s%n", verdict.isGreen() ? "green " : "RED   ", verdict.seconds(), verdict.platform(), verdict.check(),
                verdict.words() + (verdict.notPlain() == null ? "" : ": " + verdict.notPlain()));
        verdict.problems().stream().distinct().forEach(p -> System.out.println("           " + p));
    }
}
