package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;

/** Reads one file of a directory, on a reader's thread. */
record FileReading(DirectoryListing.Item file, OpenDirectory directory) implements Callable<byte[]> {

    /**
     * Reads the file.
     *
     * @return null where the bytes have to stay at the original: no regular file, no permission, gone since it was listed
     */
    @Override
    public byte[] call() throws IOException {
        if (!file.isRegular()) {
            return null;
        }
        try {
            return directory.read(file.path(), file.size());
        } catch (AccessDeniedException | NoSuchFileException e) {
            // Plain Java would meet the same error when the name is used, and only then: so will the rank.
            return null;
        }
    }
}
