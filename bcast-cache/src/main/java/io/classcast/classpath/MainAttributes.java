package io.classcast.classpath;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The two main attributes of a manifest that decide how a class path is searched. Reading just the main section keeps the
 * scan from parsing the thousands of sections that signed jars have (JAR File Specification, "Main Attributes").
 */
record MainAttributes(String classPath, boolean multiRelease) {
    static final MainAttributes NONE = new MainAttributes(null, false);

    /**
     * Parses the main section: lines up to the first empty one, continued by a leading space.
     *
     * @throws IOException where the JDK would refuse it, and with it the jar (URLClassPath.getLoader)
     */
    static MainAttributes parse(byte[] manifest) throws IOException {
        String classPath = null;
        boolean multiRelease = false;
        int at = 0;
        byte[] line = new byte[Math.min(manifest.length, 1 << 16)];
        while (at < manifest.length) {
            int length = 0;
            boolean more;
            do {
                int end = at;
                while (end < manifest.length && manifest[end] != '\n' && manifest[end] != '\r') {
                    end++;
                }
                int bytes = end - at;
                if (length + bytes > line.length) {
                    line = Arrays.copyOf(line, Math.max(line.length * 2, length + bytes));
                }
                System.arraycopy(manifest, at, line, length, bytes);
                length += bytes;
                at = end;
                if (at < manifest.length && manifest[at] == '\r') {
                    at++;
                }
                if (at < manifest.length && manifest[at] == '\n' && (at == end || manifest[at - 1] == '\r')) {
                    at++;
                }
                more = length > 0 && at < manifest.length && manifest[at] == ' ';
                if (more) {
                    at++;
                }
            } while (more);
            if (length == 0) {
                break;
            }
            String text = new String(line, 0, length, StandardCharsets.UTF_8);
            if (text.regionMatches(true, 0, "Class-Path: ", 0, 12)) {
                classPath = text.substring(12);
            } else if (text.regionMatches(true, 0, "Multi-Release: ", 0, 15)) {
                multiRelease = text.substring(15).equalsIgnoreCase("true");
            }
        }
        if (classPath != null || multiRelease) {
            // Only here the JDK looks closer as well: at all of it, or at the main section (JarFile.checkForSpecialAttributes).
            byte[] seen = classPath != null ? manifest : Arrays.copyOf(manifest, at);
            try {
                Attributes main = new Manifest(new ByteArrayInputStream(seen)).getMainAttributes();
                return new MainAttributes(main.getValue(Attributes.Name.CLASS_PATH), "true".equalsIgnoreCase(main.getValue(Attributes.Name.MULTI_RELEASE)));
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return NONE;
    }
}
