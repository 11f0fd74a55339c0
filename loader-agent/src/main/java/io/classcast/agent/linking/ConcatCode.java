package io.classcast.agent.linking;

import java.lang.invoke.MethodType;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that joins arguments of given types, between constants that its object holds, with the helpers that the JDK's method
 * handles call ({@code java.lang.StringConcatHelper}, JDK 17), in their order: arguments become strings from left to right, lengths are
 * added up, characters written from right to left. For two references:
 *
 * <pre>
 * static String concat(Object constants, Object a0, Object a1) {
 *     String s0 = StringConcatHelper.stringOf(a0), s1 = StringConcatHelper.stringOf(a1);
 *     long at = StringConcatHelper.mix(StringConcatHelper.mix(constants.start, s0), s1);
 *     byte[] bytes = StringConcatHelper.newArrayWithSuffix(constants.suffix, at);
 *     at = StringConcatHelper.prepend(at, bytes, s1, constants.prefix1);
 *     at = StringConcatHelper.prepend(at, bytes, s0, constants.prefix0);
 *     return StringConcatHelper.newString(bytes, at);
 * }
 * </pre>
 */
final class ConcatCode {
    /** The static method. */
    static final String METHOD = "concat";
    /** Fields with the constant before each argument, or null, and their number. */
    static final String PREFIX = "prefix";
    /** The field with the constant behind the last one, or an empty string. */
    static final String SUFFIX = "suffix";
    /** The field with the length of all constants but the suffix; above it, in bit 32, whether one is not Latin-1. */
    static final String START = "start";

    /** As the JDK names its own from 24 on. */
    private static final String NAME = "java/lang/String$$StringConcat";
    private static final String HELPER = "java/lang/StringConcatHelper";
    private static final String STRING = "Ljava/lang/String;";
    private static final int CONSTANT = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;

    private final MethodVisitor code;
    /** Descriptors of the arguments, of what they have become, and their local variables. */
    private final String[] types;
    private final int[] locals;
    /** Local variables behind them. */
    private final int at;
    private final int bytes;

    private ConcatCode(MethodVisitor code, MethodType arguments) {
        this.code = code;
        types = new String[arguments.parameterCount()];
        locals = new int[types.length];
        int next = 1;
        for (int i = 0; i < types.length; i++) {
            Type type = Type.getType(arguments.parameterType(i));
            // JDK 21 has no helpers for these two, JDK 17 does the same with them as with an int.
            types[i] = type.getSort() == Type.BYTE || type.getSort() == Type.SHORT ? "I" : type.getDescriptor();
            locals[i] = next;
            next += type.getSize();
        }
        at = next;
        bytes = next + 2;
    }

    /**
     * Generates the class.
     *
     * @param arguments of the call, erased
     * @return for the package java.lang
     */
    static byte[] of(MethodType arguments) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        for (int i = 0; i < arguments.parameterCount(); i++) {
            type.visitField(CONSTANT, PREFIX + i, STRING, null, null).visitEnd();
        }
        type.visitField(CONSTANT, SUFFIX, STRING, null, null).visitEnd();
        type.visitField(CONSTANT, START, "J", null, null).visitEnd();
        MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, METHOD, arguments.insertParameterTypes(0, Object.class).toMethodDescriptorString(),
                null, null);
        // As the forms of method handles are.
        method.visitAnnotation("Ljdk/internal/vm/annotation/Hidden;", true).visitEnd();
        method.visitAnnotation("Ljdk/internal/vm/annotation/ForceInline;", true).visitEnd();
        method.visitCode();
        new ConcatCode(method, arguments).join();
        method.visitMaxs(0, 0);
        method.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    private void join() {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitTypeInsn(Opcodes.CHECKCAST, NAME);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        makeStrings();
        constant(START, "J");
        for (int i = 0; i < types.length; i++) {
            argument(i);
            help("mix", "(J" + types[i] + ")J");
        }
        code.visitVarInsn(Opcodes.LSTORE, at);
        constant(SUFFIX, STRING);
        code.visitVarInsn(Opcodes.LLOAD, at);
        help("newArrayWithSuffix", "(" + STRING + "J)[B");
        code.visitVarInsn(Opcodes.ASTORE, bytes);
        code.visitVarInsn(Opcodes.LLOAD, at);
        for (int i = types.length - 1; i >= 0; i--) {
            code.visitVarInsn(Opcodes.ALOAD, bytes);
            argument(i);
            constant(PREFIX + i, STRING);
            help("prepend", "(J[B" + types[i] + STRING + ")J");
        }
        code.visitVarInsn(Opcodes.LSTORE, at);
        code.visitVarInsn(Opcodes.ALOAD, bytes);
        code.visitVarInsn(Opcodes.LLOAD, at);
        help("newString", "([BJ)" + STRING);
        code.visitInsn(Opcodes.ARETURN);
    }

    /** References and floating-point numbers. */
    private void makeStrings() {
        for (int i = 0; i < types.length; i++) {
            int sort = Type.getType(types[i]).getSort();
            if (sort == Type.OBJECT || sort == Type.FLOAT || sort == Type.DOUBLE) {
                argument(i);
                if (sort == Type.OBJECT) {
                    help("stringOf", "(Ljava/lang/Object;)" + STRING);
                } else {
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(" + types[i] + ")" + STRING, false);
                }
                code.visitVarInsn(Opcodes.ASTORE, locals[i]);
                types[i] = STRING;
            }
        }
    }

    private void argument(int index) {
        code.visitVarInsn(Type.getType(types[index]).getOpcode(Opcodes.ILOAD), locals[index]);
    }

    private void constant(String field, String type) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, field, type);
    }

    private void help(String method, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, HELPER, method, descriptor, false);
    }
}
