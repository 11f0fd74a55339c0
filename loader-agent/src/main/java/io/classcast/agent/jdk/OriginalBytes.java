package io.classcast.agent.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.internal.loader.BootLoader;

/** The bytes of classes of java.base as the JDK has them. */
final class OriginalBytes {
    private OriginalBytes() {
    }

    /**
     * From the JVM: fast, but with what other agents have made of them.
     *
     * @param instrumentation the agent's
     * @param classes of java.base
     * @return in the same order; null where the JVM does not tell
     */
    static List<byte[]> captured(Instrumentation instrumentation, List<Class<?>> classes) throws UnmodifiableClassException {
        Capture capture = new Capture(classes);
        instrumentation.addTransformer(capture, true);
        try {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        } finally {
            instrumentation.removeTransformer(capture);
        }
        return Arrays.asList(capture.bytes);
    }

    /**
     * From the JDK's image, or what {@code --patch-module} has put in its place. The first read takes 10 ms.
     *
     * @param classes of java.base
     * @return in the same order; null where it is not there
     */
    static List<byte[]> ofJdk(List<Class<?>> classes) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (Class<?> type : classes) {
            try (InputStream in = BootLoader.findResourceAsStream("java.base", type.getName().replace('.', '/').concat(".class"))) {
                all.add(in == null ? null : in.readAllBytes());
            }
        }
        return all;
    }

    /** Changes nothing. */
    private static final class Capture implements ClassFileTransformer {
        private final List<Class<?>> classes;
        private final byte[][] bytes;

        Capture(List<Class<?>> classes) {
            this.classes = classes;
            bytes = new byte[classes.size()][];
        }

        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] now) {
            int at = redefined == null ? -1 : classes.indexOf(redefined);
            if (at >= 0) {
                bytes[at] = now;
            }
            return null;
        }
    }
}
