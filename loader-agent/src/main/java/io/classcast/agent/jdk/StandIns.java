package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.hook.SearchPath;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import jdk.internal.loader.BootLoader;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.URLClassPath;
import jdk.internal.misc.Unsafe;

/**
 * The quick door: two objects that stand where the application class loader's parent and search path stood, and ask
 * {@link ClassPathSeam}: subclasses of the JDK's, in its package ({@link LoaderCode}). Neither has anything of what
 * it stands for: the parent keeps the real one, and the search path one of the JDK's for what the JDK is to search
 * itself. {@link SystemLoader} gives a parent of this kind to its loader, too. No class is redefined for it. Once a
 * JVM has redefined one, HotSpot makes the virtual tables of every class that it takes from an archive anew, in pages
 * of its own ({@code InstanceKlass::restore_unshareable_info}, JDK 17 to 25).
 */
public final class StandIns extends ApplicationPath {
    private static final int OVERRIDABLE = Modifier.FINAL | Modifier.STATIC | Modifier.PRIVATE;

    private final JdkAccess jdk;
    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final LoaderMaker maker;
    /** Offsets of fields of {@code BuiltinClassLoader}. */
    private final long ucp;
    private final long parent;
    private URLClassPath path;

    private StandIns(JdkAccess jdk, long ucp, long parent, LoaderMaker maker) {
        super(null);
        this.jdk = jdk;
        this.ucp = ucp;
        this.parent = parent;
        this.maker = maker;
    }

    /**
     * Puts them into the application class loader.
     *
     * @param jdk access to it
     * @throws ClasscastException where the JDK is one that would not ask them; names what is another one; nothing
     *         was changed then
     */
    static StandIns open(JdkAccess jdk) {
        PathShape shape = PathShape.look();
        checkLoaders();
        try {
            BuiltinClassLoader app = jdk.appLoader();
            long ucp = JdkFields.offset(BuiltinClassLoader.class, "ucp", URLClassPath.class);
            long parent = JdkFields.offset(BuiltinClassLoader.class, "parent", BuiltinClassLoader.class);
            Unsafe unsafe = Unsafe.getUnsafe();
            URLClassPath before = (URLClassPath) unsafe.getReference(app, ucp);
            BuiltinClassLoader real = (BuiltinClassLoader) unsafe.getReference(app, parent);
            if (before == null || real == null || BootLoader.loadClassOrNull("java.lang.Object") == null) {
                throw new ClasscastException("the application class loader has no search path or no parent");
            }
            define(unsafe, LoaderCode.PATH, StandInCode.path(shape));
            define(unsafe, LoaderCode.PARENT, ParentCode.parent(shape));
            Class<?> type = define(unsafe, ParentCode.MAKER, ParentCode.maker(shape));
            StandIns made = new StandIns(jdk, ucp, parent, (LoaderMaker) unsafe.allocateInstance(type));
            URL[] urls = before.getURLs();
            Object standIn = made.maker.parent(real);
            made.replace(urls, urls);
            unsafe.putReferenceRelease(app, parent, standIn);
            return made;
        } catch (NoSuchFieldException e) {
            throw new ClasscastException(e.getMessage() + " is not there", e);
        } catch (InstantiationException | ClassCastException | LinkageError | InternalError e) {
            throw new ClasscastException("the JVM refuses a class beside its class loaders: " + e, e);
        }
    }

    /** Whether they could be put there. */
    static boolean fits() {
        try {
            PathShape.look();
            checkLoaders();
            JdkFields.offset(BuiltinClassLoader.class, "ucp", URLClassPath.class);
            JdkFields.offset(BuiltinClassLoader.class, "parent", BuiltinClassLoader.class);
            return true;
        } catch (ClasscastException | NoSuchFieldException e) {
            return false;
        }
    }

