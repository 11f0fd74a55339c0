package io.classcast.inspect;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What the manifest of an entry says beyond what the scan needs.
 *
 * @param sealed no, some (packages), all
 * @param classPath the URLs that its {@code Class-Path} names
 */
record Manifests(String sealed, List<String> classPath) {
    private static final Manifests NONE = new Manifests("no", List.of());

    /** Reads one; what cannot be read says nothing, as the scan has named it already. */
    static Manifests of(ImageEntry entry) {
        if (entry.kind() != EntryKind.JAR) {
            return NONE;
        }
        try (JarFile jar = new JarFile(new File(entry.path()), false)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? NONE : new Manifests(sealing(manifest), classPath(entry.url(), manifest));
        } catch (IOException | RuntimeException e) {
            return NONE;
        }
    }

    /** JAR File Specification, "Package Sealing": the main attribute counts for packages that have none of their own. */
    private static String sealing(Manifest manifest) {
        if (isSealed(manifest.getMainAttributes())) {
            return "all";
        }
        boolean some = manifest.getEntries().entrySet().stream()
                .anyMatch(section -> section.getKey().endsWith("/") && isSealed(section.getValue()));
        return some ? "some" : "no";
    }

    private static boolean isSealed(Attributes attributes) {
        return "true".equalsIgnoreCase(attributes.getValue(Attributes.Name.SEALED));
    }

    private static List<String> classPath(String url, Manifest manifest) throws MalformedURLException {
        String value = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        List<String> urls = new ArrayList<>();
        if (value != null) {
            URL base = new URL(url);
            StringTokenizer tokens = new StringTokenizer(value);
            while (tokens.hasMoreTokens()) {
                urls.add(new URL(base, tokens.nextToken()).toString());
            }
        }
        return urls;
    }
}
