package io.classcast.agent.linking;

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

    /**
     * Uses a name.
     *
     * @param name that {@link #next} gave
     * @return false where another thread has it by now
     */
    boolean take(String name) {
        if (counter == null) {
            return true;
        }
        int now = counter.get();
        return name.endsWith("$".concat(String.valueOf(now + 1))) && counter.compareAndSet(now, now + 1);
    }
}
