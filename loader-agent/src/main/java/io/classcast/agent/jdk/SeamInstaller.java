package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.internal.misc.VM;

/**
 * Puts seams into classes, and checks that each went in: into a class that is not loaded yet while the JVM loads it, into one that is by
 * redefining it, which makes every class from an archive dearer from then on ({@link StandIns} tells why). A transformer is
 * registered for that moment only: while one is there, HotSpot hands it every class that is loaded.
 */
public final class SeamInstaller {
    /** Classes with all their seams; those of an agent that is named twice, too. */
    private static final Set<String> DONE = Collections.synchronizedSet(new HashSet<>());

    private SeamInstaller() {
    }

    /**
     * Steps into where the application class loader asks its search path, for good.
     *
     * @param instrumentation the agent's
     * @param shape of the search path
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    static void intoClassPath(Instrumentation instrumentation, PathShape shape) {
        install(instrumentation, Seams.ofClassPath(shape), null, true, true);
    }

    /**
     * Steps into where the JDK changes files, in classes that were loaded before us.
     *
     * @param instrumentation the agent's
     * @param done for each of {@link ChangePlace#OWNERS} whether it has its seams
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    static void intoChanges(Instrumentation instrumentation, boolean[] done, boolean alone) {
        install(instrumentation, Seams.ofChanges(done), null, true, alone);
    }

    /**
     * Steps into where the JDK opens files, but for streams, and looks for native libraries, for good.
     *
     * @param instrumentation the agent's
     * @param done for each of {@link FilePlace#EARLY} whether it has its seam
     * @param libraries whether native libraries are served
     * @param zips whether it is to be known which zip files are opened
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    static void intoFiles(Instrumentation instrumentation, boolean[] done, boolean libraries, boolean zips, boolean alone) {
        List<Seam> seams = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                seams.add(Seams.ofFiles().get(i));
            }
        }
        if (libraries) {
            seams.addAll(Seams.ofLibraries());
        }
        if (zips) {
            seams.add(Seams.ofZips());
        }
        install(instrumentation, seams, null, true, alone);
    }

    /**
     * Steps into where a stream opens a file, for good.
     *
     * @param instrumentation the agent's
     * @param alone no other agent has changed its class
     * @throws ClasscastException where the method is missing or looks different
     */
    static void intoStreams(Instrumentation instrumentation, boolean alone) {
        install(instrumentation, List.of(Seams.ofStreams()), null, true, alone);
    }

    /**
     * Steps into where a program puts an agent into its own JVM, itself or by another one.
     *
     * @param instrumentation the agent's
     * @param app the application class loader, which has the JDK's module for it
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    public static void intoAttaching(Instrumentation instrumentation, ClassLoader app, boolean alone) {
        if (ModuleLayer.boot().findModule("jdk.attach").isPresent()) {
            install(instrumentation, Seams.ofPrograms(), null, true, alone);
            install(instrumentation, Seams.ofAttaching(), app, true, alone);
        }
    }

    /**
     * Steps into the launcher's search for the main class.
     *
     * @param instrumentation the agent's
     * @throws ClasscastException where the method is missing or looks different; names it
     */
    public static void intoLauncher(Instrumentation instrumentation) {
        install(instrumentation, Seams.ofLauncher(), null, true, true);
    }

    /**
     * Steps into MPJ Express.
     *
     * @param instrumentation the agent's
     * @param loader defines its classes
     * @throws ClasscastException where a method is missing or looks different; names it
     */
    public static void intoMpj(Instrumentation instrumentation, ClassLoader loader) {
        install(instrumentation, Seams.ofMpj(), loader, true, true);
    }

    private static void install(Instrumentation instrumentation, List<Seam> all, ClassLoader loader, boolean redefines, boolean alone) {
        List<Seam> seams = new ArrayList<>();
        for (Seam seam : all) {
            if (!DONE.contains(seam.owner())) {
                seams.add(seam);
            }
        }
        if (seams.isEmpty()) {
            return;
        }
        SeamTransformer transformer = new SeamTransformer(seams, loader);
        List<Class<?>> classes = load(instrumentation, transformer, loader);
        if (redefines) {
            redefine(instrumentation, transformer, classes, alone);
        }
        Seam missing = null;
        for (Seam seam : seams) {
            Seam first = transformer.firstMissing(seam.owner());
            if (first == null) {
                DONE.add(seam.owner());
            } else if (missing == null) {
                missing = first;
            }
        }
        // To a JVM that is ending no transformer belongs any more (JVMTI, VMDeath): nothing is missing then.
        if (missing != null && redefines && !VM.isShutdown()) {
            throw Seam.missing(missing.owner().replace('/', '.'), missing.method(), missing.descriptor(), transformer.failure);
        }
    }

    /**
     * Loads the classes, with seams in those that were not there before. The transformer is not capable of retransformation, so what
     * another agent retransforms later starts from what it has made (JVMTI, RetransformClasses).
     */
    private static List<Class<?>> load(Instrumentation instrumentation, SeamTransformer transformer, ClassLoader loader) {
        List<Class<?>> classes = new ArrayList<>();
        instrumentation.addTransformer(transformer, false);
        try {
            for (Seam seam : transformer.seams) {
                Class<?> type = find(seam.owner(), loader);
                if (type != null && !classes.contains(type)) {
                    classes.add(type);
                }
            }
        } finally {
            instrumentation.removeTransformer(transformer);
        }
        return classes;
    }

    /** Null where there is none; told as a seam that is not there. */
    private static Class<?> find(String name, ClassLoader loader) {
        try {
            return Class.forName(name.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /**
     * Redefines: what another agent retransforms later starts from the bytes of the last redefinition, and a retransformation of
     * ours would be lost then. (It must be the first change: HotSpot 17 keeps the bytes that it had before the first one.)
     */
    private static void redefine(Instrumentation instrumentation, SeamTransformer transformer, List<Class<?>> classes, boolean alone) {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : classes) {
            if (transformer.firstMissing(type.getName().replace('.', '/')) != null) {
                loaded.add(type);
            }
        }
        if (loaded.isEmpty()) {
            return;
        }
        try {
            List<byte[]> originals = alone ? OriginalBytes.captured(instrumentation, loaded) : OriginalBytes.ofJdk(loaded);
            List<ClassDefinition> definitions = new ArrayList<>();
            for (int i = 0; i < loaded.size(); i++) {
                byte[] original = originals.get(i);
                byte[] changed = original == null ? null : transformer.changed(loaded.get(i).getName().replace('.', '/'), original);
                if (changed != null) {
                    definitions.add(new ClassDefinition(loaded.get(i), changed));
                }
            }
            instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
        } catch (IOException | ClassNotFoundException | UnmodifiableClassException | LinkageError e) {
            throw new ClasscastException("the JVM refuses to change a class: " + e, e);
        }
    }
}
