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

/** A class with as many lambdas as one likes, of the kinds that programs have: with and without captured values, every other one serializable. */
public final class LambdaCalls {
    /** Binary name of the class; its static method {@code run()} makes each once and gives their number. */
    public static final String NAME = "generated.LambdaCalls";

    private static final String INTERNAL = NAME.replace('.', '/');
    private static final String SITE = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;";
    private static final Handle PLAIN = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/LambdaMetafactory", "metafactory",
            SITE + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;", false);
    private static final Handle SERIALIZABLE = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/LambdaMetafactory", "altMetafactory",
            SITE + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;", false);
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Type STRING = Type.getType(String.class);
    private static final Type[] CAPTURED = {STRING, OBJECT, STRING, Type.INT_TYPE};
    private static final int MOST_CAPTURED = 3;
    private static final String FUNCTION = "Ljava/util/function/Function;";

    private LambdaCalls() {
    }

    /**
     * Writes the class file.
     *
     * @param directory of a class path
     * @param lambdas how many
     * @throws IOException if it cannot be written
     */
    public static void write(Path directory, int lambdas) throws IOException {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, INTERNAL, null, "java/lang/Object", null);
        MethodVisitor run = type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "()I", null, null);
        run.visitCode();
        run.visitInsn(Opcodes.ICONST_0);
        Random random = new Random(lambdas);
        for (int i = 0; i < lambdas; i++) {
            add(type, i, random);
            run.visitMethodInsn(Opcodes.INVOKESTATIC, INTERNAL, "make" + i, "()" + FUNCTION, false);
            run.visitTypeInsn(Opcodes.INSTANCEOF, "java/util/function/Function");
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

    private static void add(ClassWriter type, int number, Random random) {
        MethodVisitor make = type.visitMethod(Opcodes.ACC_STATIC, "make" + number, "()" + FUNCTION, null, null);
        make.visitCode();
        Type[] captured = new Type[random.nextInt(1 + MOST_CAPTURED)];
        Type[] arguments = new Type[captured.length + 1];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = CAPTURED[random.nextInt(CAPTURED.length)];
            arguments[i] = captured[i];
            if (captured[i] == Type.INT_TYPE) {
                make.visitIntInsn(Opcodes.BIPUSH, i);
            } else {
                make.visitLdcInsn("captured " + i);
            }
        }
        arguments[captured.length] = STRING;
        Handle method = new Handle(Opcodes.H_INVOKESTATIC, INTERNAL, "lambda$make$" + number, Type.getMethodDescriptor(STRING, arguments), false);
        Type erased = Type.getMethodType(OBJECT, OBJECT);
        Type known = Type.getMethodType(STRING, STRING);
        String site = Type.getMethodDescriptor(Type.getType(FUNCTION), captured);
        if (number % 2 == 0) {
            make.visitInvokeDynamicInsn("apply", site, PLAIN, erased, method, known);
        } else {
            make.visitInvokeDynamicInsn("apply", site, SERIALIZABLE, erased, method, known, 1);
        }
        make.visitInsn(Opcodes.ARETURN);
        make.visitMaxs(0, 0);
        make.visitEnd();
        MethodVisitor body = type.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, method.getName(), method.getDesc(), null, null);
        body.visitCode();
        body.visitLdcInsn("result " + number);
        body.visitInsn(Opcodes.ARETURN);
        body.visitMaxs(0, 0);
        body.visitEnd();
    }
}
