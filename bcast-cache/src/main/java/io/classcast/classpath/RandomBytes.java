package io.classcast.classpath;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Positional reads from an open file, through the {@link ThreadBuffer}. Not closed here; safe for several threads. */
record RandomBytes(FileChannel channel, long size) {

    byte[] read(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position + length > size) {
            throw new EOFException("bytes " + position + " to " + (position + length) + " of " + size);
        }
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ThreadBuffer.get(length);
        int at = 0;
        while (at < length) {
            int got = channel.read(buffer.clear().limit(Math.min(buffer.capacity(), length - at)), position + at);
            if (got < 0) {
                throw new EOFException("file ends at " + (position + at) + ", expected " + size + " bytes");
            }
            buffer.flip().get(bytes, at, got);
            at += got;
        }
        return bytes;
    }
}
