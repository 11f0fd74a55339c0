package io.classcast.stage;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be staged, and how.
 *
 * @param to directory on every node
 * @param sources files, directories and archives
 * @param jdk home of a JDK, or null
 * @param wholeJdk also what only developers need of it
 * @param classPath as after java -cp, or null
 * @param profile names the entries of a class path that are used; or null
 * @param unpack whether archives are unpacked
 * @param maxUnpacked bytes that an archive may grow to; 0 the default
 * @param codec of all frames; null: chosen for each
 * @param writers threads that write on each node
 * @param timeoutMillis how long nothing may move
 */
public record StageRequest(Path to, List<Path> sources, Path jdk, boolean wholeJdk, String classPath, Path profile, boolean unpack,
        long maxUnpacked, Codec codec, int writers, long timeoutMillis) {
}
