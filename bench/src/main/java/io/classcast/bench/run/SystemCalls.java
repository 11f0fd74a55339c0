package io.classcast.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what strace(1) with {@code -f -y} has written. */
final class SystemCalls {
    /** Process, call, arguments, result; a call that was interrupted by another thread's is in two lines. */
    private static final Pattern CALL = Pattern.compile("^\\d+\\s+(?:<\\.\\.\\. )?(\\w+)(?:\\(| resumed>)(.*)\\)\\s+= (-?\\d+)(?:<[^>]*>)?(?: (\\w+))?.*$");
    private static final Pattern UNFINISHED = Pattern.compile("^(\\d+)\\s+(\\w+)\\((.*) <unfinished \\.\\.\\.>$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+)\\s+<\\.\\.\\. (\\w+) resumed>(.*)$");

    private SystemCalls() {
    }

    /**
     * Adds up the calls on a directory.
     *
     * @param trace strace's file
     * @param directory what is counted
     * @param operations added to: lookup (calls with a path but open), enoent, open, readdir, read, readBytes
     */
    static void count(Path trace, Path directory, Map<String, Long> operations) {
        Map<String, String> begun = new java.util.HashMap<>();
        try (Stream<String> lines = Files.lines(trace)) {
            for (String line : (Iterable<String>) lines::iterator) {
                Matcher unfinished = UNFINISHED.matcher(line);
                if (unfinished.matches()) {
                    begun.put(unfinished.group(1), line.substring(0, line.length() - " <unfinished ...>".length()));
                    continue;
                }
                Matcher resumed = RESUMED.matcher(line);
                String whole = line;
                if (resumed.matches()) {
                    String start = begun.remove(resumed.group(1));
                    if (start == null) {
                        continue;
                    }
                    whole = start + resumed.group(3);
                }
                call(whole, directory.toString(), operations);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + trace, e);
        }
    }

    private static void call(String line, String directory, Map<String, Long> operations) {
        Matcher call = CALL.matcher(line);
        if (!call.matches() || !call.group(2).contains(directory)) {
            return;
        }
        long result = Long.parseLong(call.group(3));
        switch (call.group(1)) {
            case "read", "pread64" -> {
                operations.merge("read", 1L, Long::sum);
                operations.merge("readBytes", Math.max(0, result), Long::sum);
            }
            case "getdents64" -> operations.merge("readdir", 1L, Long::sum);
            case "execve", "chdir", "getcwd" -> {
            }
            case "open", "openat" -> {
                operations.merge("open", 1L, Long::sum);
                missing(call, operations);
            }
            default -> {
                operations.merge("lookup", 1L, Long::sum);
                missing(call, operations);
            }
        }
    }

    private static void missing(Matcher call, Map<String, Long> operations) {
        if ("ENOENT".equals(call.group(4))) {
            operations.merge("enoent", 1L, Long::sum);
        }
    }
}
