/**
 * The scan: what rank 0 does with the class path. It expands it as the JDK would, reads each byte of a jar once,
 * and hands names and places to the image. It knows the file system, not MPI.
 */
package io.classcast.classpath;
