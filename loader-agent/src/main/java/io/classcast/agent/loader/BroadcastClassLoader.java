package io.classcast.agent.loader;

import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import io.classcast.store.InflatedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.ZipException;
import jdk.internal.loader.BootLoader;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * Defines the classes of the application class path from the broadcast image. The application class loader delegates to it;
 * like that one it asks the JDK's modules and the boot loader first. Parallel-capable; it holds no lock while defining, so
 * of two threads that define the same class one finds that the other was faster.
 *
 * <p>An application of 10,000 classes comes this way just often enough for HotSpot's second compiler to compile it, and just too
 * seldom to gain from that. As one piece it took that compiler 160 to 490 ms (JDK 17, a Spark session). What is seldom or long is
 * therefore not inlined: most of it never gets compiled a second time.
 */
public final class BroadcastClassLoader extends SecureClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final BuiltinClassLoader system;
    private final Map<String, ?> modulePackages;
    private volatile ServedClassPath path;
    private volatile boolean isolated;

    /**
     * Creates the loader. It has no name, so that stack traces look as without it.
     *
     * @param system the application class loader
     * @param modulePackages the packages of named modules (keys), which stay with the JDK
     */
    public BroadcastClassLoader(BuiltinClassLoader system, Map<String, ?> modulePackages) {
        super(system.getParent());
        this.system = system;
        this.modulePackages = modulePackages;
    }

    /**
     * Serves a class path from now on.
     *
     * @param served the lookup
     * @param only true while MPI is being initialised: what is not in it does not exist, and the real class path, which
     *        other ranks would search as well, is not asked
     */
    public void serve(ServedClassPath served, boolean only) {
        path = served;
        isolated = only;
    }

    /** Ends the isolation: what is not in the served class path is looked up by the application class loader. */
    public void endIsolation() {
        isolated = false;
    }

    /** Hidden, as are the frames below it: the stack trace of a class that is nowhere shows the JDK's own loaders only. */
    @Hidden
    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return loadClass(name, false);
    }

    @Hidden
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        OwnPermissions.checkPackage(name);
        Class<?> found = findLoadedClass(name);
        if (found == null) {
            found = BootLoader.loadClassOrNull(name);
        }
        if (found == null && !isInModule(name)) {
            found = findServed(name);
        }
        if (found == null) {
            if (isolated && !isInModule(name)) {
                throw new ClassNotFoundException(name);
            }
            // Modules beyond the boot loader's; jars that other agents appended; and the exception for the rest.
            return system.loadClass(name);
        }
        if (resolve) {
            resolveClass(found);
        }
        return found;
    }

    private boolean isInModule(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && modulePackages.containsKey(name.substring(0, dot));
    }

    /**
     * The class of a name if the boot loader or the served class path has it: what the application class loader's parents would look for
     * first, but without the platform class loader. That one has modules only, and their packages are not asked for here.
     *
     * @param name binary name; not in a package of a named module
     * @return null where the parents have to be asked
     */
    @Hidden
    public Class<?> findBeforeParents(String name) {
        ServedClassPath served = path;
        int place = served == null ? ServedClassPath.ABSENT : served.findClassAhead(name);
        if (place == ServedClassPath.ABSENT) {
            return null;
        }
        Class<?> found = BootLoader.loadClassOrNull(name);
        return found != null ? found : findServed(served, name, place);
    }

    /**
     * The class of a name if the served class path has it.
     *
     * @param name binary name; not in a package of a named module
     * @return null where it is absent
     */
    @Hidden
    public Class<?> findServed(String name) {
        ServedClassPath served = path;
        return served == null ? null : findServed(served, name, served.findClass(name));
    }

    @Hidden
    private Class<?> findServed(ServedClassPath served, String name, int place) {
        boolean fresh = place >= 0 && served.defined[place] == 0;
        Class<?> found = fresh ? null : findLoadedClass(name);
        if (found != null) {
            return found;
        }
        if (place == ServedClassPath.ABSENT) {
            served.counters.classMisses.incrementAndGet();
            return null;
        }
        try {
            found = OwnPermissions.areAsked() ? defineAsOurs(served, name, place) : defineFrom(served, name, place);
            if (place >= 0 && found != null) {
                served.defined[place] = 1;
            }
        } catch (LinkageError e) {
            // A second definition is refused where another thread was faster (JVMS 5.3.5).
            found = findLoadedClass(name);
            if (found == null) {
                throw e;
            }
        }
        return found;
    }

    @Hidden
    private Class<?> defineFrom(ServedClassPath served, String name, int place) {
        return place == ServedClassPath.LIVE ? defineLive(served, name) : define(served, name, place);
    }

    /** Whatever the program that asks may do. */
    @DontInline
    @Hidden
    private Class<?> defineAsOurs(ServedClassPath served, String name, int place) {
        return OwnPermissions.use(new PrivilegedAction<Class<?>>() {
            @Override
            public Class<?> run() {
                return defineFrom(served, name, place);
            }
        });
    }

    /** What most classes need; all else, and what the JIT compiler need not see here, is in methods of its own. */
    @DontInline
    @Hidden
    private Class<?> define(ServedClassPath served, String name, int place) {
        Image image = served.image();
        ServedEntry entry = served.entry(image.entryOf(place));
        served.live().reach(entry.number);
        try {
            int dot = name.lastIndexOf('.');
            if (dot > 0 && !entry.isLastPackage(name, dot)) {
                enter(name.substring(0, dot), entry);
            }
            if (served.recorder != null) {
                served.recorder.type(name, entry);
            }
            served.counters.classHits.incrementAndGet();
            served.counters.bytesDefined.addAndGet(image.size(place));
            if (entry.entry.viaJarFile()) {
                return defineVerified(served, name, place);
            }
            ProtectionDomain domain = entry.domain;
            if (domain == null) {
                domain = domain(entry);
            }
            int form = image.form(place);
            if ((form & ImageFormat.PLACE_AT_ORIGIN) != 0) {
                return defineAtOrigin(served, name, place, domain);
            }
            Class<?> defined = form >> 8 == 0 ? defineStored(served, entry, name, place, domain) : defineInflated(served, name, place, domain);
            return defined != null ? defined : defineOriginal(served, name, place, domain);
        } catch (IOException e) {
            throw new LinkageError("classcast: cannot read class " + name + " from " + entry.entry.path() + ": "
                    + e.getMessage(), e);
        }
    }

    @DontInline
    private void enter(String packageName, ServedEntry entry) throws IOException {
        PackageDefiner.ensure(this, packageName, entry);
        entry.lastPackage = packageName;
    }

    /** From the node's copy, where it is stored as it is; null where that is not what rank 0 has noted. */
    @DontInline
    @Hidden
    private Class<?> defineStored(ServedClassPath served, ServedEntry entry, String name, int place, ProtectionDomain domain) throws IOException {
        Image image = served.image();
        try {
            ByteBuffer bytes = entry.read(image, place);
            return OriginalPlace.isSound(image, place, bytes) ? defineBytes(name, bytes, domain) : null;
        } catch (ZipException e) {
            return null;
        }
    }

    /** From what was inflated of the node's copy; null likewise. */
    @Hidden
    private Class<?> defineInflated(ServedClassPath served, String name, int place, ProtectionDomain domain) throws IOException {
        InflatedClasses shared = served.inflated;
        ByteBuffer inflated = shared == null ? null : shared.get(place);
        if (inflated != null && OriginalPlace.isSound(served.image(), place, inflated)) {
            return defineBytes(name, inflated, domain);
        }
        try {
            return InflatingDefinition.define(this, served, name, place, domain);
        } catch (DataFormatException | ZipException e) {
            return null;
        }
    }

    @DontInline
    @Hidden
    Class<?> defineBytes(String name, ByteBuffer bytes, ProtectionDomain domain) {
        return defineClass(name, bytes, domain);
    }

    /** What the store does not have; null where its file may not be read, which the JDK's loader reports as absent (BuiltinClassLoader). */
    @DontInline
    @Hidden
    private Class<?> defineAtOrigin(ServedClassPath served, String name, int place, ProtectionDomain domain) throws IOException {
        String file = name.replace('.', '/').concat(".class");
        byte[] bytes;
        try {
            bytes = PlaceBytes.all(served, place, file);
        } catch (IOException e) {
            if (OriginalPlace.isDenied(served, place, file)) {
                return null;
            }
            throw e;
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    /** From the original; null where plain Java would not find the class there. */
    @DontInline
    @Hidden
    private Class<?> defineOriginal(ServedClassPath served, String name, int place, ProtectionDomain domain) throws IOException {
        byte[] bytes;
        try {
            bytes = OriginalPlace.read(served, place, name.replace('.', '/').concat(".class"));
        } catch (OriginalPlace.ChangedException e) {
            throw e;
        } catch (IOException e) {
            // The JDK's loader reports it as absent, too.
            return null;
        }
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    /** From a signed jar. */
    @DontInline
    @Hidden
    private Class<?> defineVerified(ServedClassPath served, String name, int place) throws IOException {
        ImageResource resource = new ImageResource(served, place, name.replace('.', '/').concat(".class"));
        byte[] bytes = resource.getBytes();
        return defineClass(name, bytes, 0, bytes.length,
                new CodeSource(resource.getCodeSourceURL(), resource.getCodeSigners()));
    }

    private Class<?> defineLive(ServedClassPath served, String name) {
        String file = name.replace('.', '/').concat(".class");
        ResourceSearch search = new ResourceSearch(served, file);
        URL url = search.advance() ? search.liveUrl() : null;
        if (url == null) {
            return null;
        }
        try {
            URL source = search.liveSource();
            URLConnection connection = url.openConnection();
            int dot = name.lastIndexOf('.');
            if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
                PackageDefiner.define(this, name.substring(0, dot),
                        connection instanceof JarURLConnection jar ? jar.getManifest() : null, source, false);
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readAllBytes();
                served.counters.bytesDefined.addAndGet(bytes.length);
                return defineClass(name, bytes, 0, bytes.length,
                        new CodeSource(source, LiveResource.signers(connection)));
            }
        } catch (IOException e) {
            return null;
        }
    }

    @DontInline
    private ProtectionDomain domain(ServedEntry entry) {
        CodeSource source = new CodeSource(entry.codeSourceUrl, (java.security.CodeSigner[]) null);
        return entry.domain(this, source, getPermissions(source));
    }

    @Override
    protected PermissionCollection getPermissions(CodeSource source) {
        PermissionCollection permissions = super.getPermissions(source);
        if (OwnPermissions.count()) {
            return new OwnCode(permissions, source.getLocation());
        }
        permissions.add(new RuntimePermission("exitVM"));
        return permissions;
    }

    Package definedPackage(String name) {
        return getDefinedPackage(name);
    }

    void addPackage(String name, String specTitle, String specVersion, String specVendor, String implTitle,
            String implVersion, String implVendor, URL seal) {
        definePackage(name, specTitle, specVersion, specVendor, implTitle, implVersion, implVendor, seal);
    }

    @Override
    public URL findResource(String name) {
        // The application class loader's own seam asks the image first, then what other agents appended.
        return isolated ? null : system.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return isolated ? Collections.emptyEnumeration() : system.findResources(name);
    }
}
