package io.classcast.agent.linking;

import static io.classcast.agent.classfile.MethodBytes.size;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import org.objectweb.asm.Opcodes;

/**
 * Makes of a value what is wanted of it, as {@code TypeConvertingMethodAdapter} does (JDK 17 and 25), but for conversions that are rare: numbers
 * that are widened. Not thread-safe.
 */
final class LambdaConversion {
    /** Bits of what was needed, beside those of {@link LambdaCode}. */
    private static final int CAST_FIRST = 1 << 17;
    private static final int CAST = 1 << 18;
    private static final int BOX = 1 << 19;
    private static final int BOX_AND_CAST = 1 << 20;
    private static final int UNBOX = 1 << 21;
    private static final int UNBOX_ANY = 1 << 22;

    /** From JDK 24 on the JDK generates with a library of its own (JDK-8294960), and a few things differ. */
    static final boolean NEWER = Runtime.version().feature() >= 24;

    private final ClassFileBytes file;
    private final MethodBytes code;

    /** For one class file. */
    LambdaConversion(ClassFileBytes file, MethodBytes code) {
        this.file = file;
        this.code = code;
    }

    /**
     * Converts what is on the stack.
     *
     * @param from what it is declared as
     * @param to what is wanted
     * @param functional what it is known to be
     * @return bits of what was needed
     * @throws LeftToJdk where it is left to the JDK
     */
    int convert(Class<?> from, Class<?> to, Class<?> functional) {
        if (from == to && from == functional || from == void.class || to == void.class) {
            return 0;
        }
        return from.isPrimitive() ? ofPrimitive(from, to) : ofReference(from, to, functional);
    }

    private int ofPrimitive(Class<?> from, Class<?> to) {
        Box box = Box.of(from);
        if (from == to) {
            return 0;
        }
        if (to.isPrimitive() || to != box.type && Box.ofType(to) != null) {
            throw LeftToJdk.LEFT;
        }
        box(box);
        if (to == box.type) {
            return BOX;
        }
        cast(to);
        return BOX | BOX_AND_CAST;
    }

    private int ofReference(Class<?> from, Class<?> to, Class<?> functional) {
        Class<?> source = from;
        int needed = 0;
        if (from != functional && !functional.isPrimitive()) {
            cast(functional);
            source = functional;
            needed = CAST_FIRST;
        }
        if (to.isPrimitive()) {
            return needed | unbox(source, Box.of(to));
        }
        if (source != to) {
            cast(to);
            needed |= CAST;
        }
        return needed;
    }

    private int unbox(Class<?> source, Box box) {
        Class<?> general = box == Box.CHAR || box == Box.BOOLEAN ? box.type : Number.class;
        boolean any = Box.ofType(source) == null;
        if (any) {
            cast(general);
        } else if (source != box.type) {
            throw LeftToJdk.LEFT;
        }
        code.member(Opcodes.INVOKEVIRTUAL, box.method(file, false, any || NEWER ? general : source), size(box.primitive) - 1);
        return any ? UNBOX_ANY : UNBOX;
    }

    private void cast(Class<?> type) {
        if (type != Object.class) {
            code.member(Opcodes.CHECKCAST, file.type(type), 0);
        }
    }

    /** Boxes what is on the stack. */
    void box(Box box) {
        code.member(Opcodes.INVOKESTATIC, box.method(file, true, box.type), 1 - size(box.primitive));
    }
}
