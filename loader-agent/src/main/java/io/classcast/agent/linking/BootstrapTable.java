package io.classcast.agent.linking;

import io.classcast.ClasscastException;
import io.classcast.agent.jdk.JdkAccess;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.concurrent.ConcurrentHashMap;
import jdk.internal.misc.Unsafe;

/**
 * Stands where the JDK keeps the method handles of public methods that class files name as constants
 * ({@code MethodHandles.Lookup.LOOKASIDE_TABLE}, JDK 17 to 25): a bootstrap method is looked up there once for each class that uses it. For the JDK's
 * bootstrap methods this gives ours, so no class of the JDK has to be redefined. Lookups of a program do not use the table. A class that has used a bootstrap
 * method before goes on with the JDK's. Ours are made when they are first asked for: that takes longer than all else before main. Thread-safe.
 */
final class BootstrapTable extends ConcurrentHashMap<Object, Object> {
    private static final long serialVersionUID = 1;
    private static final String METAFACTORY = "metafactory";
    private static final String RARE_METAFACTORY = "altMetafactory";
    private static final String CONCAT = "makeConcatWithConstants";

    private final transient JdkAccess jdk;

    private BootstrapTable(JdkAccess jdk) {
        this.jdk = jdk;
    }

    /**
     * Puts one there, with all that is in the JDK's.
     *
     * @param jdk access to it
     * @throws ClasscastException where this JDK has no such table
     */
    static void install(JdkAccess jdk) {
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            unsafe.ensureClassInitialized(MethodHandles.Lookup.class);
            Field field = MethodHandles.Lookup.class.getDeclaredField("LOOKASIDE_TABLE");
            if (field.getType() != ConcurrentHashMap.class) {
                throw new NoSuchFieldException("LOOKASIDE_TABLE is a " + field.getType().getName());
            }
            Object holder = unsafe.staticFieldBase(field);
            long offset = unsafe.staticFieldOffset(field);
            BootstrapTable ours = new BootstrapTable(jdk);
            ours.putAll((ConcurrentHashMap<?, ?>) unsafe.getReference(holder, offset));
            unsafe.putReferenceRelease(holder, offset, ours);
        } catch (NoSuchFieldException | InternalError e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") looks bootstrap methods up in another way: " + e, e);
        }
    }

    /** The key is a {@code MemberName}. */
    @Override
    public Object get(Object key) {
        Class<?> owner = ((Member) key).getDeclaringClass();
        if (owner == LambdaMetafactory.class || owner == StringConcatFactory.class && ConcatBootstraps.isShorter()) {
            Object ours = ours(((Member) key).getName());
            if (ours != null) {
                return ours;
            }
        }
        return super.get(key);
    }

    /** By its name, which is no key of the JDK's; null for another method, and where ours are off. */
    private Object ours(String name) {
        Object made = super.get(name);
        return made != null ? made : make(name);
    }

    private Object make(String name) {
        if (!name.equals(METAFACTORY) && !name.equals(RARE_METAFACTORY) && !name.equals(CONCAT) || !Linking.state().isOn()) {
            return null;
        }
        try {
            Class<?> lookup = MethodHandles.Lookup.class;
            Class<?>[] arguments = name.equals(METAFACTORY)
                    ? new Class<?>[] {lookup, String.class, MethodType.class, MethodType.class, MethodHandle.class, MethodType.class}
                    : name.equals(CONCAT) ? new Class<?>[] {lookup, String.class, MethodType.class, String.class, Object[].class}
                    : new Class<?>[] {lookup, String.class, MethodType.class, Object[].class};
            Class<?> ours = name.equals(CONCAT) ? ConcatBootstraps.class : LambdaBootstraps.class;
            // The JDK does not keep the handle of a method with a variable number of arguments, but takes it from here all the same.
            MethodHandle handle = jdk.trusted(ours).findStatic(ours, name, MethodType.methodType(CallSite.class, arguments));
            put(name, handle);
            return handle;
        } catch (Throwable e) {
            // A stack that is full, say.
            Linking.state().off(e);
            return null;
        }
    }
}
