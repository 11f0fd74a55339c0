package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.util.Optional;

/**
 * Calls through {@code java.lang.foreign}, the public way on every platform. It is used by name, so that one jar built by any
 * JDK has the engine: the boot loader, which defines the agent's classes, does not look into {@code META-INF/versions}
 * (HotSpot's ClassPathZipEntry, 17 and 25). Immutable, safe for all threads.
 */
public final class LinkerCalls implements ForeignCalls {
    /** A function's address, and its arguments. */
    private static final MethodType TYPE = MethodType.methodType(long.class, long.class, long.class, long.class, long.class, long.class, long.class, long.class,
            long.class, long.class);

    private final String reason;
    private final MethodHandle downcall;
    private final Method address;
    private final Method ofBuffer;
    private final Object libc;
    private final Method find;

    /**
     * Looks the API up.
     *
     * @param caller in whose name the one restricted method is called ({@code Linker.downcallHandle}); a module without native
     *        access gets a warning from the JDK
     * @param reason why C is not called in another way, for messages; may be empty
     * @throws ClasscastException where this JDK has no such API
     */
    public LinkerCalls(MethodHandles.Lookup caller, String reason) {
        this.reason = reason;
        try {
            Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> function = Class.forName("java.lang.foreign.FunctionDescriptor");
            Class<?> options = Class.forName("[Ljava.lang.foreign.Linker$Option;");
            Class<?> layout = Class.forName("java.lang.foreign.MemoryLayout");
            Object longLayout = Class.forName("java.lang.foreign.ValueLayout").getField("JAVA_LONG").get(null);
            int count = TYPE.parameterCount() - 1;
            Object arguments = Array.newInstance(layout, count);
            for (int i = 0; i < count; i++) {
                Array.set(arguments, i, longLayout);
            }
            Object descriptor = function.getMethod("of", layout, layout.arrayType()).invoke(null, longLayout, arguments);
            address = segment.getMethod("address");
            ofBuffer = segment.getMethod("ofBuffer", Buffer.class);
            Object linker = linkerType.getMethod("nativeLinker").invoke(null);
            libc = linkerType.getMethod("defaultLookup").invoke(linker);
            find = Class.forName("java.lang.foreign.SymbolLookup").getMethod("find", String.class);
            MethodHandle link = caller.findVirtual(linkerType, "downcallHandle", MethodType.methodType(MethodHandle.class, function, options));
            MethodHandle unbound = (MethodHandle) link.asFixedArity().invoke(linker, descriptor, Array.newInstance(options.getComponentType(), 0));
            downcall = MethodHandles.filterArguments(unbound, 0, caller.findStatic(segment, "ofAddress", MethodType.methodType(segment, long.class)));
        } catch (Throwable e) {
            throw new ClasscastException("java.lang.foreign is not usable in this JDK (" + Runtime.version() + "): " + e, e);
        }
    }

    @Override
    public String label() {
        return reason.isEmpty() ? "java.lang.foreign" : "java.lang.foreign, since ".concat(reason);
    }

    @Override
    public long call(long function, long a, long b, long c, long d, long e, long f, long g, long h) {
        try {
            return (long) downcall.invokeExact(function, a, b, c, d, e, f, g, h);
        } catch (Throwable t) {
            throw new ClasscastException("a call of C failed: " + t, t);
        }
    }

    @Override
    public long symbol(String name) {
        try {
            Optional<?> symbol = (Optional<?>) find.invoke(libc, name);
            return symbol.isEmpty() ? 0 : (long) address.invoke(symbol.get());
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot find " + name + ": " + e, e);
        }
    }

    @Override
    public long addressOf(Buffer direct) {
        try {
            return (long) address.invoke(ofBuffer.invoke(null, direct));
        } catch (ReflectiveOperationException e) {
            throw new ClasscastException("cannot address a buffer: " + e, e);
        }
    }
}
