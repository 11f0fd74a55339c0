package io.classcast.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** What a program can see of the places that its classes and resources come from. */
public final class Identity {
    private Identity() {
    }

    /**
     * Prints the code source, signers and package of each class, and what a frame of a stack trace looks like.
     *
     * @param types loaded by the program
     */
    public static void ofClasses(Class<?>... types) {
        Report.say("frame " + new Throwable().getStackTrace()[0]);
        for (Class<?> type : types) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            Package p = type.getPackage();
            Report.say("class " + type.getName() + " from " + location(source) + " certificates "
                    + (source == null || source.getCertificates() == null ? 0 : source.getCertificates().length) + " signers "
                    + (source == null || source.getCodeSigners() == null ? 0 : source.getCodeSigners().length) + "/"
                    + (type.getSigners() == null ? 0 : type.getSigners().length) + " package " + p.getName() + " "
                    + p.getSpecificationTitle() + " " + p.getSpecificationVersion() + " " + p.getImplementationTitle() + " "
                    + p.getImplementationVersion() + " " + p.getImplementationVendor() + (p.isSealed() ? " sealed" : ""));
            String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
            Report.say("class file " + type.getResource(file) + " "
                    + type.getResource("/" + type.getName().replace('.', '/') + ".class")
                    + " named module " + type.getModule().isNamed() + " package "
                    + (type.getClassLoader().getDefinedPackage(p.getName()) == p));
        }
    }

    /**
     * Prints the places of resources, in their order, with length, time and checksum; of all manifests as well.
     *
     * @param names as a class loader takes them
     */
    public static void ofResources(String... names) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            manifests(loader);
            for (String name : names) {
                Report.say("resource " + name + " at " + loader.getResource(name));
                int number = 0;
                for (URL url : Collections.list(loader.getResources(name))) {
                    Report.say("resource " + name + " " + number++ + " " + facts(url));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void manifests(ClassLoader loader) throws IOException {
        int number = 0;
        for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
            // The JDK's modules come in an order of their own in each run.
            if (!url.getProtocol().equals("jrt")) {
                Report.say("manifest " + number++ + " " + url);
            }
        }
    }

    private static String facts(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        CRC32 sum = new CRC32();
        try (InputStream in = connection.getInputStream()) {
            sum.update(in.readAllBytes());
        }
        return url + " length " + connection.getContentLengthLong() + " modified " + connection.getLastModified() + " sum "
                + Long.toHexString(sum.getValue())
                + (connection instanceof JarURLConnection jar ? " in " + jar.getJarFileURL() + " as " + jar.getEntryName() : "");
    }

    /**
     * Prints the providers of services, in their order.
     *
     * @param services types that the program's libraries look for
     */
    public static void ofServices(Class<?>... services) {
        for (Class<?> service : services) {
            Iterator<?> providers = ServiceLoader.load(service).iterator();
            int number = 0;
            for (boolean more = true; more;) {
                try {
                    more = providers.hasNext();
                    if (more) {
                        Class<?> type = providers.next().getClass();
                        Report.say("service " + service.getName() + " " + number++ + " " + type.getName() + " from "
                                + location(type.getProtectionDomain().getCodeSource()));
                    }
                } catch (ServiceConfigurationError e) {
                    Report.say("service " + service.getName() + " " + e.getMessage());
                }
            }
        }
    }

    /**
     * The jars of the class path.
     *
     * @return files, in the order of the class path
     */
    public static List<String> jars() {
        return List.of(System.getProperty("java.class.path").split(":")).stream().filter(f -> f.endsWith(".jar"))
                .collect(Collectors.toList());
    }

    private static String location(CodeSource source) {
        return source == null ? "the JDK" : String.valueOf(source.getLocation());
    }
}
