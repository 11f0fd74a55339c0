package io.classcast.cluster.platform;

import io.classcast.cluster.debian.AptLists;
import io.classcast.cluster.debian.RootCache;
import io.classcast.cluster.debian.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code platforms.sh --newest}, for once a week: the newest JDKs of Debian's coming releases, in roots that are made anew. What is not served is
 * told, and which of the agent's doors to the JDK are shut: what it says of them there, and does not on a JDK that it knows well.
 */
final class NewestJdks {
    private static final List<String> SUITES = List.of("testing", "unstable", "experimental");
    private static final int COUNT = 2;
    private static final String KNOWN_WELL = "jdk-25";

    private NewestJdks() {
    }

    /**
     * Tries them.
     *
     * @param target directory for all that is written
     * @return exit code
     */
    static int run(Path target) throws IOException {
        List<Integer> all = AptLists.jdks(target.resolve("newest-lists"), SUITES);
        List<Integer> newest = all.subList(Math.max(0, all.size() - COUNT), all.size());
        System.out.println("newest JDKs of Debian " + String.join(", ", SUITES) + ": " + newest);
        RootCache cache = new RootCache();
        List<String> usual;
        try (PlatformRun known = start(Platforms.named(KNOWN_WELL), cache, target)) {
            usual = known.agentLines();
        } catch (UnavailableException e) {
            throw new IOException("nothing to compare with: " + e.getMessage(), e);
        }
        int result = 0;
        for (int feature : newest) {
            Platform platform = Platforms.jdk(feature);
            cache.remove(platform.root());
            try (PlatformRun run = start(platform, cache, target)) {
                System.out.println(run.label());
                List<String> lines = new ArrayList<>(run.agentLines());
                lines.removeAll(usual);
                lines.forEach(line -> System.out.println("    only there: " + line));
                if (lines.isEmpty()) {
                    System.out.println("    all doors are open that are open on " + KNOWN_WELL);
                }
                for (Check check : Checks.of(Platform.Kind.JDK)) {
                    Verdict verdict = run.run(check, 1);
                    PlatformCommand.print(verdict);
                    result |= verdict.isGreen() ? 0 : 1;
                }
            } catch (UnavailableException e) {
                System.out.println(platform.id() + ": " + e.getMessage());
            }
        }
        return result;
    }

    private static PlatformRun start(Platform platform, RootCache cache, Path target) throws IOException, UnavailableException {
        return new PlatformRun(platform, cache, target.resolve("platform-hosts"), target.resolve("platforms/newest"));
    }
}
