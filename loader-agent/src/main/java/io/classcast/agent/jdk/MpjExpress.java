package io.classcast.agent.jdk;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whether a class named {@code mpi.MPI} is MPJ Express's. Open MPI 4 and 5 have one with the same Init in their mpi.jar, whose methods are native: it
 * calls the MPI that is initialised for both, and must not be stepped into.
 */
final class MpjExpress extends ClassVisitor {
    private boolean hasNatives;

    private MpjExpress() {
        super(Opcodes.ASM9);
    }

    /** Whether this {@code mpi.MPI} is MPJ Express's. */
    static boolean made(ClassReader type) {
        MpjExpress look = new MpjExpress();
        type.accept(look, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return !look.hasNatives;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        hasNatives |= (access & Opcodes.ACC_NATIVE) != 0;
        return null;
    }
}
