package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.mpi.foreign.CFunction;
import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.mpi.foreign.LinkerCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.Buffer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Calls C by the JDK's own stub, without what {@code java.lang.foreign} builds around it: for the first function that a JVM links, the
 * public linker runs some 600 classes, lambdas and generated forms, 0.2 s of a processor before main, on every rank. The stub is the same
 * ({@code jdk.internal.foreign.abi.NativeEntryPoint}; the System V ABI for x86-64 in {@code CallArranger.CSysV}). A stub that is
 * another one in a JDK that we do not know would crash it: in any JDK but the one that this was tested with, and on other processors,
 * {@link LinkerCalls} does it.
 */
public final class DirectCalls implements ForeignCalls {
    private static final String ABI = "jdk/internal/foreign/abi/";
    private static final String STORAGE = "L" + ABI + "VMStorage;";
    private static final String ENTRY_POINT = ABI + "NativeEntryPoint";
    private static final String DESCRIPTOR = ABI + "ABIDescriptor";
    private static final String MAKER = ABI + "Classcast";
    private static final String LIBRARIES = "jdk/internal/loader/RawNativeLibraries";
    private static final String LIBRARY = "jdk/internal/loader/NativeLibrary";
    private static final String OBJECT = "java/lang/Object";
    private static final int REGISTERS = 6;
    /** {@code X86_64Architecture.StorageType.STACK}, and the bytes of a slot. */
    private static final int STACK = 3;
    private static final int SLOT = 8;
    private static final int TESTED_JDK = 25;

    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final long bufferAddress = unsafe.objectFieldOffset(Buffer.class, "address");
    private final MethodHandle downcall;
    private final ToLongFunction<String> libc;

