package io.classcast.agent;

import java.lang.instrument.Instrumentation;

/** What {@link Premain} is compiled against: the real one is of Java 17, which the compiler for Java 8 does not read. Not shipped. */
final class Agent {
    private Agent() {
    }

    static void premain(String arguments, Instrumentation instrumentation) {
        throw new UnsupportedOperationException();
    }
}
