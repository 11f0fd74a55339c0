package io.classcast.agent.loader;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/** The node's copy of a jar under the name of the original: the store's path never leaks. */
final class StoredJar extends JarFile {
    private final String original;

    StoredJar(File copy, String original, Runtime.Version version) throws IOException {
        super(copy, true, ZipFile.OPEN_READ, version);
        this.original = original;
    }

    @Override
    public String getName() {
        return original;
    }
}
