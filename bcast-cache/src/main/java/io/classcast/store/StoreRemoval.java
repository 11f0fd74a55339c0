package io.classcast.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes a store, of which others may not know yet that nobody uses it any more. Safe for all threads and processes. */
final class StoreRemoval {
    /** End of the name of a store that is being removed. */
    private static final String GONE = ".gone";
    /** How often a directory is emptied that others had looked up before it was renamed. */
    private static final int ATTEMPTS = 10;

    private StoreRemoval() {
    }

    /**
     * Renames the store before it empties it: whoever is still writing to it, or is about to give it its final name, finds it gone,
     * and nothing new appears. The lease goes last, so what is left of a removal that was interrupted can be swept.
     */
    static void remove(Path store) throws IOException {
        Path gone = away(store);
        for (int attempt = 1; gone != null; attempt++) {
            for (String name : NodeStore.names(gone)) {
                if (!name.equals(Lease.FILE)) {
                    Files.deleteIfExists(gone.resolve(name));
                }
            }
            Files.deleteIfExists(gone.resolve(Lease.FILE));
            try {
                Files.deleteIfExists(gone);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                // Somebody had looked the directory up before it was renamed, and made a file in it now; he cannot do that twice.
            }
        }
    }

    /** Null where the store is not there any more; one that was unfinished may have got its final name meanwhile. */
    private static Path away(Path store) {
        String name = store.getFileName().toString();
        if (name.endsWith(GONE)) {
            return store;
        }
        Path gone = store.resolveSibling(name.concat(GONE));
        if (store.toFile().renameTo(gone.toFile())) {
            return gone;
        }
        return name.endsWith(NodeStore.UNFINISHED) ? away(NodeStore.published(store)) : null;
    }
}
