package io.classcast.classpath;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The result of a scan.
 *
 * @param index the index file's bytes
 * @param entries number of class-path entries, those of {@code Class-Path} included
 * @param bytes copied to the store
 * @param problems one line each, naming the entry and what happens with it; nothing of it stops the job
 */
public record ClassPathScan(ByteBuffer index, int entries, long bytes, List<String> problems) {
}
