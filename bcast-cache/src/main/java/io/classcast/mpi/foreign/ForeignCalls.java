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
 * (HotSpot's ClassPathZipEntry, 17 and 25). Immutable, safe for all threads.
 */
public final class ForeignCalls {
    /** First JDK with the final API (JEP 454). */
    public static final int FIRST_JDK = 22;

    private final MethodHandle downcall;
    /** The FunctionDescriptor of {@link CFunction#TYPE}. */
    private final Object descriptor;
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
            Class<?> layout = Class.forName("java.lang.foreign.MemoryLayout");
            Object longLayout = Class.forName("java.lang.foreign.ValueLayout").getField("JAVA_LONG").get(null);
            Object arguments = Array.newInstance(layout, CFunction.TYPE.parameterCount());
            for (int i = 0; i < CFunction.TYPE.parameterCount(); i++) {
                Array.set(arguments, i, longLayout);
            }
            descriptor = function.getMethod("of", layout, layout.arrayType()).invoke(null, longLayout, arguments);
            ofAddress = segment.getMethod("ofAddress", long.class);
            address = segment.getMethod("address");
            ofBuffer = segment.getMethod("ofBuffer", Buffer.class);
            Object linker = linkerType.getMethod("nativeLinker").invoke(null);
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
     * @return linked
     */
    CFunction libc(String name) {
        try {
            Optional<?> symbol = (Optional<?>) find.invoke(libc, name);
            if (symbol.isEmpty()) {
                throw new ClasscastException("the C library has no " + name);
            }
            return function(name, (long) address.invoke(symbol.get()));
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot find " + name + ": " + e, e);
        }
    }

    /**
     * A function by its address.
     *
     * @param name for messages
     * @param at address
     * @return linked
     */
    CFunction function(String name, long at) {
        try {
            return new CFunction(name, (MethodHandle) downcall.invokeExact(ofAddress.invoke(null, at), descriptor));
        } catch (InvocationTargetException e) {
            throw new ClasscastException("cannot link " + name + ": " + e.getCause(), e);
        } catch (Throwable e) {
            throw new ClasscastException("cannot link " + name + ": " + e, e);
        }
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
