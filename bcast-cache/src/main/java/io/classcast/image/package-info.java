/**
 * The class path, resolved, in one binary file: its layout, its builder and its reader. The lowest floor; it knows
 * neither the file system nor MPI.
 */
package io.classcast.image;
