package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import io.classcast.classpath.StatFields;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.ClassLoaders;
import jdk.internal.loader.URLClassPath;
import jdk.internal.misc.Unsafe;

/**
 * The fields of {@code jdk.internal.loader} that Classcast reads and changes (the same in JDK 17 to 25). An unknown JDK is
 * noticed here, before anything was changed.
 */
public final class JdkAccess {
    private final BuiltinClassLoader app;
    /** Offsets of fields of {@code BuiltinClassLoader}. */
    private final long parent;
    private final long ucp;
    private final URLClassPath bootPath;
    private final Unsafe unsafe = Unsafe.getUnsafe();
    /** Offsets of fields of {@code URLClassPath}. */
    private final long path;
    private final long unopened;
    private final long loaders;
    private final long opened;

    private JdkAccess() throws NoSuchFieldException {
        app = (BuiltinClassLoader) ClassLoaders.appClassLoader();
        parent = offset(BuiltinClassLoader.class, "parent");
        ucp = offset(BuiltinClassLoader.class, "ucp");
        bootPath = (URLClassPath) unsafe.getReference(constant(ClassLoaders.class, "BOOT_LOADER"), ucp);
        path = offset(URLClassPath.class, "path");
        unopened = offset(URLClassPath.class, "unopenedUrls");
        loaders = offset(URLClassPath.class, "loaders");
        opened = offset(URLClassPath.class, "lmap");
    }

    private long offset(Class<?> type, String field) throws NoSuchFieldException {
        try {
            return unsafe.objectFieldOffset(type, field);
        } catch (InternalError e) {
            throw new NoSuchFieldException(type.getName() + "." + field);
        }
    }

    /**
     * The value of a static field, which is initialised with its class.
     *
     * @param type the class
     * @param name of the field
     * @return its value
     * @throws NoSuchFieldException where this JDK has none
     */
    public Object constant(Class<?> type, String name) throws NoSuchFieldException {
        unsafe.ensureClassInitialized(type);
        Field field = type.getDeclaredField(name);
        return unsafe.getReference(unsafe.staticFieldBase(field), unsafe.staticFieldOffset(field));
    }

