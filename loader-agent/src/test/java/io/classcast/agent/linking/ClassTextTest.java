package io.classcast.agent.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassTextTest {
    private static byte[] type(String name, String text, int stack, int jump, String... constantsBefore) {
        ClassWriter type = new ClassWriter(0);
        for (String constant : constantsBefore) {
            type.newUTF8(constant);
        }
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL, name, null, "java/lang/Object", new String[] {"java/lang/Runnable"});
        type.visitField(Opcodes.ACC_PRIVATE, "arg$1", "L" + name + ";", null, null).visitEnd();
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "run", "()V", null, null);
        code.visitCode();
        code.visitLdcInsn(text);
        if (jump != 0) {
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.ICONST_0);
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
            code.visitInsn(Opcodes.POP);
        } else {
            code.visitInsn(Opcodes.POP);
        }
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(stack, 2);
        code.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    @Test
    void theOrderOfConstantsTheStackAndTheOwnNameMakeNoDifference() {
        String[] many = new String[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = "other" + i;
        }
        String one = ClassText.of(type("a/A$$Lambda$1", "x", 1, 0));
        // With so many constants before it, it is ldc_w.
        assertThat(ClassText.of(type("a/A$$Lambda$1", "x", 3, 0, many))).isEqualTo(one);
        assertThat(ClassText.of(type("a/A$$Lambda$2", "x", 1, 0)).replace("$2;", "$1;")).isEqualTo(one);
    }

    @Test
    void aConstantThatIsAnotherOneDoes() {
        assertThat(ClassText.of(type("A", "x", 1, 0))).isNotEqualTo(ClassText.of(type("A", "y", 1, 0)));
    }

    @Test
    void whatNoLambdaHasIsAnError() {
        byte[] array = type("A", "x", 1, 1);
        assertThatThrownBy(() -> ClassText.of(array)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClassThatNobodyHasWrittenIsNone() {
        assertThat(ClassText.of(new ClassWriter(0).toByteArray())).isNull();
    }
}
