/** Open MPI's own Java bindings, which Debian does not package, and a job that uses them. */
package io.classcast.cluster.bindings;