    private DirectCalls(JdkAccess jdk) throws ReflectiveOperationException {
        Class<?> entryPoint = Class.forName(ENTRY_POINT.replace('/', '.'));
        Object abi = jdk.constant(Class.forName("jdk.internal.foreign.abi.x64.sysv.CallArranger"), "CSysV");
        MethodHandles.Lookup lookup = jdk.trusted(entryPoint);
        Class<?> maker = lookup.defineHiddenClass(makerCode(), true, MethodHandles.Lookup.ClassOption.NESTMATE).lookupClass();
        Object made = unsafe.allocateInstance(maker);
        downcall = maker(made).apply(new Object[] {abi, CFunction.TYPE, lookup, "libc.so.6"});
        libc = symbols(made);
        if (libc.applyAsLong("dlopen") == 0) {
            throw new NoSuchMethodException("dlopen");
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<Object[], MethodHandle> maker(Object made) {
        return (Function<Object[], MethodHandle>) made;
    }

    @SuppressWarnings("unchecked")
    private static ToLongFunction<String> symbols(Object made) {
        return (ToLongFunction<String>) made;
    }

    /**
     * Finds out how this JDK calls C.
     *
     * @param jdk access to it
     * @return the shortest way
     * @throws ClasscastException where there is none
     */
    public static ForeignCalls open(JdkAccess jdk) {
        if (Runtime.version().feature() == TESTED_JDK && System.getProperty("os.arch").equals("amd64") && !Boolean.getBoolean("classcast.mpi.linker")) {
            try {
                return new DirectCalls(jdk);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
                return publicWay(jdk);
            }
        }
        return publicWay(jdk);
    }

    private static ForeignCalls publicWay(JdkAccess jdk) {
        return new LinkerCalls(jdk.trusted());
    }

    /**
     * A function of {abi, type, lookup, library} that gives the method handle, and then one of a name that gives its address in the
     * library. A nest mate of {@code NativeEntryPoint}: its private methods do without the public one's cache.
     */
    private static byte[] makerCode() {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, MAKER, null, OBJECT,
                new String[] {"java/util/function/Function", "java/util/function/ToLongFunction"});
        type.visitField(Opcodes.ACC_PRIVATE, "library", "L" + LIBRARY + ";", null, null).visitEnd();
        MethodVisitor make = type.visitMethod(Opcodes.ACC_PUBLIC, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;", null, null);
        make.visitCode();
        loadLibrary(make);
        makeHandle(make);
        make.visitInsn(Opcodes.ARETURN);
        make.visitMaxs(0, 0);
        make.visitEnd();
        MethodVisitor find = type.visitMethod(Opcodes.ACC_PUBLIC, "applyAsLong", "(Ljava/lang/Object;)J", null, null);
        find.visitCode();
        find.visitVarInsn(Opcodes.ALOAD, 0);
        find.visitFieldInsn(Opcodes.GETFIELD, MAKER, "library", "L" + LIBRARY + ";");
        find.visitVarInsn(Opcodes.ALOAD, 1);
        find.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/String");
        find.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LIBRARY, "find", "(Ljava/lang/String;)J", false);
        find.visitInsn(Opcodes.LRETURN);
        find.visitMaxs(0, 0);
        find.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    private static void loadLibrary(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        argument(code, 2, "java/lang/invoke/MethodHandles$Lookup");
        code.visitMethodInsn(Opcodes.INVOKESTATIC, LIBRARIES, "newInstance", "(Ljava/lang/invoke/MethodHandles$Lookup;)L" + LIBRARIES + ";", false);
        argument(code, 3, "java/lang/String");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LIBRARIES, "load", "(Ljava/lang/String;)L" + LIBRARY + ";", false);
        code.visitFieldInsn(Opcodes.PUTFIELD, MAKER, "library", "L" + LIBRARY + ";");
    }

    private static void makeHandle(MethodVisitor code) {
        argument(code, 0, DESCRIPTOR);
        code.visitVarInsn(Opcodes.ASTORE, 2);
        argument(code, 1, "java/lang/invoke/MethodType");
        code.visitVarInsn(Opcodes.ASTORE, 3);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "jdk/internal/access/SharedSecrets", "getJavaLangInvokeAccess", "()Ljdk/internal/access/JavaLangInvokeAccess;", false);
        code.visitTypeInsn(Opcodes.NEW, ENTRY_POINT);
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        argumentPlaces(code);
        array(code, 1);
        element(code, 0);
        register(code, "outputStorage", 0);
        code.visitInsn(Opcodes.AASTORE);
        // No buffer for results, no errno kept, and the thread leaves Java for the call: MPI may wait.
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, ENTRY_POINT, "makeDowncallStub",
                "(Ljava/lang/invoke/MethodType;L" + DESCRIPTOR + ";[" + STORAGE + "[" + STORAGE + "ZIZ)J", false);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, ENTRY_POINT, "<init>", "(Ljava/lang/invoke/MethodType;J)V", false);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, "jdk/internal/access/JavaLangInvokeAccess", "nativeMethodHandle",
                "(L" + ENTRY_POINT + ";)Ljava/lang/invoke/MethodHandle;", true);
    }

    /** Where the address and the arguments go: six of them into registers, two onto the stack. */
    private static void argumentPlaces(MethodVisitor code) {
        array(code, CFunction.TYPE.parameterCount());
        element(code, 0);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, DESCRIPTOR, "targetAddrStorage", "()" + STORAGE, false);
        code.visitInsn(Opcodes.AASTORE);
        for (int i = 0; i < CFunction.TYPE.parameterCount() - 1; i++) {
            element(code, i + 1);
            if (i < REGISTERS) {
                register(code, "inputStorage", i);
            } else {
                code.visitTypeInsn(Opcodes.NEW, ABI + "VMStorage");
                code.visitInsn(Opcodes.DUP);
                code.visitIntInsn(Opcodes.BIPUSH, STACK);
                code.visitIntInsn(Opcodes.BIPUSH, SLOT);
                code.visitIntInsn(Opcodes.BIPUSH, (i - REGISTERS) * SLOT);
                code.visitMethodInsn(Opcodes.INVOKESPECIAL, ABI + "VMStorage", "<init>", "(BSI)V", false);
            }
            code.visitInsn(Opcodes.AASTORE);
        }
    }

    private static void argument(MethodVisitor code, int index, String type) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitIntInsn(Opcodes.BIPUSH, index);
        code.visitInsn(Opcodes.AALOAD);
        code.visitTypeInsn(Opcodes.CHECKCAST, type);
    }

    /** A new array on the stack. */
    private static void array(MethodVisitor code, int length) {
        code.visitIntInsn(Opcodes.BIPUSH, length);
        code.visitTypeInsn(Opcodes.ANEWARRAY, ABI + "VMStorage");
    }

    /** The array again, and an index, for a store. */
    private static void element(MethodVisitor code, int index) {
        code.visitInsn(Opcodes.DUP);
        code.visitIntInsn(Opcodes.BIPUSH, index);
    }

    /** A register for integers. */
    private static void register(MethodVisitor code, String storage, int index) {
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitFieldInsn(Opcodes.GETFIELD, DESCRIPTOR, storage, "[[" + STORAGE);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.AALOAD);
        code.visitIntInsn(Opcodes.BIPUSH, index);
        code.visitInsn(Opcodes.AALOAD);
    }

    @Override
    public String label() {
        return "the JDK's own stub";
    }

    @Override
    public MethodHandle downcall() {
        return downcall;
    }

    @Override
    public long symbol(String name) {
        return libc.applyAsLong(name);
    }

    @Override
    public long addressOf(Buffer direct) {
        return unsafe.getLong(direct, bufferAddress) + direct.position();
    }
}
