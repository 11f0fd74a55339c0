package io.classcast.classpath;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The escaping of paths in URLs, as {@code sun.net.www.ParseUtil} does it (JDK 17 and 25): the URLs that we hand out must
 * be equal, character by character, to those that the JDK would have made.
 */
public final class UrlPath {
    private static final String HEX = "0123456789abcdef";
    private static final String PLAIN = "/-_.!~*'():@&+$,";

    private UrlPath() {
    }

    /**
     * Escapes a path. Like the JDK it escapes each UTF-16 unit on its own, so a character outside the basic plane becomes
     * six bytes, not four.
     *
     * @param path of a file or a resource, with slashes
     * @return the escaped path; the argument itself where nothing has to be escaped
     */
    public static String encode(String path) {
        int n = path.length();
        int i = 0;
        while (i < n && isPlain(path.charAt(i))) {
            i++;
        }
        if (i == n) {
            return path;
        }
        StringBuilder out = new StringBuilder(n + 16).append(path, 0, i);
        for (; i < n; i++) {
            char c = path.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else if (c > 0x07FF) {
                escape(out, 0xE0 | c >> 12 & 0x0F);
                escape(out, 0x80 | c >> 6 & 0x3F);
                escape(out, 0x80 | c & 0x3F);
            } else if (c > 0x007F) {
                escape(out, 0xC0 | c >> 6 & 0x1F);
                escape(out, 0x80 | c & 0x3F);
            } else {
                escape(out, c);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
    }

    private static void escape(StringBuilder out, int b) {
        out.append('%').append(HEX.charAt(b >> 4 & 0x0F)).append(HEX.charAt(b & 0x0F));
    }

    /**
     * Undoes the escaping.
     *
     * @param escaped path of a URL
     * @return the path, or null where the escapes are not UTF-8 (the JDK refuses such a URL too)
     */
    public static String decode(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        byte[] source = escaped.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                out.put(source[i]);
                continue;
            }
            int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(source[i + 2], 16);
            if (low < 0) {
                return null;
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
