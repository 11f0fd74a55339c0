package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.classpath.StatFields;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.ClassLoaders;
import jdk.internal.misc.Unsafe;

/** Access to what the JDK has for itself. Nothing is changed here. */
public final class JdkAccess {
    private final BuiltinClassLoader app;
    private final Unsafe unsafe = Unsafe.getUnsafe();

    private JdkAccess() {
        app = (BuiltinClassLoader) ClassLoaders.appClassLoader();
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
        return JdkFields.constant(type.getDeclaredField(name));
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
        } catch (ClassCastException | LinkageError | InternalError e) {
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
     * The boot loader's object for resources: neither the platform class loader nor the application class loader.
     *
     * @return null where this JDK has it elsewhere
     */
    Object bootLoader() {
        for (Field field : ClassLoaders.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && BuiltinClassLoader.class.isAssignableFrom(field.getType())) {
                Object loader = JdkFields.constant(field);
                if (loader != app && loader != ClassLoaders.platformClassLoader()) {
                    return loader;
                }
            }
        }
        return null;
    }

    /**
     * Changes what {@code ClassLoader.getSystemClassLoader} answers. Up to JDK 25 that is in a static field of {@code ClassLoader}, which reflection hides, but it
     * lies in the class object, as all do in HotSpot; from JDK 26 on in one of {@code ClassLoader.Holder}.
     *
     * @param before what it answers
     * @param loader what it is to answer
     * @throws NoSuchFieldException where this JDK has it elsewhere; nothing has changed then
     */
    void setSystemLoader(ClassLoader before, ClassLoader loader) throws NoSuchFieldException {
        if (ClassLoader.getSystemClassLoader() != before) {
            throw new NoSuchFieldException("another system class loader");
        }
        Object holder = ClassLoader.class;
        long scl;
        try {
            scl = JdkFields.named(ClassLoader.class, "scl");
        } catch (NoSuchFieldException e) {
            Field field = holderField();
            holder = unsafe.staticFieldBase(field);
            scl = unsafe.staticFieldOffset(field);
        }
        if (unsafe.getReference(holder, scl) != before) {
            throw new NoSuchFieldException("java.lang.ClassLoader.scl");
        }
        unsafe.putReferenceVolatile(holder, scl, loader);
        if (ClassLoader.getSystemClassLoader() != loader) {
            unsafe.putReferenceVolatile(holder, scl, before);
            throw new NoSuchFieldException("java.lang.ClassLoader.getSystemClassLoader goes by another field");
        }
    }

    private static Field holderField() throws NoSuchFieldException {
        try {
            for (Field field : Class.forName("java.lang.ClassLoader$Holder", true, null).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == ClassLoader.class) {
                    return field;
                }
            }
        } catch (ClassNotFoundException e) {
            // Told below.
        }
        throw new NoSuchFieldException("java.lang.ClassLoader.scl");
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
}
