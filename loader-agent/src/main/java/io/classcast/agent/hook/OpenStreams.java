package io.classcast.agent.hook;

import java.io.FileDescriptor;

/** Knows of open streams and {@code RandomAccessFile}s what the JDK does not tell. Thread-safe. */
public interface OpenStreams {
    /**
     * What is being written.
     *
     * @param descriptor of an open file
     * @return the path as the program has given it; null where it is not open for writing by a stream
     */
    String writtenBy(FileDescriptor descriptor);

    /**
     * The descriptor's number.
     *
     * @param descriptor one of which {@link #writtenBy} knows a path
     * @return as in open(2)
     */
    int number(FileDescriptor descriptor);
}
