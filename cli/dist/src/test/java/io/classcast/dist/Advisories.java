package io.classcast.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** Published advisories, as {@code advisories.tsv} has them, and what they say about a library. */
final class Advisories {
    private record Range(String id, String introduced, String fixed) {
        boolean contains(String version) {
            ComparableVersion is = new ComparableVersion(version);
            return (introduced.equals("-") || is.compareTo(new ComparableVersion(introduced)) >= 0)
                    && (fixed.equals("-") || is.compareTo(new ComparableVersion(fixed)) < 0);
        }
    }

    private final Map<String, String> checked = new HashMap<>();
    private final Map<String, List<Range>> ranges = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();

    /** Reads the table; a line that it does not understand is an error. */
    static Advisories read(Path table) throws IOException {
        Advisories advisories = new Advisories();
        for (String line : Files.readAllLines(table)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                advisories.add(line.split("\t"), line);
            }
        }
        return advisories;
    }

    private void add(String[] fields, String line) {
        if (fields[0].equals("checked") && fields.length == 4) {
            checked.put(fields[1], fields[2]);
        } else if (fields[0].equals("advisory") && fields.length == 6) {
            ranges.computeIfAbsent(fields[1], library -> new ArrayList<>()).add(new Range(fields[2], fields[3], fields[4]));
        } else if (fields[0].equals("accepted") && fields.length == 4) {
            accepted.add(fields[1] + " " + fields[2]);
        } else {
            throw new IllegalArgumentException("not understood: " + line);
        }
    }

    /** What is wrong with a library, a line each. */
    List<String> problems(String library, String version) {
        List<String> problems = new ArrayList<>();
        if (!version.equals(checked.get(library))) {
            problems.add(library + " " + version + " was not looked up; the table has " + checked.get(library));
        }
        for (Range range : ranges.getOrDefault(library, List.of())) {
            if (range.contains(version) && !accepted.contains(library + " " + range.id())) {
                problems.add(library + " " + version + " is concerned by " + range.id() + ", fixed in " + range.fixed());
            }
        }
        return problems;
    }

    /** The libraries that the table has looked up. */
    Set<String> libraries() {
        return checked.keySet();
    }
}
