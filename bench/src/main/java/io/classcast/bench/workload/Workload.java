package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program with a class path, to be started many times. */
public interface Workload {
    /**
     * Its name, for tables.
     *
     * @return such as storm
     */
    String name();

    /**
     * What it consists of, for the record: seed, jars, directories, classes, resources, services, libraries, bytes.
     *
     * @return fact to number or text
     */
    Map<String, Object> facts();

    /**
     * Writes its files, or leaves them if they are there, complete and the same.
     *
     * @param directory where; made if missing; nothing else is written to it
     * @return what to start
     * @throws IOException if they cannot be written
     */
    Installed install(Path directory) throws IOException;

    /**
     * A workload's files.
     *
     * @param classPath jars and directories, absolute, below the directory of installation
     * @param libraryPath directories of native libraries, the same
     * @param main class to start
     * @param arguments of main
     * @param jvmOptions what its JVM needs, without class path and library path; {@code {output}} stands for a directory that a rank may write to
     * @param result what the rank's line with the result contains; that line is the same on all ranks and in every scenario
     */
    record Installed(List<Path> classPath, List<Path> libraryPath, String main, List<String> arguments, List<String> jvmOptions, String result) {
    }
}
