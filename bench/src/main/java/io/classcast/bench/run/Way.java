package io.classcast.bench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the ranks of a job come to their classes: the scenarios. */
public enum Way {
    /** The class path on the shared file system. */
    PLAIN("java -cp, from the shared file system"),
    /** All jars in one directory, named by a wildcard. */
    WILDCARD("java -cp 'DIR/*', from the shared file system"),
    /** One jar of everything. */
    FAT_JAR("one fat jar on the shared file system"),
    /** An archive of the JDK's own beside the jars. */
    APPCDS_SHARED("AppCDS, archive and jars on the shared file system"),
    /** The floor. */
    LOCAL("java -cp, all on local disk"),
    /** The floor with an archive. */
    LOCAL_APPCDS("AppCDS, all on local disk"),
    /** Only where each name is. */
    LOCATIONS("-javaagent, mode=locations"),
    /** Whole jars. */
    JARS("-javaagent, mode=jars"),
    /** The class path off the command line. */
    RUN("bcastjar run"),
    /** Of each jar only what is used. */
    RUN_PROFILE("bcastjar run --profile"),
    /** With an archive that an earlier job has made. */
    RUN_ARCHIVE("bcastjar run --archive auto, archive of an earlier job"),
    /** The class path on every node's disk. */
    STAGED_JARS("bcastjar stage --classpath, bcastjar run --staged"),
    /** And the JDK. */
    STAGED_JDK("bcastjar stage --jdk --classpath, bcastjar run --staged"),
    /** Slurm's own. */
    SBCAST("sbcast of a tar, tar on every host, java from there");

    private final String description;

    Way(String description) {
        this.description = description;
    }

    /**
     * Its name in files and tables.
     *
     * @return such as fat-jar
     */
    public String scenario() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What it does.
     *
     * @return a few words
     */
    public String description() {
        return description;
    }

    /**
     * Whether the agent serves the class path.
     *
     * @return true if a rank must say so
     */
    boolean isServed() {
        return switch (this) {
            case LOCATIONS, JARS, RUN, RUN_PROFILE, RUN_ARCHIVE -> true;
            default -> false;
        };
    }

    /**
     * Parses a list.
     *
     * @param text names with commas between them, or all
     * @return the ways, in their order here
     */
    public static List<Way> parse(String text) {
        if (text.equals("all")) {
            return List.of(values());
        }
        List<String> wanted = List.of(text.split(","));
        for (String name : wanted) {
            if (Arrays.stream(values()).noneMatch(way -> way.scenario().equals(name))) {
                throw new IllegalArgumentException("no scenario is called " + name + "; there are " + Arrays.stream(values()).map(Way::scenario).collect(Collectors.joining(", ")));
            }
        }
        return Arrays.stream(values()).filter(way -> wanted.contains(way.scenario())).toList();
    }
}