    /**
     * Exports the JDK's loader packages to the agent alone, lets the JDK read the agent, and looks the fields up. They are read by offset: reflection
     * would set up method handles for each (JDK 25), before main.
     *
     * @param instrumentation the agent's
     * @return access
     * @throws ClasscastException where this JDK looks different, or the system class loader is not its own
     */
    public static JdkAccess open(Instrumentation instrumentation) {
        JdkPackages.open(instrumentation);
        // What ClassLoader.initSystemClassLoader goes by.
        String own = System.getProperty("java.system.class.loader");
        if (own != null && !(ClassLoader.getSystemClassLoader() instanceof BuiltinClassLoader)) {
            throw new ClasscastException("the system class loader is the application's own (-Djava.system.class.loader=" + own + ")");
        }
        try {
            return new JdkAccess();
        } catch (NoSuchFieldException | ClassCastException | LinkageError | InternalError e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") is not known to this version of Classcast: "
                    + e);
        }
    }

    /**
     * All of a file's attributes, read from the JDK's.
     *
     * @return null where this JDK's look different
     */
    public StatFields statFields() {
        return StatOffsets.of(unsafe);
    }

    /**
     * The application class loader.
     *
     * @return the JDK's own
     */
    public BuiltinClassLoader appLoader() {
        return app;
    }

    /**
     * What the application class loader searches.
     *
     * @return its search path object
     */
    URLClassPath appPath() {
        return (URLClassPath) unsafe.getReference(app, ucp);
    }

    /**
     * Whom the application class loader asks first.
     *
     * @return the platform class loader
     */
    Object appParent() {
        return unsafe.getReference(app, parent);
    }

    /**
     * Changes whom a new loader beside the application class loader asks. The two have their packages in common: those of the class path
     * are the new one's alone, those of modules the other one's.
     *
     * @param loader made by {@link SystemLoader}
     * @param itsParent a {@code BuiltinClassLoader}
     * @param itsPath a {@code URLClassPath}
     * @throws NoSuchFieldException where this JDK keeps packages elsewhere
     */
    void seat(BuiltinClassLoader loader, Object itsParent, Object itsPath) throws NoSuchFieldException {
        long packages = offset(ClassLoader.class, "packages");
        unsafe.putReferenceRelease(loader, packages, unsafe.getReference(app, packages));
        unsafe.putReferenceRelease(loader, ucp, itsPath);
        unsafe.putReferenceRelease(loader, parent, itsParent);
    }

    /**
     * Where {@code ClassLoader.getSystemClassLoader} has its answer: a static field, in the class object as HotSpot keeps them.
     *
     * @return offset in {@code ClassLoader.class}
     * @throws NoSuchFieldException where this JDK has it elsewhere
     */
    long systemLoader() throws NoSuchFieldException {
        long scl = offset(ClassLoader.class, "scl");
        if (unsafe.getReference(ClassLoader.class, scl) != ClassLoader.getSystemClassLoader()) {
            throw new NoSuchFieldException("java.lang.ClassLoader.scl");
        }
        return scl;
    }

    /**
     * Changes whom the application class loader asks. ({@code ClassLoader.getParent} reads another field.)
     *
     * @param newParent a {@code BuiltinClassLoader}
     * @param newPath an empty search path; it gets the lists of the present one, so who still has that one adds to both
     */
    void seat(Object newParent, Object newPath) {
        URLClassPath now = appPath();
        for (long list : new long[] {path, unopened, loaders, opened}) {
            unsafe.putReference(newPath, list, unsafe.getReference(now, list));
        }
        unsafe.putReferenceRelease(app, ucp, newPath);
        unsafe.putReferenceRelease(app, parent, newParent);
    }

    /**
     * A lookup in the name of java.base, whose native access the JDK neither checks nor warns about.
     *
     * @return with all access to {@code java.lang.Object}
     * @throws ClasscastException where this JDK has no such thing
     */
    public MethodHandles.Lookup trusted() {
        return trusted(Object.class);
    }

    /**
     * A lookup in the name of one of the JDK's classes.
     *
     * @param type the class
     * @return with all access to it
     * @throws ClasscastException where this JDK has no such thing
     */
    public MethodHandles.Lookup trusted(Class<?> type) {
        try {
            return ((MethodHandles.Lookup) constant(MethodHandles.Lookup.class, "IMPL_LOOKUP")).in(type);
        } catch (NoSuchFieldException e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") has no IMPL_LOOKUP", e);
        }
    }

    /**
     * The launch class path as the JVM has already resolved it: reading it costs no file-system operation.
     *
     * @return URLs in order, duplicates included; what agents appended is left out
     */
    public List<String> launchClassPath() {
        String text = System.getProperty("java.class.path", "");
        if (text.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return List.of();
        }
        int elements = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == java.io.File.pathSeparatorChar) {
                elements++;
            }
        }
        URL[] urls = appPath().getURLs();
        List<String> launch = new ArrayList<>();
        for (int i = 0; i < Math.min(elements, urls.length); i++) {
            launch.add(urls[i].toString());
        }
        return launch;
    }

    /**
     * Takes our own jar off the two search paths on which {@code -javaagent} and {@code Boot-Class-Path} put it, so that the
     * application does not see its resources. The JVM itself finds our classes by a list of its own.
     *
     * @param fileName of the agent's jar; it names itself in Boot-Class-Path, so it cannot have another name
     */
    public void hide(String fileName) {
        URL jar = null;
        for (URL url : appPath().getURLs()) {
            jar = url.getPath().endsWith(fileName) ? url : jar;
        }
        if (jar != null) {
            // A boot loader out of the JVM's archive has no path (JDK 17).
            for (URLClassPath searched : bootPath == null ? new URLClassPath[] {appPath()} : new URLClassPath[] {appPath(), bootPath}) {
                List<URL> all = get(path, searched);
                // Only the last one is the agent's own; a user may have put the jar on the class path as well.
                int last = all.size() - 1;
                while (last >= 0 && !all.get(last).toString().equals(jar.toString())) {
                    last--;
                }
                if (last >= 0) {
                    all.remove(last);
                    searchOnly(searched, Set.of());
                }
            }
        }
    }

    /**
     * Leaves nothing for the application class loader's own search but what agents appended: from now on a name that is
     * not in the image costs no file-system operation.
     *
     * @param launch the launch class path
     */
    public void retireLaunchPath(List<String> launch) {
        searchOnly(appPath(), new HashSet<>(launch));
    }

    /** Gives the application class loader its whole search path back. */
    public void restoreLaunchPath() {
        searchOnly(appPath(), Set.of());
    }

    /**
     * Puts the class path that was kept off the command line in the place of our own jar, which is hidden already. The search
     * goes by it from the next {@link #retireLaunchPath} or {@link #restoreLaunchPath} on.
     *
     * @param urls in order
     */
    public void setLaunchPath(List<String> urls) {
        URLClassPath appPath = appPath();
        synchronized (appPath) {
            List<URL> all = get(path, appPath);
            int at = 0;
            for (String url : urls) {
                try {
                    all.add(at, new URL(url));
                    at++;
                } catch (java.net.MalformedURLException e) {
                    // The JDK would leave it out as well.
                }
            }
        }
    }

    /** Makes a search path start again, without some of its URLs. */
    private void searchOnly(URLClassPath searched, Set<String> retired) {
        synchronized (searched) {
            ArrayDeque<URL> left = get(unopened, searched);
            synchronized (left) {
                left.clear();
                this.<ArrayList<?>>get(loaders, searched).clear();
                this.<HashMap<?, ?>>get(opened, searched).clear();
                for (URL url : this.<ArrayList<URL>>get(path, searched)) {
                    if (!retired.contains(url.toString())) {
                        left.addLast(url);
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T get(long field, URLClassPath searched) {
        return (T) unsafe.getReference(searched, field);
    }
}
