package io.classcast.classpath;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * The class path that a program was launched with: either what the JVM has made of it already, or its text, which rank 0
 * alone resolves.
 *
 * @param urls in search order; null where there is only text
 * @param text as after {@code java -cp}; null where the JVM knows the class path
 * @param wildcards whether the text may still have some
 */
public record LaunchPath(List<String> urls, String text, boolean wildcards) {
    /** In no path, and in no URL. */
    private static final String SEPARATOR = "\0";

    /**
     * What the JVM has resolved.
     *
     * @param urls in search order
     * @return a resolved class path
     */
    public static LaunchPath ofUrls(List<String> urls) {
        return new LaunchPath(urls, null, false);
    }

    /**
     * What nobody has resolved yet.
     *
     * @param text as after {@code java -cp}
     * @return a class path that costs nothing until it is resolved
     */
    public static LaunchPath ofText(String text) {
        return new LaunchPath(null, text, true);
    }

    /**
     * The same, of a program whose launcher has expanded the wildcards.
     *
     * @param text as {@code java.class.path} has it
     * @return a class path that costs nothing until it is resolved
     */
    public static LaunchPath ofElements(String text) {
        return new LaunchPath(null, text, false);
    }

    /**
     * Resolves the text, on the file system.
     *
     * @return with URLs, and with the text that {@code java.class.path} would be
     */
    public LaunchPath resolve() {
        return resolve(null);
    }

    /** The same; {@code stamps} takes what was seen of each element, as {@link ElementResolver} has it. */
    LaunchPath resolve(Map<String, Long> stamps) {
        if (urls != null) {
            return this;
        }
        List<String> elements = ClassPath.split(text, wildcards);
        return new LaunchPath(new ElementResolver(elements, stamps).urls(), String.join(File.pathSeparator, elements), false);
    }

    /**
     * Whether the text means something else in another working directory.
     *
     * @return true where an element does not begin with a slash; an empty one is the working directory
     */
    public boolean isRelative() {
        for (int at = 0; text != null && at >= 0; at = text.indexOf(File.pathSeparatorChar, at) + 1) {
            if (at == text.length() || text.charAt(at) != '/') {
                return true;
            }
            if (text.indexOf(File.pathSeparatorChar, at) < 0) {
                return false;
            }
        }
        return false;
    }

    /**
     * For the image.
     *
     * @return one string; empty where the JVM knows the class path
     */
    public String encode() {
        return text == null ? "" : text + SEPARATOR + String.join(SEPARATOR, urls);
    }

    /**
     * From the image.
     *
     * @param encoded not empty
     * @return a resolved class path
     */
    public static LaunchPath decode(String encoded) {
        List<String> parts = new ArrayList<>();
        int end = encoded.indexOf(SEPARATOR);
        StringTokenizer tokens = new StringTokenizer(encoded.substring(end), SEPARATOR);
        while (tokens.hasMoreTokens()) {
            parts.add(tokens.nextToken());
        }
        return new LaunchPath(parts, encoded.substring(0, end), false);
    }

    /**
     * Equal for those who search the same places.
     *
     * @return 64 bits
     */
    public long fingerprint() {
        return ClassPath.fingerprint(urls == null ? List.of(text) : urls);
    }
}
