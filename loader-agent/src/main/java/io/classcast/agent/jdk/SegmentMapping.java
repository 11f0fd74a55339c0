package io.classcast.agent.jdk;

import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.store.FileMapping;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Maps files as memory segments, whose buffers the JDK makes without reflection: {@code channel.map(mode, from, length,
 * Arena.ofAuto()).asByteBuffer()}, public from JDK 22 on. Generated, since this is compiled for 17.
 */
final class SegmentMapping extends FileMapping {
    private static final String PARENT = "io/classcast/store/FileMapping";
    private static final String SELF = "io/classcast/agent/jdk/Mapping";
    private static final String ARENA = "java/lang/foreign/Arena";
    private static final String SEGMENT = "java/lang/foreign/MemorySegment";
    private static final String CHANNEL = "java/nio/channels/FileChannel";
    private static final String MODE = "Ljava/nio/channels/FileChannel$MapMode;";
    private boolean made;

    private SegmentMapping() {
    }

    /** Maps so from now on, where this JDK can. */
    static void announce() {
        if (Runtime.version().feature() >= ForeignCalls.FIRST_JDK) {
            use(new SegmentMapping());
        }
    }

    /** Who maps before it is made makes it; who maps meanwhile waits: the JDK's usual way costs more than either. */
    @Override
    protected ByteBuffer mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
        make();
        return map(channel, mode, from, length);
    }

    /** Generates it; once. */
    private synchronized void make() {
        if (made) {
            return;
        }
        made = true;
        boolean used = false;
        try {
            // Its initialiser puts it to use.
            MethodHandles.lookup().defineHiddenClass(code(), true);
            used = true;
        } catch (IllegalAccessException | RuntimeException | LinkageError e) {
            // The JDK's usual way is as good, and slower.
            return;
        } finally {
            if (!used) {
                // Whatever it was: this must not be asked again.
                useJdk();
            }
        }
    }

    private static byte[] code() {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, SELF, null, PARENT, null);
        addConstructor(type);
        addInitialiser(type);
        addMapped(type);
        type.visitEnd();
        return type.toByteArray();
    }

    private static void addConstructor(ClassWriter type) {
        MethodVisitor code = type.visitMethod(0, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, PARENT, "<init>", "()V", false);
        end(code);
    }

    private static void addInitialiser(ClassWriter type) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, SELF);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, SELF, "<init>", "()V", false);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, PARENT, "use", "(L" + PARENT + ";)V", false);
        end(code);
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private static void addMapped(ClassWriter type) {
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
    }
}
