package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.TrustedPath;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The file of our own small library, one for each kind of processor. It lies beside our jar; where it does not, or others can write there, the
 * copy inside the jar is put beside the node's stores, once a node. Safe for all threads and processes.
 */
public final class CLibrary {
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final String ENTRY = "io/classcast/mpi/foreign/";

    /** It is loaded once in a process. */
    private static ForeignCalls calls;

    private CLibrary() {
    }

    /** How a file becomes part of this process, such as {@code System::load}. */
    public interface Loader {
        /**
         * Loads.
         *
         * @param file absolute path
         */
        void load(String file);
    }

    /**
     * Calls of C by the library.
     *
     * @param jar the one that our classes are from
     * @param store option store, or null
     * @param loader in the name of a class of the same class loader as this one
     * @return by it
     * @throws ClasscastException the reason why it cannot be had
     */
    public static synchronized ForeignCalls load(Path jar, String store, Loader loader) {
        if (calls == null) {
            try {
                loader.load(file(jar, store).toString());
                ForeignCalls loaded = new JniCalls();
                loaded.libc("dlopen");
                calls = loaded;
            } catch (IOException | LinkageError | RuntimeException e) {
                throw new ClasscastException("the library " + name() + " cannot be used (" + e.getMessage() + ")", e);
            }
        }
        return calls;
    }

    /** For tests. */
    static synchronized void forget() {
        calls = null;
    }

    /** By what its makers call the processor ({@code uname -m}). */
    static String name() {
        String processor = System.getProperty("os.arch");
        return "libclasscast-" + (processor.equals("amd64") ? "x86_64" : processor) + ".so";
    }

    static Path file(Path jar, String store) throws IOException {
        Path beside = beside(jar);
        return beside == null ? inStore(jar, store) : beside;
    }

    /** Null where there is none that only this user, root, and whom those trust can change. */
    private static Path beside(Path jar) {
        try {
            Path file = TrustedPath.resolve(jar).resolveSibling(name());
            Map<String, Object> found = Files.readAttributes(file, "unix:uid,mode,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            String owner = found.get("uid").toString();
            boolean own = (boolean) found.get("isRegularFile") && (owner.equals("0") || owner.equals(OwnProcess.uid()));
            boolean safe = own && ((int) found.get("mode") & WRITABLE_BY_OTHERS) == 0 && TrustedPath.dangerOnTheWay(file.getParent()) == null;
            return safe ? file : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Named by its content: two versions of it can be in use at the same time. */
    private static Path inStore(Path jar, String store) throws IOException {
        byte[] bytes = inside(jar);
        StoreBase base = StoreBase.choose(store);
        base.prepare();
        String name = name().replace(".so", "-" + Integer.toHexString(Arrays.hashCode(bytes)) + ".so");
        Path file = base.directory().resolve(name);
        if (!holds(file, bytes)) {
            // Containers that share the directory may have the same process numbers.
            Path part = base.directory().resolve(name + ".part-" + ProcessHandle.current().pid() + '-' + Long.toHexString(System.nanoTime()));
            try (FileChannel out = PrivateFiles.create(part)) {
                NativeMemory.write(out, ByteBuffer.wrap(bytes));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** Read from the jar as from any other: its resources are hidden where it is an agent. */
    private static byte[] inside(Path jar) throws IOException {
        if (Files.isDirectory(jar)) {
            return NativeMemory.read(jar.resolve(ENTRY + name()).toFile());
        }
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(ENTRY + name());
            if (entry == null) {
                throw new IOException("this build has none for this processor");
            }
            try (InputStream in = file.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    /** The directory is this user's alone. */
    private static boolean holds(Path file, byte[] bytes) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == bytes.length
                && Arrays.equals(NativeMemory.read(file.toFile()), bytes);
    }
}
