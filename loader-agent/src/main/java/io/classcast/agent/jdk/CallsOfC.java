package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.mpi.foreign.CLibrary;
import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.mpi.foreign.LinkerCalls;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import jdk.internal.loader.BootLoader;

/**
 * How the agent calls C: through our own library, on every JDK; where that cannot be loaded (a file system mounted noexec, a processor that
 * it is not built for, another C library), through {@code java.lang.foreign}, from JDK 22 on.
 */
public final class CallsOfC {
    /** From here on {@code System.load} warns of callers to which native access is not enabled, or refuses them (JEP 472). */
    private static final int FIRST_RESTRICTED = 24;

    private CallsOfC() {
    }

    /**
     * Opens the first way that works.
     *
     * @param jdk access to it
     * @param jar our own
     * @param store option store, or null
     * @return by it
     * @throws ClasscastException where there is none
     */
    public static ForeignCalls open(JdkAccess jdk, Path jar, String store) {
        if (Boolean.getBoolean("classcast.mpi.linker")) {
            return new LinkerCalls(jdk.trusted(), "");
        }
        try {
            return CLibrary.load(jar, store, new Loading(jdk));
        } catch (ClasscastException e) {
            if (Runtime.version().feature() < ForeignCalls.FIRST_JDK) {
                throw e;
            }
            return new LinkerCalls(jdk.trusted(), e.getMessage());
        }
    }

    /** Loaded for the boot loader, whose classes ours are. */
    private static final class Loading implements CLibrary.Loader {
        private final JdkAccess jdk;

        Loading(JdkAccess jdk) {
            this.jdk = jdk;
        }

        @Override
        public void load(String file) {
            if (Runtime.version().feature() < FIRST_RESTRICTED) {
                System.load(file);
                return;
            }
            boolean loaded;
            try {
                // What System.load does behind its question.
                loaded = BootLoader.getNativeLibraries().loadLibrary(CLibrary.class, new File(file)) != null;
            } catch (NoSuchMethodError | NoClassDefFoundError | IllegalAccessError e) {
                loadInTheNameOfJavaBase(file);
                return;
            }
            if (!loaded) {
                throw new UnsatisfiedLinkError(file);
            }
        }

        /** On every JDK; but a handle of a method that looks at its caller has some 25 classes generated, 60 ms before main (JDK 25). */
        private void loadInTheNameOfJavaBase(String file) {
            try {
                MethodHandles.Lookup lookup = jdk.trusted(System.class);
                MethodHandle load = lookup.findStatic(System.class, "load", MethodType.methodType(void.class, String.class));
                load.invokeExact(file);
            } catch (LinkageError | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new ClasscastException("System.load failed: " + e, e);
            }
        }
    }
}
