package io.classcast.agent.hook;

import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.store.FileMapping;
import java.lang.invoke.MethodHandles;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Maps files as memory segments, whose buffers the JDK makes without reflection: {@code channel.map(mode, from, length,
 * Arena.ofAuto()).asByteBuffer()}, public from JDK 22 on. Generated, since this is compiled for 17.
 */
public final class SegmentMapping {
    private static final String PARENT = "io/classcast/store/FileMapping";
    private static final String ARENA = "java/lang/foreign/Arena";
    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String CHANNEL = "java/nio/channels/FileChannel";
    private static final String MODE = "Ljava/nio/channels/FileChannel$MapMode;";

    private SegmentMapping() {
    }

    /** Maps so from now on, where this JDK can. */
    public static void install() {
        if (Runtime.version().feature() < ForeignCalls.FIRST_JDK) {
            return;
        }
        try {
            Class<?> mapping = MethodHandles.lookup().defineHiddenClass(code(), true).lookupClass();
            FileMapping.use((FileMapping) Unsafe.getUnsafe().allocateInstance(mapping));
        } catch (ReflectiveOperationException | LinkageError e) {
            // The JDK's usual way is as good, and slower.
            return;
        }
    }

    private static byte[] code() {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, "io/classcast/agent/hook/Mapping", null, PARENT, null);
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "mapped", "(L" + CHANNEL + ";" + MODE + "JJ)Ljava/nio/ByteBuffer;", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitVarInsn(Opcodes.LLOAD, 3);
        code.visitVarInsn(Opcodes.LLOAD, 5);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, ARENA, "ofAuto", "()L" + ARENA + ";", true);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CHANNEL, "map", "(" + MODE + "JJL" + ARENA + ";)L" + SEGMENT + ";", false);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, SEGMENT, "asByteBuffer", "()Ljava/nio/ByteBuffer;", true);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }
}
