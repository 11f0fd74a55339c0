package io.classcast.agent.classfile;

import java.lang.invoke.MethodType;
import org.objectweb.asm.Opcodes;

/**
 * A method in the making: its instructions (JVMS 6.5) in the shortest form, and how many slots they take on the stack. Jumps go forward, to where the
 * arguments are what they were. Written at the end of a class file, one after the other. Not thread-safe.
 */
public final class MethodBytes {
    private static final int LDC_W = 19;
    private static final int ILOAD_0 = 26;
    /** Local variables that take one byte to name. */
    private static final int MOST_LOCALS = 255;
    private static final int SHORT_LOCALS = 4;
    /** Frames (JVMS 4.7.4): the same locals and an empty stack, or one value, which is an object; both with two bytes of distance. */
    private static final int SAME = 251;
    private static final int ONE_VALUE = 247;
    private static final int OBJECT_VALUE = 7;

    private final ClassFileBytes file;
    /** Index of the constant "Code". */
    private final int attribute;
    private int begunAt;
    private int depth;
    private int deepest;
    /** Frames of where jumps land: pairs of a place in the code, and the constant of the class of what is on the stack, or 0. */
    private int[] frames = {};

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
        header(access, name, descriptor, exception == 0 ? 1 : 2);
        if (exception != 0) {
            file.u2(file.text("Exceptions"));
            file.u4(4);
            file.u2(1);
            file.u2(exception);
        }
        code(arguments);
    }

    /**
     * Begins a method that stack traces do not show ({@code jdk.internal.vm.annotation.Hidden}).
     *
     * @param access flags
     * @param name constant
     * @param descriptor constant
     * @param arguments slots, without {@code this}
     */
    public void beginHidden(int access, int name, int descriptor, int arguments) {
        header(access, name, descriptor, 2);
        file.u2(file.text("RuntimeVisibleAnnotations"));
        file.u4(6);
        file.u2(1);
        file.u2(file.text("Ljdk/internal/vm/annotation/Hidden;"));
        file.u2(0);
        code(arguments);
    }

    private void header(int access, int name, int descriptor, int attributes) {
        file.u2(access);
        file.u2(name);
        file.u2(descriptor);
        file.u2(attributes);
    }

    private void code(int arguments) {
        file.u2(attribute);
        file.u4(0);
        begunAt = file.length();
        file.u2(0);
        file.u2(1 + arguments);
        file.u4(0);
        depth = 0;
        deepest = 0;
        frames = new int[] {};
    }

    /** Ends it: it catches no exceptions. */
    public void end() {
        file.u2At(begunAt, deepest);
        file.u4At(begunAt + 4, file.length() - begunAt - 8);
        file.u2(0);
        file.u2(frames.length == 0 ? 0 : 1);
        if (frames.length > 0) {
            writeFrames();
        }
        file.u4At(begunAt - 4, file.length() - begunAt);
    }

    private void writeFrames() {
        file.u2(file.text("StackMapTable"));
        int lengthAt = file.length();
        file.u4(0);
        file.u2(frames.length / 2);
        int before = -1;
        for (int i = 0; i < frames.length; i += 2) {
            file.u1(frames[i + 1] == 0 ? SAME : ONE_VALUE);
            file.u2(frames[i] - before - 1);
            if (frames[i + 1] != 0) {
                file.u1(OBJECT_VALUE);
                file.u2(frames[i + 1]);
            }
            before = frames[i];
        }
        file.u4At(lengthAt, file.length() - lengthAt - 4);
    }

    /**
     * A jump.
     *
     * @param opcode of it
     * @param pushed by how many slots the stack grows
     * @return where it lands is to be told
     */
    public int jump(int opcode, int pushed) {
        int at = file.length();
        member(opcode, 0, pushed);
        return at;
    }

    /**
     * Here a jump lands; each at a place of its own, behind an instruction that does not go on.
     *
     * @param jump the jump
     * @param value constant of the class of what is on the stack; 0 where that is empty
     */
    public void land(int jump, int value) {
        file.u2At(jump + 1, file.length() - jump);
        frames = java.util.Arrays.copyOf(frames, frames.length + 2);
        frames[frames.length - 2] = file.length() - begunAt - 8;
        frames[frames.length - 1] = value;
        depth = value == 0 ? 0 : 1;
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
