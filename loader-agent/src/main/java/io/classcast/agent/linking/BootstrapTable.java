package io.classcast.agent.linking;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.JdkAccess;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatFactory;
import java.lang.reflect.Member;
import java.util.Map;
import jdk.internal.misc.Unsafe;

/**
 * The table in which the JDK keeps the method handles of public methods that class files name as constants
 * ({@code MethodHandles.Lookup.LOOKASIDE_TABLE}, JDK 17 to 25): a bootstrap method is looked up there once for each class that uses it. Ours
 * are put in the place of the JDK's, so none of its classes has to be redefined. Lookups of a program do not use the table. A class that has used a bootstrap
 * method before goes on with the JDK's.
 */
final class BootstrapTable {
    private static final String METAFACTORY = "metafactory";
    private static final String RARE_METAFACTORY = "altMetafactory";
    private static final String CONCAT = "makeConcatWithConstants";
    private static final Class<?>[] OF_LAMBDA = {MethodHandles.Lookup.class, String.class, MethodType.class, MethodType.class, MethodHandle.class, MethodType.class};
    private static final Class<?>[] OF_RARE_LAMBDA = {MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class};
    private static final Class<?>[] OF_CONCAT = {MethodHandles.Lookup.class, String.class, MethodType.class, String.class, Object[].class};

    private BootstrapTable() {
    }

    /**
     * Puts {@link LambdaBootstraps} into it, and {@link ConcatBootstraps}: all or nothing.
     *
     * @param jdk access to it
     * @param concat whether string concatenations are meant
     * @throws ClasscastException where this JDK has no such table
     */
    static void put(JdkAccess jdk, boolean concat) {
        try {
            Map<Object, Object> table = table(jdk);
            Object known = known(table);
            MethodHandles.Lookup lookup = jdk.trusted(LambdaBootstraps.class);
            MethodType lambda = MethodType.methodType(CallSite.class, OF_LAMBDA);
            MethodType rareLambda = MethodType.methodType(CallSite.class, OF_RARE_LAMBDA);
            MethodHandle ours = lookup.findStatic(LambdaBootstraps.class, METAFACTORY, lambda);
            // The JDK does not keep the handle of a method with a variable number of arguments, but takes it from here all the same.
            MethodHandle rare = lookup.findStatic(LambdaBootstraps.class, RARE_METAFACTORY, rareLambda);
            if (concat) {
                MethodType type = MethodType.methodType(CallSite.class, OF_CONCAT);
                MethodHandle joining = jdk.trusted(ConcatBootstraps.class).findStatic(ConcatBootstraps.class, CONCAT, type);
                table.put(key(known, StringConcatFactory.class, CONCAT, type), joining);
            }
            table.put(key(known, LambdaMetafactory.class, RARE_METAFACTORY, rareLambda), rare);
            table.put(key(known, LambdaMetafactory.class, METAFACTORY, lambda), ours);
        } catch (ReflectiveOperationException | ClassCastException | InternalError e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") looks bootstrap methods up in another way: " + e, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> table(JdkAccess jdk) throws NoSuchFieldException {
        return (Map<Object, Object>) jdk.constant(MethodHandles.Lookup.class, "LOOKASIDE_TABLE");
    }

    /** That of the bootstrap method with which the JDK has linked lambdas of its own before any agent runs, to open the module of agents. */
    private static Object known(Map<Object, Object> table) throws NoSuchMethodException {
        for (Object key : table.keySet()) {
            Member member = (Member) key;
            if (member.getDeclaringClass() == LambdaMetafactory.class && member.getName().equals(METAFACTORY)) {
                return key;
            }
        }
        throw new NoSuchMethodException("no lambda is linked yet");
    }

    /** A key ({@code MemberName}) for another public static method. */
    private static Object key(Object known, Class<?> owner, String name, MethodType type) throws InstantiationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        Class<?> memberName = known.getClass();
        Object key = unsafe.allocateInstance(memberName);
        long flags = unsafe.objectFieldOffset(memberName, "flags");
        unsafe.putInt(key, flags, unsafe.getInt(known, flags));
        unsafe.putReference(key, unsafe.objectFieldOffset(memberName, "clazz"), owner);
        unsafe.putReference(key, unsafe.objectFieldOffset(memberName, "name"), name);
        unsafe.putReference(key, unsafe.objectFieldOffset(memberName, "type"), type);
        return key;
    }
}
