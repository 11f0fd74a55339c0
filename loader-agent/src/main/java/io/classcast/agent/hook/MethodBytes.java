package io.classcast.agent.hook;

import java.lang.invoke.MethodType;
import org.objectweb.asm.Opcodes;

/**
 * A method without jumps in the making: its instructions (JVMS 6.5) in the shortest form, and how many slots they take on the stack. Written
 * at the end of a class file, one after the other. Not thread-safe.
 */
public final class MethodBytes {
    private static final int LDC_W = 19;
    private static final int ILOAD_0 = 26;
    /** Local variables that take one byte to name. */
    private static final int MOST_LOCALS = 255;
    private static final int SHORT_LOCALS = 4;

    private final ClassFileBytes file;
    /** Index of the constant "Code". */
    private final int attribute;
    private int begunAt;
    private int depth;
    private int deepest;

    /**
     * Prepares.
     *
     * @param file takes the methods
     * @param attribute index of the constant "Code" there
     */
    public MethodBytes(ClassFileBytes file, int attribute) {
        this.file = file;
        this.attribute = attribute;
    }

    /**
     * Begins a method.
     *
     * @param access flags
     * @param name constant
     * @param descriptor constant
     * @param exception the class that it declares to throw, a constant; 0 for none
     * @param arguments slots, without {@code this}
     * @throws IllegalArgumentException if these are too many for short instructions
     */
    public void begin(int access, int name, int descriptor, int exception, int arguments) {
        if (arguments >= MOST_LOCALS) {
            throw new IllegalArgumentException(arguments + " slots of arguments");
        }
        file.u2(access);
        file.u2(name);
        file.u2(descriptor);
        file.u2(exception == 0 ? 1 : 2);
        if (exception != 0) {
            file.u2(file.text("Exceptions"));
            file.u4(4);
            file.u2(1);
            file.u2(exception);
        }
        file.u2(attribute);
        file.u4(0);
        begunAt = file.length();
        file.u2(0);
        file.u2(1 + arguments);
        file.u4(0);
        depth = 0;
        deepest = 0;
    }

    /** Ends it: it catches no exceptions, and has no attributes. */
    public void end() {
        file.u2At(begunAt, deepest);
        file.u4At(begunAt + 4, file.length() - begunAt - 8);
        file.u4(0);
        file.u4At(begunAt - 4, file.length() - begunAt);
    }

    /**
     * An instruction of one byte.
     *
     * @param opcode of it
     * @param pushed by how many slots the stack grows
     */
    public void simple(int opcode, int pushed) {
        file.u1(opcode);
        depth += pushed;
        deepest = Math.max(deepest, depth);
    }

    /**
     * An instruction with a constant of two bytes.
     *
     * @param opcode of it
     * @param constant its index
     * @param pushed by how many slots the stack grows
     */
    public void member(int opcode, int constant, int pushed) {
        simple(opcode, pushed);
        file.u2(constant);
    }

    /**
     * Calls a method of an interface.
     *
     * @param constant index of the method
     * @param arguments slots, with the receiver
     * @param pushed by how many slots the stack grows
     */
    public void callInterface(int constant, int arguments, int pushed) {
        member(Opcodes.INVOKEINTERFACE, constant, pushed);
        file.u1(arguments);
        file.u1(0);
    }

    /**
     * Returns what is on the stack.
     *
     * @param type of it; void for nothing
     */
    public void giveBack(Class<?> type) {
        file.u1(type == void.class ? Opcodes.RETURN : Opcodes.IRETURN + offset(type));
    }

    /** Pushes {@code this}. */
    public void loadThis() {
        load(Object.class, 0);
    }

    /**
     * Pushes a local variable.
     *
     * @param type of it
     * @param local its number
     */
    public void load(Class<?> type, int local) {
        if (local < SHORT_LOCALS) {
            simple(ILOAD_0 + SHORT_LOCALS * offset(type) + local, size(type));
        } else {
            simple(Opcodes.ILOAD + offset(type), size(type));
            file.u1(local);
        }
    }

    /**
     * Pushes a constant of one slot.
     *
     * @param index of it
     */
    public void constant(int index) {
        if (index < 256) {
            simple(Opcodes.LDC, 1);
            file.u1(index);
        } else {
            member(LDC_W, index, 1);
        }
    }

    /**
     * Pushes a number.
     *
     * @param value 0 or more, of two bytes
     */
    public void number(int value) {
        if (value <= 5) {
            simple(Opcodes.ICONST_0 + value, 1);
        } else if (value <= Byte.MAX_VALUE) {
            simple(Opcodes.BIPUSH, 1);
            file.u1(value);
        } else {
            member(Opcodes.SIPUSH, value, 1);
        }
    }

    /**
     * Slots of a value.
     *
     * @param type of it
     * @return 0 for void, 1 or 2
     */
    public static int size(Class<?> type) {
        return type == void.class ? 0 : type == long.class || type == double.class ? 2 : 1;
    }

    /**
     * Slots of all arguments.
     *
     * @param arguments types
     * @return their sum
     */
    public static int size(MethodType arguments) {
        int slots = 0;
        for (int i = 0; i < arguments.parameterCount(); i++) {
            slots += size(arguments.parameterType(i));
        }
        return slots;
    }

    /** From the instruction for int to that for another type. */
    private static int offset(Class<?> type) {
        return !type.isPrimitive() ? 4 : type == long.class ? 1 : type == float.class ? 2 : type == double.class ? 3 : 0;
    }
}
