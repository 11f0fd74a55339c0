package io.classcast.agent.linking;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says, as text: the same for all that differ in the order and number of their constants, in the stack that they ask for, or in their
 * own name. Only for the class files of lambdas, whose methods have no jumps: what is unknown is an error. Not thread-safe.
 */
final class ClassText {
    private static final int POOL = 10;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int LDC_W = 19;
    private static final int LDC2_W = 20;
    private static final int WIDE = 196;

    private final byte[] bytes;
    private final int[] constants;
    private final StringBuilder text = new StringBuilder(1024);
    private final String self;
    private int at;

    private ClassText(byte[] bytes) {
        this.bytes = bytes;
        constants = new int[u2(POOL - 2)];
        at = POOL;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            switch (tag) {
                case UTF8:
                    at += 3 + u2(at + 1);
                    break;
                case CLASS:
                case STRING:
                case 16:
                    at += 3;
                    break;
                case 15:
                    at += 4;
                    break;
                case 5:
                case 6:
                    at += 9;
                    i++;
                    break;
                case INTEGER:
                case 4:
                case 9:
                case 10:
                case 11:
                case 12:
                case 17:
                case 18:
                    at += 5;
                    break;
                default:
                    throw new IllegalArgumentException("constant of kind " + tag);
            }
        }
        int own = u2(at + 2);
        self = own == 0 ? null : utf8(u2(constants[own] + 1));
    }

    /**
     * Reads a class file.
     *
     * @param bytes of it
     * @return null where it has no name: nobody has written it
     * @throws RuntimeException where it is not of the kind that is known
     */
    static String of(byte[] bytes) {
        ClassText made = new ClassText(bytes);
        return made.self == null ? null : made.read();
    }

    private String read() {
        text.append(u2(4)).append('.').append(u2(6)).append(' ').append(u2(at));
        at += 2;
        constant();
        constant();
        for (int interfaces = take(); interfaces > 0; interfaces--) {
            constant();
        }
        for (int fields = take(); fields > 0; fields--) {
            member();
        }
        text.append(" methods");
        for (int methods = take(); methods > 0; methods--) {
            member();
        }
        attributes();
        return text.toString();
    }

    private void member() {
        text.append('\n').append(take());
        constant();
        constant();
        attributes();
    }

    private void attributes() {
        for (int attributes = take(); attributes > 0; attributes--) {
            String name = utf8(take());
            text.append(' ').append(name);
            int end = at + 4 + (u2(at) << 16 | u2(at + 2));
            at += 4;
            switch (name) {
                case "Code":
                    code();
                    break;
                case "Exceptions":
                    for (int exceptions = take(); exceptions > 0; exceptions--) {
                        constant();
                    }
                    break;
                default:
                    throw new IllegalArgumentException("attribute " + name);
            }
            if (at != end) {
                throw new IllegalArgumentException("length of " + name);
            }
        }
    }

    private void code() {
        at += 2;
        text.append(' ').append(take());
        int end = at + 4 + (u2(at) << 16 | u2(at + 2));
        at += 4;
        while (at < end) {
            instruction();
        }
        if (take() != 0) {
            throw new IllegalArgumentException("exception handlers");
        }
        attributes();
    }

    private void instruction() {
        int opcode = bytes[at++] & 0xFF;
        text.append('\n').append(opcode == LDC_W ? Opcodes.LDC : opcode);
        if (opcode == Opcodes.LDC) {
            constant(bytes[at++] & 0xFF);
        } else if (opcode == LDC_W || opcode == LDC2_W || opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.NEW
                || opcode == Opcodes.ANEWARRAY || opcode == Opcodes.CHECKCAST) {
            constant();
            if (opcode == Opcodes.INVOKEINTERFACE) {
                text.append(' ').append(take());
            }
        } else if (opcode == Opcodes.BIPUSH || opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
            text.append(' ').append(bytes[at++]);
        } else if (opcode == Opcodes.SIPUSH) {
            text.append(' ').append(take());
        } else if (opcode > Opcodes.DCONST_1 && opcode < Opcodes.ILOAD || opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE
                || opcode >= Opcodes.IFEQ && opcode <= Opcodes.LOOKUPSWITCH || opcode == Opcodes.INVOKEDYNAMIC || opcode == Opcodes.IINC
                || opcode == Opcodes.NEWARRAY || opcode == Opcodes.INSTANCEOF || opcode >= WIDE) {
            throw new IllegalArgumentException("instruction " + opcode);
        }
    }

    private void constant() {
        constant(take());
    }

    private void constant(int index) {
        int where = constants[index];
        int tag = bytes[where];
        text.append(' ').append(tag).append(':');
        switch (tag) {
            case UTF8:
                text.append(utf8(index));
                break;
            case INTEGER:
                text.append(u2(where + 1) << 16 | u2(where + 3));
                break;
            case CLASS:
                String name = utf8(u2(where + 1));
                // A name of its own kind: the JDK's has a number.
                text.append(name.equals(self) ? "#self" : name);
                break;
            case STRING:
                text.append(utf8(u2(where + 1)));
                break;
            case 9:
            case 10:
            case 11:
            case 12:
                constant(u2(where + 1));
                constant(u2(where + 3));
                break;
            default:
                throw new IllegalArgumentException("constant of kind " + tag);
        }
    }

    /** In the modified form that class files have; to compare it, that is good enough. */
    private String utf8(int index) {
        int where = constants[index];
        return new String(bytes, where + 3, u2(where + 1), StandardCharsets.ISO_8859_1);
    }

    private int take() {
        int value = u2(at);
        at += 2;
        return value;
    }

    private int u2(int where) {
        return (bytes[where] & 0xFF) << 8 | bytes[where + 1] & 0xFF;
    }
}
