package io.classcast.agent.hook;

import io.classcast.store.GeneratedClasses;
import io.classcast.store.GeneratedClasses.Made;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * The classes of the application's lambdas, as the run generated them that a class archive was made of. HotSpot's archives hold no lambda
 * that is serializable, as all of Scala's are, and none of a class that a loader of our own defines ({@code LambdaProxyClassArchive}, JDK
 * 17 to 25). A lambda's class file follows from what is in {@link #key}, and is defined here as the JDK would: hidden, nest mate of the
 * class with the lambda, strongly linked to its loader. Thread-safe.
 */
final class LambdaClasses {
    /** Of {@code MethodHandleNatives.Constants}: NESTMATE_CLASS, HIDDEN_CLASS and STRONG_LOADER_LINK (JDK 17 to 25). */
    private static final int FLAGS = 1 | 2 | 4;
    private static final String FACTORY = "java.lang.invoke.AbstractValidatingLambdaMetafactory";
    private static final String INNER = "java.lang.invoke.InnerClassLambdaMetafactory";
    private static final char END = '\n';
    /** How many bytes of class files are recorded at most, some 20,000 lambdas: they lie on rank 0's heap until its end. */
    private static final int MOST_BYTES = 32 << 20;

    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final JavaLangAccess java = SharedSecrets.getJavaLangAccess();
    private final ClassLoader application;
    /** Null where lambdas are recorded. */
    private final GeneratedClasses served;
    /** Null where lambdas are served. */
    private final ConcurrentLinkedQueue<Made> recorded;
    private final AtomicInteger recordedBytes = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();
    /** Offsets of fields. */
    private final long target;
    private final long factoryType;
    private final long methodName;
    private final long methodType;
    private final long implementation;
    private final long implementationType;
    private final long dynamicType;
    private final long serializable;
    private final long furtherInterfaces;
    private final long furtherMethods;
    private final long className;
    private final long byHandle;

    /**
     * Looks the fields up.
     *
     * @param application loader of the classes whose lambdas are meant
     * @param served null: they are recorded
     * @throws ClassNotFoundException if this JDK has another factory
     * @throws InternalError if it has other fields
     */
    LambdaClasses(ClassLoader application, GeneratedClasses served) throws ClassNotFoundException {
        this.application = application;
        this.served = served;
        recorded = served == null ? new ConcurrentLinkedQueue<>() : null;
        Class<?> factory = Class.forName(FACTORY, false, null);
        Class<?> inner = Class.forName(INNER, false, null);
        target = unsafe.objectFieldOffset(factory, "targetClass");
        factoryType = unsafe.objectFieldOffset(factory, "factoryType");
        methodName = unsafe.objectFieldOffset(factory, "interfaceMethodName");
        methodType = unsafe.objectFieldOffset(factory, "interfaceMethodType");
        implementation = unsafe.objectFieldOffset(factory, "implInfo");
        implementationType = unsafe.objectFieldOffset(factory, "implMethodType");
        dynamicType = unsafe.objectFieldOffset(factory, "dynamicMethodType");
        serializable = unsafe.objectFieldOffset(factory, "isSerializable");
        furtherInterfaces = unsafe.objectFieldOffset(factory, "altInterfaces");
        furtherMethods = unsafe.objectFieldOffset(factory, "altMethods");
        className = unsafe.objectFieldOffset(inner, "lambdaClassName");
        byHandle = unsafe.objectFieldOffset(inner, "useImplMethodHandle");
    }

    /** What was recorded so far. */
    List<Made> recorded() {
        return recorded == null ? List.of() : new ArrayList<>(recorded);
    }

    /** How many lambdas were defined from what another run had generated. */
    int hits() {
        return hits.get();
    }

    /**
     * Defines the class of a lambda.
     *
     * @param factory of the lambda
     * @return null where it was not recorded
     */
    Class<?> define(Object factory) {
        Class<?> caller = (Class<?>) unsafe.getReference(factory, target);
        if (served == null || !isMeant(factory, caller)) {
            return null;
        }
        String name = (String) unsafe.getReference(factory, className);
        byte[] bytes = served.find(key(factory, caller), name);
        if (bytes == null) {
            return null;
        }
        Class<?> defined = java.defineClass(application, caller, name, bytes, java.protectionDomain(caller), true, FLAGS, null);
        hits.incrementAndGet();
        return defined;
    }

    /**
     * Records the class of a lambda.
     *
     * @param bytes class file
     * @param factory of the lambda
     */
    void note(byte[] bytes, Object factory) {
        Class<?> caller = (Class<?>) unsafe.getReference(factory, target);
        if (recorded == null || recordedBytes.get() > MOST_BYTES || !isMeant(factory, caller)) {
            return;
        }
        byte[] name = ((String) unsafe.getReference(factory, className)).getBytes(StandardCharsets.UTF_8);
        int nameAt = ClassFileNames.only(bytes, name);
        if (nameAt > 0) {
            recordedBytes.addAndGet(bytes.length);
            recorded.add(new Made(key(factory, caller), bytes, nameAt, name.length));
        }
    }

    /** A method that only a handle may call is handed over as an object, so such a class is not made of names alone. */
    private boolean isMeant(Object factory, Class<?> caller) {
        return caller.getClassLoader() == application && !caller.isHidden() && !unsafe.getBoolean(factory, byHandle);
    }

    /**
     * All that the class file follows from, but its name ({@code InnerClassLambdaMetafactory.generateInnerClass}, JDK 17 to 25): names, and
     * what the classes of these names are like, since a jar may have changed after the archive was made.
     */
    private String key(Object factory, Class<?> caller) {
        MethodHandleInfo implemented = (MethodHandleInfo) unsafe.getReference(factory, implementation);
        StringBuilder key = new StringBuilder(512).append(caller.getName()).append(END)
                .append((String) unsafe.getReference(factory, methodName)).append(END)
                .append(unsafe.getBoolean(factory, serializable)).append(END)
                .append(implemented.getReferenceKind()).append(END).append(implemented.getModifiers()).append(END)
                .append(implemented.getName()).append(END);
        append(key, implemented.getDeclaringClass());
        append(key, (MethodType) unsafe.getReference(factory, implementationType));
        append(key, (MethodType) unsafe.getReference(factory, factoryType));
        append(key, (MethodType) unsafe.getReference(factory, methodType));
        append(key, (MethodType) unsafe.getReference(factory, dynamicType));
        for (Class<?> further : (Class<?>[]) unsafe.getReference(factory, furtherInterfaces)) {
            append(key, further);
        }
        key.append(END);
        for (MethodType further : (MethodType[]) unsafe.getReference(factory, furtherMethods)) {
            append(key, further);
        }
        return key.toString();
    }

    private static void append(StringBuilder key, MethodType type) {
        append(key, type.returnType());
        for (int i = 0; i < type.parameterCount(); i++) {
            append(key, type.parameterType(i));
        }
        key.append(END);
    }

    private static void append(StringBuilder key, Class<?> type) {
        key.append(type.getName());
        if (type.isInterface()) {
            key.append(Serializable.class.isAssignableFrom(type) ? '!' : '?');
        }
        key.append(END);
    }
}
