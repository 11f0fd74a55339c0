package io.classcast.mpi.foreign;

import java.nio.Buffer;
import java.nio.ByteBuffer;

/** Calls through our own small library (src/main/c), on every JDK, once {@link CLibrary} has loaded it. Immutable, safe for all threads. */
final class JniCalls implements ForeignCalls, MpiSharing {
    @Override
    public String label() {
        return "Classcast's library";
    }

    @Override
    public long call(long function, long a, long b, long c, long d, long e, long f, long g, long h) {
        return invoke(function, a, b, c, d, e, f, g, h);
    }

    @Override
    public long symbol(String name) {
        return find(name);
    }

    @Override
    public long addressOf(Buffer direct) {
        return address(direct) + direct.position();
    }

    @Override
    public MpiSharing sharing() {
        return this;
    }

    @Override
    public boolean stepInto(long library) {
        return step(library);
    }

    @Override
    public boolean holdInit() {
        return hold();
    }

    @Override
    public void releaseInit(int level) {
        release(level);
    }

    @Override
    public void sayGoodByeAtExit(int socket) {
        sayGoodBye(socket);
    }

    @Override
    public void shareWord(ByteBuffer word) {
        word(address(word));
    }

    private static native long invoke(long function, long a, long b, long c, long d, long e, long f, long g, long h);

    private static native long find(String name);

    private static native long address(Buffer direct);

    private static native boolean step(long library);

    private static native boolean hold();

    private static native void release(int level);

    private static native void sayGoodBye(int socket);

    private static native void word(long word);
}
