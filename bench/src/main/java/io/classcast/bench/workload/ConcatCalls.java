package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A class with as many string concatenations as one likes, each with constants of its own, of the kinds that programs have. */
public final class ConcatCalls {
    /** Binary name of the class; its static method {@code run()} calls each once and gives the length of all strings. */
    public static final String NAME = "generated.ConcatCalls";

    private static final String INTERNAL = NAME.replace('.', '/');
    private static final Type[] REFERENCES = {Type.getType(String.class), Type.getType(Object.class)};
    private static final Type[] OTHERS = {Type.INT_TYPE, Type.INT_TYPE, Type.LONG_TYPE, Type.CHAR_TYPE};
    /** One of so many arguments is no reference. */
    private static final int ONE_OF = 8;
    private static final int MOST_ARGUMENTS = 6;
    private static final String RESULT = "()Ljava/lang/String;";
    private static final Handle BOOTSTRAP = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/StringConcatFactory", "makeConcatWithConstants",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;", false);

    private ConcatCalls() {
    }

    /**
     * Writes the class file.
     *
     * @param directory of a class path
     * @param calls how many concatenations
     * @throws IOException if it cannot be written
     */
    public static void write(Path directory, int calls) throws IOException {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, INTERNAL, null, "java/lang/Object", null);
        MethodVisitor run = type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()I", null, null);
        run.visitCode();
        run.visitInsn(Opcodes.ICONST_0);
        Random random = new Random(calls);
        for (int call = 0; call < calls; call++) {
            add(type, call, random);
            run.visitMethodInsn(Opcodes.INVOKESTATIC, INTERNAL, "call" + call, RESULT, false);
            run.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
            run.visitInsn(Opcodes.IADD);
        }
        run.visitInsn(Opcodes.IRETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        type.visitEnd();
        Path file = directory.resolve(INTERNAL + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, type.toByteArray());
    }

    private static void add(ClassWriter type, int call, Random random) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "call" + call, RESULT, null, null);
        code.visitCode();
        StringBuilder recipe = new StringBuilder("call ").append(call);
        Type[] arguments = new Type[1 + random.nextInt(MOST_ARGUMENTS)];
        for (int i = 0; i < arguments.length; i++) {
            Type[] kinds = random.nextInt(ONE_OF) == 0 ? OTHERS : REFERENCES;
            arguments[i] = kinds[random.nextInt(kinds.length)];
            recipe.append(i == 0 ? ": " : ", ").append('\1');
            if (arguments[i].getSort() == Type.OBJECT) {
                code.visitLdcInsn("argument " + i);
            } else {
                code.visitIntInsn(Opcodes.BIPUSH, 'a' + i);
                if (arguments[i] == Type.LONG_TYPE) {
                    code.visitInsn(Opcodes.I2L);
                }
            }
        }
        code.visitInvokeDynamicInsn("call", Type.getMethodDescriptor(Type.getType(String.class), arguments), BOOTSTRAP, recipe.toString());
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
