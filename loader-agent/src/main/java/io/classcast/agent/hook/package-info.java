/** The seams: the few places in the JDK and in {@code mpi.MPI} where Classcast steps in, each checked before use. */
package io.classcast.agent.hook;
