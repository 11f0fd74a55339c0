package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.util.Optional;

/**
 * Calls C functions through {@code java.lang.foreign}, which is there from JDK 22 on, and by name, so that one jar built by any
 * JDK has the engine: the boot loader, which defines the agent's classes, does not look into {@code META-INF/versions}
 * (HotSpot's ClassPathZipEntry, 17 and 25). Arguments are int and long only; in the C calling conventions of x86-64 and
 * AArch64 a pointer travels as a long does. Immutable, safe for all threads.
 */
public final class ForeignCalls {
    /** First JDK with the final API (JEP 454). */
    public static final int FIRST_JDK = 22;

    private final Object linker;
    private final MethodHandle downcall;
    private final Class<?> layoutType;
    private final Object intLayout;
    private final Object longLayout;
    private final Method descriptor;
    private final Method ofAddress;
    private final Method address;
    private final Method ofBuffer;
    private final Object libc;
    private final Method find;

    /**
     * Looks the API up.
     *
     * @param caller in whose name the one restricted method is called ({@code Linker.downcallHandle}); a module without native
     *        access gets a warning from the JDK
     * @throws ClasscastException where this JDK has no such API
     */
    public ForeignCalls(MethodHandles.Lookup caller) {
        try {
            Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> function = Class.forName("java.lang.foreign.FunctionDescriptor");
            Class<?> options = Class.forName("[Ljava.lang.foreign.Linker$Option;");
            layoutType = Class.forName("java.lang.foreign.MemoryLayout");
            Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
            intLayout = values.getField("JAVA_INT").get(null);
            longLayout = values.getField("JAVA_LONG").get(null);
            descriptor = function.getMethod("of", layoutType, layoutType.arrayType());
            ofAddress = segment.getMethod("ofAddress", long.class);
            address = segment.getMethod("address");
            ofBuffer = segment.getMethod("ofBuffer", Buffer.class);
            linker = linkerType.getMethod("nativeLinker").invoke(null);
            libc = linkerType.getMethod("defaultLookup").invoke(linker);
            find = Class.forName("java.lang.foreign.SymbolLookup").getMethod("find", String.class);
            MethodHandle bound = caller.findVirtual(linkerType, "downcallHandle",
                    MethodType.methodType(MethodHandle.class, segment, function, options)).bindTo(linker);
            downcall = MethodHandles.insertArguments(bound, 2, Array.newInstance(options.getComponentType(), 0))
                    .asType(MethodType.methodType(MethodHandle.class, Object.class, Object.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ClasscastException("java.lang.foreign is not usable in this JDK (" + Runtime.version() + "): " + e, e);
        }
    }

    /**
     * A function of the C library.
     *
     * @param name such as {@code dlopen}
     * @param type of ints and longs, returning one of them
     * @return to be called with {@code invokeExact}
     */
    MethodHandle libc(String name, MethodType type) {
        try {
            Optional<?> symbol = (Optional<?>) find.invoke(libc, name);
            if (symbol.isEmpty()) {
                throw new ClasscastException("the C library has no " + name);
            }
            return function((long) address.invoke(symbol.get()), type);
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot find " + name + ": " + e, e);
        }
    }

    /**
     * A function by its address.
     *
     * @param at address
     * @param type of ints and longs, returning one of them
     * @return to be called with {@code invokeExact}
     */
    MethodHandle function(long at, MethodType type) {
        Object arguments = Array.newInstance(layoutType, type.parameterCount());
        for (int i = 0; i < type.parameterCount(); i++) {
            Array.set(arguments, i, layout(type.parameterType(i)));
        }
        try {
            return (MethodHandle) downcall.invokeExact(ofAddress.invoke(null, at),
                    descriptor.invoke(null, layout(type.returnType()), arguments));
        } catch (InvocationTargetException e) {
            throw new ClasscastException("cannot link a C function: " + e.getCause(), e);
        } catch (Throwable e) {
            throw new ClasscastException("cannot link a C function: " + e, e);
        }
    }

    private Object layout(Class<?> type) {
        return type == int.class ? intLayout : longLayout;
    }

    /**
     * Where a direct buffer's position lies in memory. The caller keeps the buffer reachable.
     *
     * @param direct a direct or mapped buffer
     * @return address
     */
    long addressOf(Buffer direct) {
        try {
            return (long) address.invoke(ofBuffer.invoke(null, direct));
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot address a buffer: " + e, e);
        }
    }
}
