package io.classcast.classpath;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A content file for who writes byte by byte, as a zip stream does with the two headers of each entry: a system call for each was nine
 * tenths of what the scan of a directory cost.
 */
final class ContentStream extends OutputStream {
    private static final int BUFFER = 1 << 16;

    private final ContentFile file;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;

    ContentStream(ContentFile file) {
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > BUFFER - buffered) {
            flush();
        }
        if (count > BUFFER) {
            file.write(bytes, from, count);
        } else {
            System.arraycopy(bytes, from, buffer, buffered, count);
            buffered += count;
        }
    }

    /** Bytes so far, whether they are in the file or not. */
    long length() {
        return file.length() + buffered;
    }

    @Override
    public void flush() throws IOException {
        file.write(buffer, 0, buffered);
        buffered = 0;
    }

    /** Completes the content; the file stays open, for its owner. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
