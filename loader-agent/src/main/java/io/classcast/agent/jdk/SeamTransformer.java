package io.classcast.agent.jdk;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts seams into classes. Thread-safe, and without a lock while it changes a class: for that it needs classes that other threads may be loading, and those are
 * handed to it, too, before they are there.
 */
final class SeamTransformer implements ClassFileTransformer {
    /** The newest class files that ASM reads. Later ones that it cannot read for another reason than their number make it throw. */
    private static final int NEWEST = Opcodes.V27;
    /** Where a class file has its major version (JVMS 4.1). */
    private static final int VERSION_AT = 6;
    final List<Seam> seams;
    /** Of the classes; others may have classes of the same names. */
    private final ClassLoader owners;
    /** For each seam whether it is in. Its own lock, under which no class is loaded. */
    private final boolean[] applied;
    volatile Throwable failure;

    SeamTransformer(List<Seam> seams, ClassLoader owners) {
        this.seams = seams;
        this.owners = owners;
        this.applied = new boolean[seams.size()];
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
            byte[] bytes) {
        return redefined != null || loader != owners || name == null || firstMissing(name) == null ? null : changed(name, bytes);
    }

    /** The class with its seams; null where that fails. */
    byte[] changed(String name, byte[] bytes) {
        try {
            boolean[] stepped = new boolean[applied.length];
            int version = version(bytes);
            ClassReader reader = new ClassReader(version > NEWEST ? withVersion(bytes.clone(), NEWEST) : bytes);
            if (name.equals("mpi/MPI") && !MpjExpress.made(reader)) {
                throw new IllegalStateException("it is Open MPI's, not MPJ Express's");
            }
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Stepping(writer, name, stepped), 0);
            byte[] changed = withVersion(writer.toByteArray(), version);
            synchronized (applied) {
                for (int i = 0; i < stepped.length; i++) {
                    applied[i] |= stepped[i];
                }
            }
            return changed;
        } catch (RuntimeException | LinkageError e) {
            // Thrown from here it would be lost: the JVM ignores what a transformer throws.
            failure = e;
            return null;
        }
    }

    private static int version(byte[] bytes) {
        return (bytes[VERSION_AT] & 0xFF) << 8 | bytes[VERSION_AT + 1] & 0xFF;
    }

    private static byte[] withVersion(byte[] bytes, int version) {
        bytes[VERSION_AT] = (byte) (version >> 8);
        bytes[VERSION_AT + 1] = (byte) version;
        return bytes;
    }

    /** A seam that a class does not have yet; null where it has all of its. */
    Seam firstMissing(String owner) {
        for (int i = 0; i < applied.length; i++) {
            Seam seam = seams.get(i);
            if (seam.owner().equals(owner) && !isApplied(i)) {
                return seam;
            }
        }
        return null;
    }

    private boolean isApplied(int seam) {
        synchronized (applied) {
            return applied[seam];
        }
    }

    private final class Stepping extends ClassVisitor {
        private final String owner;
        private final boolean[] stepped;

        Stepping(ClassWriter writer, String owner, boolean[] stepped) {
            super(Opcodes.ASM9, writer);
            this.owner = owner;
            this.stepped = stepped;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            for (int i = 0; i < stepped.length; i++) {
                Seam seam = seams.get(i);
                if (seam.owner().equals(owner) && seam.matches(name, descriptor)) {
                    int which = i;
                    method = seam.patch().into(method, new Runnable() {
                        @Override
                        public void run() {
                            stepped[which] = true;
                        }
                    });
                }
            }
            return method;
        }
    }
}
