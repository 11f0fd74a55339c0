package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Member;
import java.util.Map;
import jdk.internal.misc.Unsafe;

/**
 * The table in which the JDK keeps the method handles of public methods that class files name as constants
 * ({@code MethodHandles.Lookup.LOOKASIDE_TABLE}, JDK 17 to 25): a bootstrap method is looked up there once for each class that uses it. Ours
 * are put in the place of {@link LambdaMetafactory}'s, so no class of the JDK has to be redefined. Lookups of a program do not use the table.
 */
final class BootstrapTable {
    private static final String METAFACTORY = "metafactory";
    private static final String ALT_METAFACTORY = "altMetafactory";

    private BootstrapTable() {
    }

    /**
     * Puts {@link LambdaBootstraps} into it. Classes that have linked a lambda before keep the JDK's.
     *
     * @param jdk access to it
     * @throws ClasscastException where this JDK has no such table
     */
    static void putLambdas(JdkAccess jdk) {
        try {
            Map<Object, Object> table = table(jdk);
            Object known = key(table);
            MethodType type = MethodType.methodType(CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class, MethodType.class,
                    MethodHandle.class, MethodType.class);
            MethodType alt = MethodType.methodType(CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class);
            MethodHandles.Lookup lookup = jdk.trusted();
            MethodHandle ours = lookup.findStatic(LambdaBootstraps.class, METAFACTORY, type);
            // The JDK does not keep the handle of a method with a variable number of arguments, but takes it from here all the same.
            table.put(like(known, ALT_METAFACTORY, alt), lookup.findStatic(LambdaBootstraps.class, ALT_METAFACTORY, alt));
            table.put(known, ours);
        } catch (ReflectiveOperationException | ClassCastException | InternalError e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") looks bootstrap methods up in another way: " + e, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> table(JdkAccess jdk) throws NoSuchFieldException {
        return (Map<Object, Object>) jdk.constant(MethodHandles.Lookup.class, "LOOKASIDE_TABLE");
    }

    /** That of the one bootstrap method which the JDK has linked lambdas with before any agent runs, to open the module of agents. */
    private static Object key(Map<Object, Object> table) throws NoSuchMethodException {
        for (Object key : table.keySet()) {
            Member member = (Member) key;
            if (member.getDeclaringClass() == LambdaMetafactory.class && member.getName().equals(METAFACTORY)) {
                return key;
            }
        }
        throw new NoSuchMethodException("no lambda is linked yet");
    }

    /** A key ({@code MemberName}) for another static method of the same class. */
    private static Object like(Object known, String name, MethodType type) throws InstantiationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        Class<?> memberName = known.getClass();
        Object key = unsafe.allocateInstance(memberName);
        long owner = unsafe.objectFieldOffset(memberName, "clazz");
        long flags = unsafe.objectFieldOffset(memberName, "flags");
        unsafe.putReference(key, owner, unsafe.getReference(known, owner));
        unsafe.putInt(key, flags, unsafe.getInt(known, flags));
        unsafe.putReference(key, unsafe.objectFieldOffset(memberName, "name"), name);
        unsafe.putReference(key, unsafe.objectFieldOffset(memberName, "type"), type);
        return key;
    }
}
