package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.classpath.MultiRelease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The agent's options: agent arguments {@code key=value,key=value} before system properties {@code classcast.KEY} before
 * environment variables {@code CLASSCAST_KEY}.
 *
 * @param engine auto, mpj, mpi or none
 * @param locations mode=locations
 * @param appLoader the JDK's own loader is to define the classes: loader=app, unless a class archive is wanted; or an application archive is in use
 * @param store directory, or null
 * @param include paths of files and directories
 * @param dynamic path prefixes
 * @param timeoutMillis how long any collective may take
 * @param keepMillis how long a store of engine none outlives its last JVM
 * @param archive key of the class archive that {@code bcastjar run} has chosen, or null
 * @param profile file that tells what a run uses, or null
 * @param record file to note what this run uses, or null
 * @param linking lambdas and string concatenations are linked by us where that gives what the JDK would
 * @param strict stop the job instead of falling back
 * @param report directory, or null
 * @param quiet no line when all is well
 * @param verbose more lines
 */
record Options(String engine, boolean locations, boolean appLoader, String store, List<String> include, List<String> dynamic,
        long timeoutMillis, long keepMillis, String archive, String profile, String record, boolean linking, boolean strict, String report, boolean quiet, boolean verbose) {
    private static final String[] KEYS = {"engine", "mode", "loader", "store", "include", "dynamic", "timeout", "keep", "archive", "profile", "record", "linking", "strict",
        "report", "quiet", "verbose"};

    /** Two that are one option: linking. */
    private static final String[] FORMER = {"concat", "lambdas"};

    /**
     * Reads the options.
     *
     * @param arguments of the agent, or null
     * @param environment of the process
     * @return options
     * @throws ClasscastException where a key or a value is not known; the message names it
     */
    static Options read(String arguments, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        for (String key : KEYS) {
            String value = environment.get("CLASSCAST_" + key.toUpperCase(Locale.ROOT));
            value = System.getProperty("classcast." + key, value);
            if (value != null) {
                values.put(key, value);
            }
        }
        for (String former : FORMER) {
            if (System.getProperty("classcast." + former, environment.get("CLASSCAST_" + former.toUpperCase(Locale.ROOT))) != null) {
                throw former(former);
            }
        }
        if (arguments != null) {
            for (String argument : arguments.split(",")) {
                if (!argument.isEmpty()) {
                    put(argument, values);
                }
            }
        }
        return new Options(choice(values, "engine", "auto", "mpj", "mpi", "none"),
                choice(values, "mode", "jars", "locations").equals("locations"),
                appLoader(values, environment), text(values, "store"), paths(values.get("include")),
                paths(values.get("dynamic")),
                number(values, "timeout", 60, 1, 86_400, "seconds") * 1000,
                number(values, "keep", 0, 0, 10_080, "minutes") * 60_000, text(values, "archive"), text(values, "profile"),
                text(values, "record"), choice(values, "linking", "auto", "jdk").equals("auto"), flag(values, "strict"), text(values, "report"), flag(values, "quiet"), flag(values, "verbose"));
    }

    private static boolean appLoader(Map<String, String> values, Map<String, String> environment) {
        // HotSpot takes archived classes of no class path for loaders that are not the JDK's; those of the user's own archive come
        // from the JDK's loader, asked or not, and classes of one package must not have two.
        boolean app = choice(values, "loader", "app", "broadcast").equals("app");
        boolean asked = values.get("loader") != null;
        return app && (asked || text(values, "archive") == null) || ApplicationArchive.option(environment) != null;
    }

    private static void put(String argument, Map<String, String> values) {
        int equals = argument.indexOf('=');
        String key = equals < 0 ? argument : argument.substring(0, equals);
        for (String known : KEYS) {
            if (known.equals(key)) {
                values.put(key, equals < 0 ? "true" : argument.substring(equals + 1));
                return;
            }
        }
        for (String former : FORMER) {
            if (former.equals(key)) {
                throw former(key);
            }
        }
        throw new ClasscastException("unknown option " + key + "; the options are " + String.join(", ", KEYS));
    }

    private static ClasscastException former(String key) {
        return new ClasscastException("option " + key + " is gone; linking=jdk leaves lambdas and string concatenations to the JDK");
    }

    private static String choice(Map<String, String> values, String key, String... choices) {
        String value = values.get(key);
        if (value == null) {
            return choices[0];
        }
        for (String choice : choices) {
            if (choice.equals(value)) {
                return value;
            }
        }
        throw new ClasscastException("option " + key + "=" + value + " is none of " + String.join(", ", choices));
    }

    private static String text(Map<String, String> values, String key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    private static boolean flag(Map<String, String> values, String key) {
        return choice(values, key, "false", "true").equals("true");
    }

    /** The elements of a list of paths; empty ones are left out. */
    static List<String> paths(String value) {
        List<String> paths = new ArrayList<>();
        if (value != null) {
            for (String path : value.split(":")) {
                if (!path.isEmpty()) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    private static long number(Map<String, String> values, String key, long usual, long least, long most, String unit) {
        String value = values.get(key);
        if (value == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is out of range.
        }
        throw new ClasscastException("option " + key + "=" + value + " is no number of " + unit + " from " + least + " to "
                + most);
    }

    /**
     * What is compared between the ranks, beside the mode.
     *
     * @throws ClasscastException where the JDK's switches for multi-release jars cannot be used
     */
    String fingerprint() {
        return engine + '/' + appLoader + '/' + dynamic + '/' + include + '/' + MultiRelease.feature();
    }
}
