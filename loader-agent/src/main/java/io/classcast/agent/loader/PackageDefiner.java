package io.classcast.agent.loader;

import java.io.IOException;
import java.net.URL;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import jdk.internal.access.SharedSecrets;
import jdk.internal.vm.annotation.DontInline;

/**
 * Defines packages with the manifest's titles, versions and seals, and checks seals, by the rules of
 * {@code jdk.internal.loader.BuiltinClassLoader} (JDK 17 and 25) and the JAR File Specification, "Package Sealing".
 */
final class PackageDefiner {
    private PackageDefiner() {
    }

    /**
     * Makes sure that a package is defined before its first class is.
     *
     * @throws SecurityException where a seal forbids the class
     */
    @DontInline
    static void ensure(BroadcastClassLoader loader, String name, ServedEntry entry) throws IOException {
        Package known = loader.definedPackage(name);
        if (known == null) {
            define(loader, name, entry);
            return;
        }
        check(known, name, entry);
    }

    private static void check(Package known, String name, ServedEntry entry) throws IOException {
        if (known.isSealed()) {
            if (!known.isSealed(entry.codeSourceUrl)) {
                throw new SecurityException("sealing violation: package " + name + " is sealed");
            }
        } else if (entry.seals() && isSealed(name, entry.manifest(), entry.entry.viaJarFile())) {
            throw new SecurityException("sealing violation: can't seal package " + name + ": already defined");
        }
    }

    private static void define(BroadcastClassLoader loader, String name, ServedEntry entry) throws IOException {
        try {
            define(loader, name, entry.manifest(), entry.codeSourceUrl, entry.entry.viaJarFile());
        } catch (IllegalArgumentException e) {
            // Another thread was faster; its definition counts, and this class has to fit it.
            check(loader.definedPackage(name), name, entry);
        }
    }

    /**
     * Defines a package.
     *
     * @param manifest of its jar, or null
     * @param source location that a seal binds the package to
     * @param signed whether only sections that a signature covers count
     * @throws IllegalArgumentException where it is defined already
     */
    static void define(BroadcastClassLoader loader, String name, Manifest manifest, URL source, boolean signed) {
        if (manifest == null) {
            loader.addPackage(name, null, null, null, null, null, null, null);
            return;
        }
        Attributes own = section(name, manifest, signed);
        Attributes main = manifest.getMainAttributes();
        loader.addPackage(name, value(own, main, Attributes.Name.SPECIFICATION_TITLE),
                value(own, main, Attributes.Name.SPECIFICATION_VERSION),
                value(own, main, Attributes.Name.SPECIFICATION_VENDOR),
                value(own, main, Attributes.Name.IMPLEMENTATION_TITLE),
                value(own, main, Attributes.Name.IMPLEMENTATION_VERSION),
                value(own, main, Attributes.Name.IMPLEMENTATION_VENDOR),
                isSealed(name, manifest, signed) ? source : null);
    }

    private static String value(Attributes own, Attributes main, Attributes.Name key) {
        String value = own == null ? null : own.getValue(key);
        return value != null ? value : main.getValue(key);
    }

    private static boolean isSealed(String name, Manifest manifest, boolean signed) {
        return "true".equalsIgnoreCase(value(section(name, manifest, signed), manifest.getMainAttributes(),
                Attributes.Name.SEALED));
    }

    /** In a signed jar only a section that the signature covers counts. */
    private static Attributes section(String name, Manifest manifest, boolean signed) {
        String path = name.replace('.', '/').concat("/");
        return signed ? SharedSecrets.javaUtilJarAccess().getTrustedAttributes(manifest, path)
                : manifest.getAttributes(path);
    }
}
