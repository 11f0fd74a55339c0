package io.classcast.agent.jdk;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;

/**
 * Where objects of the JDK have their fields: by the usual name, or by what they look like, since names change from
 * one JDK to the next.
 */
final class JdkFields {
    private JdkFields() {
    }

    /**
     * Where an object has a field: that of the usual name and this type, else the only one of its type, but for
     * volatile ones.
     *
     * @param owner class of the object
     * @param name usual name of the field
     * @param type of the field
     * @return offset for {@code Unsafe}
     * @throws NoSuchFieldException where this JDK has none, or two
     */
    static long offset(Class<?> owner, String name, Class<?> type) throws NoSuchFieldException {
        Field only = null;
        int count = 0;
        for (Field field : owner.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && field.getType() == type) {
                if (field.getName().equals(name)) {
                    return Unsafe.getUnsafe().objectFieldOffset(field);
                }
                if (!Modifier.isVolatile(field.getModifiers())) {
                    only = field;
                    count++;
                }
            }
        }
        if (count != 1) {
            throw new NoSuchFieldException(owner.getName() + "." + name);
        }
        return Unsafe.getUnsafe().objectFieldOffset(only);
    }

    /**
     * Where an object has a field of this name, whatever it is; for classes whose fields reflection hides.
     *
     * @param owner class of the object
     * @param name of the field
     * @return offset for {@code Unsafe}
     * @throws NoSuchFieldException where this JDK has none
     */
    static long named(Class<?> owner, String name) throws NoSuchFieldException {
        try {
            return Unsafe.getUnsafe().objectFieldOffset(owner, name);
        } catch (InternalError e) {
            throw new NoSuchFieldException(owner.getName() + "." + name);
        }
    }

    /**
     * The value of a static field, which is initialised with its class.
     *
     * @param field of a class that is initialised
     * @return its value
     */
    static Object constant(Field field) {
        Unsafe unsafe = Unsafe.getUnsafe();
        return unsafe.getReference(unsafe.staticFieldBase(field), unsafe.staticFieldOffset(field));
    }
}
