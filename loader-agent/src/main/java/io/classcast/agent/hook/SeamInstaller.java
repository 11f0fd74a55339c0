package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import jdk.internal.loader.BootLoader;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts seams into loaded classes by one retransformation, and checks that each went in. The transformer is registered for
 * that moment only: while one is there, HotSpot hands it every class that is loaded.
 */
public final class SeamInstaller {
    private SeamInstaller() {
    }

    /**
     * Steps into the JDK's class loaders.
     *
     * @param instrumentation the agent's
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    public static void intoClassLoaders(Instrumentation instrumentation) {
        List<Seam> seams = Seams.ofClassLoaders(Runtime.version().feature());
        check(transform(instrumentation, seams, jdk.internal.loader.BuiltinClassLoader.class,
                jdk.internal.loader.URLClassPath.class), seams);
    }

    /**
     * Steps into where the JDK opens files and looks for native libraries, and makes the steps into its class loaders last:
     * another agent that retransforms one of these classes gets what was redefined here, where a retransformation would be lost
     * ({@code Instrumentation.retransformClasses}: it starts from the bytes of the last redefinition). Reading the JDK's own bytes
     * takes 10 ms before main, so it is not done where anybody waits.
     *
     * @param instrumentation the agent's
     * @param libraries whether native libraries are served
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    public static void settle(Instrumentation instrumentation, boolean libraries) {
        List<Seam> seams = new ArrayList<>(Seams.ofClassLoaders(Runtime.version().feature()));
        seams.addAll(Seams.ofFiles());
        if (libraries) {
            seams.addAll(Seams.ofLibraries());
        }
        Transformer transformer = new Transformer(seams);
        List<ClassDefinition> definitions = new ArrayList<>();
        Set<String> owners = new HashSet<>();
        for (Seam seam : seams) {
            if (owners.add(seam.owner())) {
                redefinition(seam.owner(), transformer, definitions);
            }
        }
        try {
            instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
        } catch (ClassNotFoundException | UnmodifiableClassException | LinkageError e) {
            throw new ClasscastException("the JVM refuses to change a class: " + e, e);
        }
        check(transformer, seams);
    }

    /** What is not there, or looks different, is told by the check. */
    private static void redefinition(String owner, Transformer transformer, List<ClassDefinition> definitions) {
        try (InputStream in = BootLoader.findResourceAsStream("java.base", owner.concat(".class"))) {
            byte[] changed = in == null ? null : transformer.changed(owner, in.readAllBytes());
            if (changed != null) {
                definitions.add(new ClassDefinition(Class.forName(owner.replace('/', '.'), false, null), changed));
            }
        } catch (IOException | ClassNotFoundException e) {
            transformer.failure = e;
        }
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
