package io.classcast.store;

import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that names the current store of a class path. Stores never share a name, since the last user of one removes it by its
 * name. To be used under a {@link NodeLock}.
 */
public final class StorePointer {
    private static final String PREFIX = "current-";
    private static final String UNFINISHED = ".part";
    private final Path file;

    /**
     * The pointer of a key.
     *
     * @param base where
     * @param key plain text
     */
    public StorePointer(StoreBase base, String key) {
        this(base.directory().resolve(PREFIX + key));
    }

    private StorePointer(Path file) {
        this.file = file;
    }

    /** Whether a file is a pointer to a store that is gone. */
    static boolean leadsNowhere(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || name.endsWith(UNFINISHED)) {
            return false;
        }
        Path target = new StorePointer(file).target();
        return target == null || !target.toFile().isDirectory();
    }

    /** Removes the pointers to a store that is about to go. */
    static void forget(Path store) throws IOException {
        String[] names = store.toFile().getParentFile().list();
        for (int i = 0; names != null && i < names.length; i++) {
            Path file = store.resolveSibling(names[i]);
            if (names[i].startsWith(PREFIX) && store.equals(new StorePointer(file).target())) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Where it points to.
     *
     * @return directory of a store, which may be gone; null where there is no pointer
     */
    public Path target() {
        if (!file.toFile().isFile()) {
            return null;
        }
        try {
            String name = new String(NativeMemory.read(file.toFile()), StandardCharsets.UTF_8);
            return name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".") ? null : file.resolveSibling(name);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Lets it point to a published store.
     *
     * @param store whose directory lies beside the pointer
     * @throws IOException where it cannot be written
     */
    public void pointTo(NodeStore store) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
        PrivateFiles.write(part, store.directory().getFileName().toString().getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