    /** What the code of the stand-ins calls. */
    private static void checkLoaders() {
        boolean loads = false;
        for (Method method : BuiltinClassLoader.class.getDeclaredMethods()) {
            Class<?>[] takes = method.getParameterTypes();
            loads |= method.getName().equals(ParentCode.LOAD) && method.getReturnType() == Class.class
                    && takes.length == 2 && takes[0] == String.class
                    && takes[1] == boolean.class && (method.getModifiers() & OVERRIDABLE) == 0;
        }
        if (!loads) {
            throw new ClasscastException("jdk.internal.loader.BuiltinClassLoader has another ".concat(ParentCode.LOAD));
        }
        boolean made = false;
        for (Constructor<?> constructor : BuiltinClassLoader.class.getDeclaredConstructors()) {
            Class<?>[] takes = constructor.getParameterTypes();
            made |= takes.length == 3 && takes[0] == String.class && takes[1] == BuiltinClassLoader.class
                    && takes[2] == URLClassPath.class
                    && !Modifier.isPrivate(constructor.getModifiers());
        }
        if (!made) {
            throw new ClasscastException("jdk.internal.loader.BuiltinClassLoader has another constructor");
        }
    }

    static Class<?> define(Unsafe unsafe, String name, byte[] bytes) {
        return unsafe.defineClass(name, bytes, 0, bytes.length, null, null);
    }

    @Override
    SearchPath path() {
        return (SearchPath) path;
    }

    @Override
    void replace(URL[] shown, URL[] searched) {
        URLClassPath made = maker.standIn(shown);
        if (searched != shown) {
            ((SearchPath) made).searchOnly(searched);
        }
        path = made;
        ClassPathSeam.search((SearchPath) made);
        unsafe.putReferenceRelease(jdk.appLoader(), ucp, made);
    }

    @Override
    void hideFromBoot(URL jar) {
        Object boot = jdk.bootLoader();
        URLClassPath searched = boot == null ? null : (URLClassPath) unsafe.getReference(boot, ucp);
        // A boot loader out of the JVM's archive has no path (JDK 17).
        if (searched == null) {
            return;
        }
        URL[] urls = searched.getURLs();
        for (int i = urls.length - 1; i >= 0; i--) {
            if (urls[i].toString().equals(jar.toString())) {
                unsafe.putReferenceRelease(boot, ucp, maker.path(without(urls, i)));
                return;
            }
        }
    }

    /** Another parent of the same kind, for the same one: of a loader that defines classes itself. */
    private BuiltinClassLoader anotherParent() throws NoSuchFieldException {
        Object standIn = unsafe.getReference(jdk.appLoader(), parent);
        long real = JdkFields.offset(standIn.getClass(), LoaderCode.REAL, BuiltinClassLoader.class);
        return maker.parent((BuiltinClassLoader) unsafe.getReference(standIn, real));
    }

    /**
     * Changes whom a new loader beside the application class loader asks. The two have their packages in common:
     * those of the class path are the new one's alone, those of modules the other one's.
     *
     * @param loader made by {@link SystemLoader}
     * @param itsPath a {@code URLClassPath}
     * @throws NoSuchFieldException where this JDK keeps packages elsewhere
     */
    void seat(BuiltinClassLoader loader, Object itsPath) throws NoSuchFieldException {
        long packages = JdkFields.named(ClassLoader.class, "packages");
        BuiltinClassLoader itsParent = anotherParent();
        unsafe.putReferenceRelease(loader, packages, unsafe.getReference(jdk.appLoader(), packages));
        unsafe.putReferenceRelease(loader, ucp, itsPath);
        unsafe.putReferenceRelease(loader, parent, itsParent);
    }

    /** From now on the application class loader asks another one for every class; null: it defines them itself. */
    void delegateTo(BuiltinClassLoader definer) {
        Object standIn = unsafe.getReference(jdk.appLoader(), parent);
        unsafe.putReferenceVolatile(standIn, unsafe.objectFieldOffset(standIn.getClass(), ParentCode.DEFINER), definer);
    }
}
