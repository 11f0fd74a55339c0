package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/** The cores that a thread may run on (sched_setaffinity(2)): a library that binds its caller must not bind the JVM. */
final class Affinity {
    private static final long BYTES = 1024;

    private final ForeignCalls calls;
    private final ByteBuffer mask = NativeMemory.allocate((int) BYTES);
    private final boolean known;

    private Affinity(ForeignCalls calls) {
        this.calls = calls;
        known = call("sched_getaffinity") >= 0;
    }

    static Affinity ofThisThread(ForeignCalls calls) {
        return new Affinity(calls);
    }

    void restore() {
        if (known) {
            call("sched_setaffinity");
        }
    }

    private int call(String name) {
        return (int) calls.libc(name).call(0, BYTES, calls.addressOf(mask));
    }
}
