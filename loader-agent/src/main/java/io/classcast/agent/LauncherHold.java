package io.classcast.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Stops the thread that starts the program, in {@code sun.launcher.LauncherHelper.checkAndLoadMain}, which java's
 * launcher calls by name before it looks for any main class (LoadMainClass in java.c, JDK 17 to 28). It waits for its
 * own end there. Nothing of ours is called, so this works where the JDK cannot see our classes. Not to be undone: it is
 * for a JVM that is about to end.
 */
final class LauncherHold implements ClassFileTransformer {
    private static final String LAUNCHER = "sun.launcher.LauncherHelper";
    private static final String METHOD = "checkAndLoadMain";
    /** Of class files (JVMS 4.1): where the major version is, and one that ASM reads. */
    private static final int VERSION_AT = 6;

    private boolean found;

    private LauncherHold() {
    }

    /**
     * Makes the main thread stop there; it may not have been there yet.
     *
     * @param instrumentation of this JVM
     * @return false where this JVM was not started by java's launcher, or the place is not there
     */
    static boolean stop(Instrumentation instrumentation) {
        // The launcher sets them, the second one also for what it does itself, such as -version.
        boolean launched = System.getProperty("sun.java.command") != null || System.getProperty("sun.java.launcher") != null;
        if (!launched || !instrumentation.isRetransformClassesSupported()) {
            return false;
        }
        LauncherHold hold = new LauncherHold();
        try {
            Class<?> launcher = Class.forName(LAUNCHER, false, null);
            instrumentation.addTransformer(hold, true);
            instrumentation.retransformClasses(launcher);
        } catch (ClassNotFoundException | UnmodifiableClassException | RuntimeException | LinkageError e) {
            return false;
        } finally {
            instrumentation.removeTransformer(hold);
        }
        return hold.found;
    }

    /**
     * Whether a thread has stopped there.
     *
     * @param main the thread that starts the program
     * @return true from then on
     */
    static boolean has(Thread main) {
        if (main.getState() == Thread.State.WAITING) {
            for (StackTraceElement frame : main.getStackTrace()) {
                if (frame.getClassName().equals(LAUNCHER) && frame.getMethodName().equals(METHOD)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (redefined == null || loader != null || !LAUNCHER.equals(redefined.getName())) {
            return null;
        }
        // A later version than ASM knows differs in nothing that matters here.
        byte[] known = bytes.clone();
        known[VERSION_AT] = 0;
        known[VERSION_AT + 1] = (byte) Opcodes.V17;
        ClassReader reader = new ClassReader(known);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                MethodVisitor visitor = super.visitMethod(access, method, descriptor, signature, exceptions);
                return method.equals(METHOD) ? new Waiting(visitor) : visitor;
            }
        }, 0);
        byte[] changed = writer.toByteArray();
        System.arraycopy(bytes, VERSION_AT, changed, VERSION_AT, 2);
        return changed;
    }

    /** {@code Thread.currentThread().join()}. */
    private final class Waiting extends MethodVisitor {
        Waiting(MethodVisitor visitor) {
            super(Opcodes.ASM9, visitor);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;", false);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Thread", "join", "()V", false);
            found = true;
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            super.visitMaxs(Math.max(1, stack), locals);
        }
    }
}
