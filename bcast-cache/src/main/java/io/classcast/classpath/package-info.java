/**
 * The scan: what rank 0 does with the class path. It expands it as the JDK would, reads each jar once from start to end,
 * and hands names and places to the image. It knows the file system, not MPI.
 */
package io.classcast.classpath;
