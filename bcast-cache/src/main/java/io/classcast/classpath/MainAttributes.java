package io.classcast.classpath;

import java.nio.charset.StandardCharsets;

/**
 * The two main attributes of a manifest that decide how a class path is searched. Reading just the main section keeps the
 * scan from parsing the thousands of sections that signed jars have (JAR File Specification, "Main Attributes").
 */
record MainAttributes(String classPath, boolean multiRelease) {
    static final MainAttributes NONE = new MainAttributes(null, false);

    /** Parses the main section: lines up to the first empty one, continued by a leading space. */
    static MainAttributes parse(byte[] manifest) {
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
                    line = java.util.Arrays.copyOf(line, Math.max(line.length * 2, length + bytes));
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
        return new MainAttributes(classPath, multiRelease);
    }
}
