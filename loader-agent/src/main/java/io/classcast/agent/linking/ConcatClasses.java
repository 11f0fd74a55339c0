package io.classcast.agent.linking;

import io.classcast.ClasscastException;
import io.classcast.agent.jdk.JdkAccess;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * Links string concatenations to {@link ConcatCode one small class} for each list of argument types. Up to JDK 23 every call gets a
 * tree of method handles of its own, for which the JDK generates one or two classes a call: 630 of the 1,180 forms that a Spark SQL
 * session of 515 concatenations makes on JDK 17. From JDK 24 on the JDK does it as we do (JDK-8336856). Thread-safe.
 */
final class ConcatClasses {
    /** From this version on the JDK's own way is as short. */
    static final int NOT_NEEDED = 24;
    private static final String CHINESE = "\u4e2d";

    private final MethodHandles.Lookup lookup;
    private final JavaLangAccess java = SharedSecrets.getJavaLangAccess();
    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final ConcurrentHashMap<MethodType, Shape> shapes = new ConcurrentHashMap<>();

    private ConcatClasses(JdkAccess jdk) {
        lookup = jdk.trusted();
    }

    /**
     * Prepares, and tries each of the JDK's methods that the classes call: a method that is not there would be noticed by the
     * application only.
     *
     * @param jdk access to it
     * @return tried
     * @throws ClasscastException where this JDK is another one
     */
    static ConcatClasses of(JdkAccess jdk) {
        try {
            ConcatClasses made = new ConcatClasses(jdk);
            if (made.joined("<").equals("<-1true-2c-34-5.56.5nullo>") && made.joined(CHINESE).equals(CHINESE + "-1true-2c-34-5.56.5nullo>")) {
                return made;
            }
        } catch (Throwable e) {
            // An invoked method handle may throw anything.
            throw unknown(e);
        }
        throw unknown(null);
    }

    private static ClasscastException unknown(Throwable cause) {
        return new ClasscastException("this JDK (" + Runtime.version() + ") joins strings in another way" + (cause == null ? "" : ": " + cause), cause);
    }

    /** All types at once. */
    private String joined(String before) throws Throwable {
        MethodType type = MethodType.methodType(String.class, new Class<?>[] {byte.class, boolean.class, short.class, char.class, int.class, long.class,
            float.class, double.class, Object.class, Object.class});
        List<String> elements = Arrays.asList(before, null, null, null, null, null, null, "-", null, null, null, null, ">");
        return (String) handle(type, elements).invokeExact((byte) -1, true, (short) -2, 'c', -3, 4L, 5.5f, 6.5, (Object) null, (Object) "o");
    }

    /**
     * Makes what a call is linked to.
     *
     * @param type of the call
     * @param elements its constants, and null for each argument
     * @return of this type, with {@code Object} for each argument that is a reference; null where the JDK's own is one call of a helper
     * @throws ReflectiveOperationException if the JVM refuses the class
     */
    MethodHandle handle(MethodType type, List<String> elements) throws ReflectiveOperationException {
        if (type.parameterCount() == 0 || elements.size() == 1 || elements.size() == 2 && !hasPrimitive(type)) {
            return null;
        }
        MethodType erased = type.erase();
        Shape shape = shapes.get(erased);
        if (shape == null) {
            // Two threads may make two; either is as good.
            shape = new Shape(erased.changeReturnType(String.class));
            shapes.put(erased, shape);
        }
        return shape.of(elements);
    }

    private static boolean hasPrimitive(MethodType type) {
        for (int i = 0; i < type.parameterCount(); i++) {
            if (type.parameterType(i).isPrimitive()) {
                return true;
            }
        }
        return false;
    }

    /** The class for one list of argument types, and where its objects have their constants. */
    private final class Shape {
        private final Class<?> type;
        private final MethodHandle concat;
        /** Offsets of fields. */
        private final long[] prefixes;
        private final long suffix;
        private final long start;

        Shape(MethodType arguments) throws ReflectiveOperationException {
            MethodHandles.Lookup own = lookup.defineHiddenClass(ConcatCode.of(arguments), false);
            type = own.lookupClass();
            concat = own.findStatic(type, ConcatCode.METHOD, arguments.insertParameterTypes(0, Object.class));
            prefixes = new long[arguments.parameterCount()];
            for (int i = 0; i < prefixes.length; i++) {
                prefixes[i] = unsafe.objectFieldOffset(type, ConcatCode.PREFIX + i);
            }
            suffix = unsafe.objectFieldOffset(type, ConcatCode.SUFFIX);
            start = unsafe.objectFieldOffset(type, ConcatCode.START);
        }

        /** Fields of a hidden class that are final are constants for the JIT compiler where the object is one. */
        MethodHandle of(List<String> elements) throws InstantiationException {
            Object constants = unsafe.allocateInstance(type);
            long length = java.stringConcatInitialCoder();
            String before = null;
            int argument = 0;
            for (String constant : elements) {
                if (constant == null) {
                    unsafe.putReference(constants, prefixes[argument], before);
                    argument++;
                    before = null;
                } else {
                    length = java.stringConcatMix(length, constant);
                    before = constant;
                }
            }
            String last = before == null ? "" : before;
            unsafe.putReference(constants, suffix, last);
            unsafe.putLong(constants, start, length - last.length());
            unsafe.storeFence();
            return concat.bindTo(constants);
        }
    }
}
