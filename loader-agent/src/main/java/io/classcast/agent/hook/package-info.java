/** What the JDK and {@code mpi.MPI} call, once {@code io.classcast.agent.jdk} has put the calls there. Knows no JDK's insides. */
package io.classcast.agent.hook;
