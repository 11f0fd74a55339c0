package io.classcast.classpath;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Positional reads from an open file. Not closed here; safe for several threads. */
record RandomBytes(FileChannel channel, long size) {

    byte[] read(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position + length > size) {
            throw new EOFException("bytes " + position + " to " + (position + length) + " of " + size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("file ends at " + (position + bytes.position()) + ", expected " + size + " bytes");
            }
        }
        return bytes.array();
    }
}
