package io.classcast.classpath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The two main attributes of a manifest that decide how a class path is searched. Manifests that mention neither are not
 * parsed, which spares the scan the thousands of sections that signed jars have; {@code JarFile} looks the same way
 * (checkForSpecialAttributes, JDK 17 and 25), so a manifest that the JDK refuses is refused here, and with it the jar.
 */
record MainAttributes(String classPath, boolean multiRelease) {
    static final MainAttributes NONE = new MainAttributes(null, false);
    private static final String CLASS_PATH = "class-path: ";
    private static final String MULTI_RELEASE = "multi-release: true";

    /**
     * Finds the attributes.
     *
     * @throws IOException where the JDK would refuse the manifest, and with it the jar (URLClassPath.getLoader)
     */
    static MainAttributes parse(byte[] manifest) throws IOException {
        boolean classPath = mentions(manifest, CLASS_PATH);
        if (!classPath && !mentions(manifest, MULTI_RELEASE)) {
            return NONE;
        }
        // For Class-Path the JDK reads all of it, for Multi-Release the main section.
        byte[] seen = classPath ? manifest : Arrays.copyOf(manifest, mainSection(manifest));
        try {
            Attributes main = new Manifest(new ByteArrayInputStream(seen)).getMainAttributes();
            return new MainAttributes(main.getValue(Attributes.Name.CLASS_PATH), "true".equalsIgnoreCase(main.getValue(Attributes.Name.MULTI_RELEASE)));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean mentions(byte[] manifest, String lowerCase) {
        char first = lowerCase.charAt(0);
        for (int at = 0, end = manifest.length - lowerCase.length(); at <= end; at++) {
            if ((manifest[at] | 0x20) == first && isAt(manifest, at, lowerCase)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] manifest, int at, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = manifest[at + i];
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** How long it is, with the empty line that ends it. */
    private static int mainSection(byte[] manifest) {
        boolean empty = true;
        for (int at = 0; at < manifest.length; at++) {
            if (manifest[at] == '\r' || manifest[at] == '\n') {
                if (manifest[at] == '\r' && at + 1 < manifest.length && manifest[at + 1] == '\n') {
                    at++;
                }
                if (empty) {
                    return at + 1;
                }
                empty = true;
            } else {
                empty = false;
            }
        }
        return manifest.length;
    }
}
