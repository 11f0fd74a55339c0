package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts seams into loaded classes, and checks that each went in. A transformer is registered for that moment only: while one is
 * there, HotSpot hands it every class that is loaded.
 */
public final class SeamInstaller {
    private SeamInstaller() {
    }

    /**
     * Steps into the JDK's class loaders, for good.
     *
     * @param instrumentation the agent's
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    public static void intoClassLoaders(Instrumentation instrumentation, boolean alone) {
        redefine(instrumentation, Seams.ofClassLoaders(Runtime.version().feature()), alone);
    }

    /**
     * Steps into where the JDK opens files, and looks for native libraries, for good.
     *
     * @param instrumentation the agent's
     * @param libraries whether native libraries are served
     * @param zips whether it is to be known which zip files are opened
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    public static void intoFiles(Instrumentation instrumentation, boolean libraries, boolean zips, boolean alone) {
        List<Seam> seams = new ArrayList<>(Seams.ofFiles());
        if (libraries) {
            seams.addAll(Seams.ofLibraries());
        }
        if (zips) {
            seams.add(Seams.ofZips());
        }
        redefine(instrumentation, seams, alone);
    }

    /**
     * Redefines: what another agent retransforms later starts from the bytes of the last redefinition, and a retransformation of
     * ours would be lost then. (It must be the first change: HotSpot 17 keeps the bytes that it had before the first one.)
     */
    private static void redefine(Instrumentation instrumentation, List<Seam> seams, boolean alone) {
        Transformer transformer = new Transformer(seams);
        List<Class<?>> classes = new ArrayList<>();
        for (Seam seam : seams) {
            try {
                Class<?> type = Class.forName(seam.owner().replace('/', '.'), false, null);
                if (!classes.contains(type)) {
                    classes.add(type);
                }
            } catch (ClassNotFoundException e) {
                // Told by the check, as a seam that is not there.
            }
        }
        try {
            List<byte[]> originals = alone ? OriginalBytes.captured(instrumentation, classes) : OriginalBytes.ofJdk(classes);
            List<ClassDefinition> definitions = new ArrayList<>();
            for (int i = 0; i < classes.size(); i++) {
                byte[] original = originals.get(i);
                byte[] changed = original == null ? null : transformer.changed(classes.get(i).getName().replace('.', '/'), original);
                if (changed != null) {
                    definitions.add(new ClassDefinition(classes.get(i), changed));
                }
            }
            instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
        } catch (IOException | ClassNotFoundException | UnmodifiableClassException | LinkageError e) {
            throw new ClasscastException("the JVM refuses to change a class: " + e, e);
        }
        check(transformer, seams);
    }

    /**
     * Steps into the launcher's search for the main class.
     *
     * @param instrumentation the agent's
     * @throws ClasscastException where the method is missing or looks different; names it
     */
    public static void intoLauncher(Instrumentation instrumentation) {
        try {
            List<Seam> seams = Seams.ofLauncher();
            check(transform(instrumentation, seams, Class.forName("sun.launcher.LauncherHelper", false, null)), seams);
        } catch (ClassNotFoundException e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") has no sun.launcher.LauncherHelper", e);
        }
    }

    /**
     * Steps into MPJ Express.
     *
     * @param instrumentation the agent's
     * @param mpi the class {@code mpi.MPI}
     * @param device the class {@code xdev.niodev.NIODevice}
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    public static void intoMpj(Instrumentation instrumentation, Class<?> mpi, Class<?> device) {
        List<Seam> seams = Seams.ofMpj();
        check(transform(instrumentation, seams, mpi, device), seams);
    }

    private static Transformer transform(Instrumentation instrumentation, List<Seam> seams, Class<?>... classes) {
        Transformer transformer = new Transformer(seams);
        instrumentation.addTransformer(transformer, true);
        try {
            instrumentation.retransformClasses(classes);
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new ClasscastException("the JVM refuses to change a class: " + e, e);
        } finally {
            instrumentation.removeTransformer(transformer);
        }
        return transformer;
    }

    private static void check(Transformer transformer, List<Seam> seams) {
        for (Seam seam : seams) {
            if (!transformer.applied.contains(seam)) {
                String what = seam.owner().replace('/', '.') + "." + seam.method() + seam.descriptor();
                throw new ClasscastException(transformer.failure != null ? "cannot change " + what + ": "
                        + transformer.failure : what + " is not there in this version ("
                        + Runtime.version() + "); use a newer Classcast", transformer.failure);
            }
        }
    }

    private static final class Transformer implements ClassFileTransformer {
        private final List<Seam> seams;
        /** By identity: hashing a record would set up invokedynamic, at 20 ms. */
        private final Set<Seam> applied = Collections.newSetFromMap(new IdentityHashMap<>());
        private Throwable failure;

        Transformer(List<Seam> seams) {
            this.seams = seams;
        }

        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
                byte[] bytes) {
            return redefined == null || name == null || !isOurs(name) ? null : changed(name, bytes);
        }

        /** The class with its seams; null where that fails. */
        byte[] changed(String name, byte[] bytes) {
            try {
                ClassReader reader = new ClassReader(bytes);
                ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
                reader.accept(new Stepping(writer, name), 0);
                return writer.toByteArray();
            } catch (RuntimeException | LinkageError e) {
                // Thrown from here it would be lost: the JVM ignores what a transformer throws.
                failure = e;
                return null;
            }
        }

        private boolean isOurs(String name) {
            for (Seam seam : seams) {
                if (seam.owner().equals(name)) {
                    return true;
                }
            }
            return false;
        }

        private final class Stepping extends ClassVisitor {
            private final String owner;

            Stepping(ClassWriter writer, String owner) {
                super(Opcodes.ASM9, writer);
                this.owner = owner;
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                for (Seam seam : seams) {
                    if (seam.owner().equals(owner) && seam.matches(name, descriptor)) {
                        method = seam.patch().into(method, new Runnable() {
                            @Override
                            public void run() {
                                applied.add(seam);
                            }
                        });
                    }
                }
                return method;
            }
        }
    }
}
