package io.classcast.agent.hook;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.internal.misc.Unsafe;

/**
 * The names of lambdas' classes, as {@code InnerClassLambdaMetafactory} makes them: up to JDK 20 with a number (JDK-8292914), which two threads at once may get
 * both; what makes the name unique is what the JVM adds. Thread-safe.
 */
final class LambdaNames {
    /** Of the JDK; null where there are no numbers. */
    private final AtomicInteger counter;

    /**
     * Looks for the JDK's counter.
     *
     * @throws ClassNotFoundException if this JDK has another factory
     */
    LambdaNames() throws ClassNotFoundException {
        Class<?> factory = Class.forName(LambdaSite.INNER, false, null);
        AtomicInteger found;
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            Field field = factory.getDeclaredField("counter");
            unsafe.ensureClassInitialized(factory);
            found = (AtomicInteger) unsafe.getReference(unsafe.staticFieldBase(field), unsafe.staticFieldOffset(field));
        } catch (NoSuchFieldException e) {
            found = null;
        }
        counter = found;
    }

    /** The internal name for the next lambda of a class. */
    String next(Class<?> target) {
        String name = target.getName().replace('.', '/');
        return counter == null ? name.concat("$$Lambda") : name.concat("$$Lambda$").concat(String.valueOf(counter.get() + 1));
    }

    /** The next name is used. */
    void taken() {
        if (counter != null) {
            counter.incrementAndGet();
        }
    }
}
