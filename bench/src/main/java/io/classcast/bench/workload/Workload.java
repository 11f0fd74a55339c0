package io.classcast.bench.workload;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A program with a class path, to be started many times. */
public interface Workload {
    /**
     * Its name, for tables.
     *
     * @return such as storm
     */
    String name();

    /**
     * What it consists of, for the record: seed, jars, directories, classes, resources, services, libraries; and files and bytes, which
     * are known once it is installed.
     *
     * @return fact to number or text, in an order for readers
     */
    Map<String, Object> facts();

    /**
     * Writes its files, or leaves them if they are there, complete and the same. Whatever an earlier attempt has left is removed. One
     * thread at a time, of one process.
     *
     * @param directory where; made if missing; nothing else is written to it
     * @return what to start
     * @throws IOException if they cannot be written, or the directory holds something else, with one line that says so
     */
    Installed install(Path directory) throws IOException;

    /**
     * A workload's files.
     *
     * @param classPath jars and directories, absolute, below the directory of installation
     * @param libraryPath directories of native libraries, the same
     * @param main class to start
     * @param arguments of main; {@code {output}} stands for a directory that a rank may write to
     * @param jvmOptions what its JVM needs, without class path and library path; {@code {output}} as in the arguments
     * @param result what the rank's line with the result contains; that line is the same on all ranks and in every scenario
     */
    record Installed(List<Path> classPath, List<Path> libraryPath, String main, List<String> arguments, List<String> jvmOptions, String result) {
        /** Stands for a directory that a rank may write to. */
        public static final String OUTPUT = "{output}";

        /**
         * What stands behind java on its command line.
         *
         * @param path the class path to use: that of the workload, or a variant
         * @param output a directory that it may write to
         * @return JVM options, main class, arguments
         */
        public List<String> commandLine(List<Path> path, String output) {
            List<String> line = new ArrayList<>();
            jvmOptions.forEach(option -> line.add(option.replace(OUTPUT, output)));
            if (!libraryPath.isEmpty()) {
                line.add("-Djava.library.path=" + joined(libraryPath));
            }
            line.addAll(List.of("-cp", joined(path), main));
            arguments.forEach(argument -> line.add(argument.replace(OUTPUT, output)));
            return line;
        }

        private static String joined(List<Path> paths) {
            return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
