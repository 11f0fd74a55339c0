package io.classcast;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Memory outside of the heap that does not count against the program's own limit. Direct buffers do ({@code -XX:MaxDirectMemorySize},
 * {@code java.nio.Bits}, JDK 17 to 25), also those that are garbage where {@code -XX:+DisableExplicitGC} is set; and so do the temporary ones
 * that the JDK makes for each thread that reads or writes an array through a channel ({@code sun.nio.ch.Util}). Who has a way around it
 * may {@link #use} it; without one they are counted. Thread-safe.
 */
public abstract class NativeMemory {
    /** Bytes that are written at once: few system calls, little memory. */
    private static final int PIECE = 64 << 10;

    private static final NativeMemory COUNTED = new NativeMemory() {
        @Override
        protected ByteBuffer take(int length) {
            return ByteBuffer.allocateDirect(length);
        }

        @Override
        protected void giveBack(ByteBuffer memory) {
            // The garbage collector does that.
        }
    };
    private static volatile NativeMemory current = COUNTED;

    /**
     * Allocates.
     *
     * @param length bytes, not negative
     * @return direct, big-endian, from 0 to its length, with anything in it; never freed but by {@link #free}
     * @throws OutOfMemoryError where there is none
     */
    public static ByteBuffer allocate(int length) {
        return current.take(length);
    }

    /**
     * Gives memory back. Nobody may use it after that, nor a slice of it: the JVM would crash, or worse.
     *
     * @param memory as {@link #allocate} gave it; anything else is left alone, null and what has been freed already among it
     */
    public static void free(ByteBuffer memory) {
        if (memory != null) {
            current.giveBack(memory);
        }
    }

    /**
     * Writes all bytes, from an array too.
     *
     * @param file open for writing
     * @param bytes from position to limit; the position is moved
     * @throws IOException where they cannot be written
     */
    public static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (bytes.isDirect() || !bytes.hasRemaining()) {
            writeDirect(file, bytes);
            return;
        }
        ByteBuffer piece = allocate(Math.min(PIECE, bytes.remaining()));
        try {
            int end = bytes.limit();
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + piece.capacity()));
                writeDirect(file, piece.clear().put(bytes).flip());
            }
        } finally {
            free(piece);
        }
    }

    /**
     * Writes all bytes at a place, from an array too; the file's own position is left alone.
     *
     * @param file open for writing
     * @param bytes from position to limit; neither is changed
     * @param at bytes from the file's begin
     * @throws IOException where they cannot be written
     */
    public static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        ByteBuffer copy = bytes.isDirect() ? null : allocate(rest.remaining());
        try {
            ByteBuffer from = copy == null ? rest : copy.clear().limit(rest.remaining()).put(rest).flip();
            for (long to = at; from.hasRemaining();) {
                to += file.write(from, to);
            }
        } finally {
            free(copy);
        }
    }

    private static void writeDirect(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /**
     * Reads a file.
     *
     * @param file not larger than an array
     * @return all of it
     * @throws IOException where it cannot be read
     */
    public static byte[] read(File file) throws IOException {
        // It reads into memory of malloc(3) (io_util.c).
        try (FileInputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    /**
     * Fills a buffer, an array too.
     *
     * @param file open for reading
     * @param bytes from position to limit; the position is moved
     * @return false where the file ends first
     * @throws IOException where it cannot be read
     */
    public static boolean read(FileChannel file, ByteBuffer bytes) throws IOException {
        ByteBuffer piece = bytes.isDirect() ? bytes : allocate(Math.min(PIECE, bytes.remaining()));
        try {
            while (bytes.hasRemaining()) {
                if (piece != bytes) {
                    piece.clear().limit(Math.min(piece.capacity(), bytes.remaining()));
                }
                if (file.read(piece) < 0) {
                    return false;
                }
                if (piece != bytes) {
                    bytes.put(piece.flip());
                }
            }
            return true;
        } finally {
            if (piece != bytes) {
                free(piece);
            }
        }
    }

    /**
     * From now on memory is had so.
     *
     * @param memory for the whole process
     */
    public static void use(NativeMemory memory) {
        current = memory;
    }

    /** From now on memory is counted. */
    public static void useCounted() {
        current = COUNTED;
    }

    /**
     * Allocates, as {@link #allocate} says.
     *
     * @param length bytes
     * @return the memory
     */
    protected abstract ByteBuffer take(int length);

    /**
     * Frees, as {@link #free} says.
     *
     * @param memory not null
     */
    protected abstract void giveBack(ByteBuffer memory);
}
