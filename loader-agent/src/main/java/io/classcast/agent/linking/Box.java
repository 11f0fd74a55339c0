package io.classcast.agent.linking;

import io.classcast.agent.classfile.ClassFileBytes;

/** The classes that box primitive values, and their methods. */
enum Box {
    INT(int.class, Integer.class, "intValue"),
    LONG(long.class, Long.class, "longValue"),
    BOOLEAN(boolean.class, Boolean.class, "booleanValue"),
    DOUBLE(double.class, Double.class, "doubleValue"),
    BYTE(byte.class, Byte.class, "byteValue"),
    CHAR(char.class, Character.class, "charValue"),
    SHORT(short.class, Short.class, "shortValue"),
    FLOAT(float.class, Float.class, "floatValue");

    private static final Box[] ALL = values();

    /** The class. */
    final Class<?> type;
    /** What it boxes. */
    final Class<?> primitive;
    private final String value;

    Box(Class<?> primitive, Class<?> type, String value) {
        this.primitive = primitive;
        this.type = type;
        this.value = value;
    }

    /** That of a primitive type. */
    static Box of(Class<?> primitive) {
        for (Box box : ALL) {
            if (box.primitive == primitive) {
                return box;
            }
        }
        throw new IllegalArgumentException(primitive.getName());
    }

    /** That with a class; null where it is another one. */
    static Box ofType(Class<?> type) {
        for (Box box : ALL) {
            if (box.type == type) {
                return box;
            }
        }
        return null;
    }

    /**
     * Puts the constant of a method.
     *
     * @param file takes it
     * @param boxes the static one that boxes; else the one that gives the value
     * @param owner of the method
     * @return its index
     */
    int method(ClassFileBytes file, boolean boxes, Class<?> owner) {
        String own = primitive.descriptorString();
        int name = file.text(boxes ? "valueOf" : value);
        int descriptor = file.text(boxes ? "(" + own + ")" + type.descriptorString() : "()" + own);
        return file.referring(ClassFileBytes.METHOD, file.type(owner),
                file.referring(ClassFileBytes.NAME_AND_TYPE, name, descriptor));
    }
}
