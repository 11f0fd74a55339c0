package io.classcast.agent.linking;

import io.classcast.ClasscastException;
import jdk.internal.misc.Unsafe;

/**
 * Whether we link: from the beginning until something goes wrong, or until somebody has redefined or retransformed one of the JDK's classes that
 * do it, to see what is linked, or to do it in another way ({@code AgentBuilder.LambdaInstrumentationStrategy} of Byte Buddy does). HotSpot counts that in
 * {@code Class.classRedefinedCount} ({@code VM_RedefineClasses::increment_class_counter}, JDK 17 to 25), for each class and its subclasses. There
 * is no way back. Thread-safe.
 */
final class Switch {
    /** All of them are loaded before main, by the JDK or by us: what is loaded later could be changed meanwhile, which is not counted. */
    private static final String[] WATCHED = {"LambdaMetafactory", "AbstractValidatingLambdaMetafactory", "InnerClassLambdaMetafactory",
        "StringConcatFactory", "MethodHandleNatives", "CallSite", "BootstrapMethodInvoker", "MethodHandles$Lookup"};

    private final Class<?>[] watched;
    private long count;
    private volatile String reason;

    /** Watches the JDK's classes. It is off from the beginning where this JDK has other ones. */
    Switch() {
        this(new Class<?>[WATCHED.length]);
        try {
            for (int i = 0; i < watched.length; i++) {
                watched[i] = Class.forName("java.lang.invoke.".concat(WATCHED[i]), false, null);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            off(e);
        }
    }

    /** Watches these. */
    Switch(Class<?>... watched) {
        this.watched = watched;
        try {
            count = Unsafe.getUnsafe().objectFieldOffset(Class.class, "classRedefinedCount");
        } catch (InternalError e) {
            off(e);
        }
    }

    /** Asked before anything is linked. */
    boolean isOn() {
        if (reason != null) {
            return false;
        }
        for (Class<?> type : watched) {
            if (Unsafe.getUnsafe().getIntVolatile(type, count) != 0) {
                off(type.getName().concat(" was redefined by an agent"));
                return false;
            }
        }
        return true;
    }

    /** For good; only the first reason is kept. */
    synchronized void off(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** For good, after an error. Never throws: the stack or the heap may be full. */
    void off(Throwable error) {
        try {
            off(error instanceof ClasscastException ? error.getMessage() : error.toString());
        } catch (Throwable e) {
            reason = "an error";
        }
    }

    /** Null while it is on. */
    String reason() {
        return reason;
    }
}
