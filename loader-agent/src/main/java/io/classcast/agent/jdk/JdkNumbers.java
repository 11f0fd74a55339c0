package io.classcast.agent.jdk;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.internal.misc.Unsafe;

/**
 * What the JDK numbers as it comes, threads ({@code Thread.getId}) and, up to JDK 20, the classes of lambdas: what was taken before main is given
 * back, so that the program's have the numbers that they have without us. For the thread that calls {@code premain}.
 */
public final class JdkNumbers {
    /** For a thread that is started when the JVM ends: no program comes to this number. */
    private static final long OUR_OWN = 1L << 40;
    private static final int MOST = 64;
    /** From this version on the classes of lambdas have no numbers (JDK-8292914). */
    private static final int WITHOUT_NUMBERS = 21;
    /** How long an ending thread is waited for. */
    private static final int MILLIS = 100;

    private JdkNumbers() {
    }

    /**
     * The group for threads of ours: not that of the program's.
     *
     * @return the topmost one
     */
    public static ThreadGroup group() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Waits until our threads have ended, and gives their numbers back. Nothing is done where one of them lives on, or this JDK counts in another way.
     *
     * @param first the number of our first thread
     * @param unstarted a thread of ours that is started later; it gets another number
     */
    public static void giveBackThreads(long first, Thread unstarted) {
        Thread[] alive = new Thread[MOST];
        int count = group().enumerate(alive);
        if (count >= MOST) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (alive[i].getId() >= first && !hasEnded(alive[i])) {
                return;
            }
        }
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            long number = unsafe.objectFieldOffset(Thread.class, "tid");
            if (unsafe.getLong(unstarted, number) == unstarted.getId() && setNext(unsafe, first)) {
                unsafe.putLong(unstarted, number, OUR_OWN);
            }
        } catch (ReflectiveOperationException | InternalError e) {
            // A thread's number tells nothing more than how many there were before it.
            return;
        }
    }

    /**
     * Numbers the classes of lambdas from the beginning: opening the JDK to an agent, and reading modules because there is one, has made some.
     * Only where the JVM had none without us.
     *
     * @param jdk access to it
     */
    public static void restartLambdas(JdkAccess jdk) {
        if (Runtime.version().feature() >= WITHOUT_NUMBERS) {
            return;
        }
        try {
            Class<?> factory = Class.forName("java.lang.invoke.InnerClassLambdaMetafactory", false, null);
            if (!Unsafe.getUnsafe().shouldBeInitialized(factory)) {
                ((AtomicInteger) jdk.constant(factory, "counter")).set(0);
            }
        } catch (ReflectiveOperationException e) {
            // What makes their names unique is what the JVM adds to them.
            return;
        }
    }

    private static boolean hasEnded(Thread thread) {
        try {
            thread.join(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** Up to JDK 18 the last number is in a field, from JDK 19 on the next one is in the JVM's memory, which a field tells. */
    private static boolean setNext(Unsafe unsafe, long first) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 19) {
            Field last = Thread.class.getDeclaredField("threadSeqNumber");
            synchronized (Thread.class) {
                unsafe.putLong(unsafe.staticFieldBase(last), unsafe.staticFieldOffset(last), first - 1);
            }
            return true;
        }
        Field place = Class.forName("java.lang.Thread$ThreadIdentifiers").getDeclaredField("NEXT_TID_OFFSET");
        long address = unsafe.getLong(unsafe.staticFieldBase(place), unsafe.staticFieldOffset(place));
        long next = address == 0 ? 0 : unsafe.getLong(null, address);
        return next > first && unsafe.compareAndSetLong(null, address, next, first);
    }
}
