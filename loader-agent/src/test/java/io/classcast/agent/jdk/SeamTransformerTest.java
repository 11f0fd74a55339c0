package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class SeamTransformerTest {
    private static final int MAJOR_AT = 7;
    private static final byte FAR = 99;

    @Test
    void aClassFileOfALaterVersionThanIsKnownTakesItsSeamAndKeepsItsVersion() {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Later", null, "java/lang/Object", null);
        MethodVisitor method = type.visitMethod(Opcodes.ACC_STATIC, "answer", "()Z", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ICONST_1);
        method.visitInsn(Opcodes.IRETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        byte[] bytes = type.toByteArray();
        bytes[MAJOR_AT] = FAR;
        byte[] given = bytes.clone();
        SeamTransformer transformer = new SeamTransformer(
                List.of(new Seam("Later", "answer", "()Z", Patches.falseIf("Asked", "isFalse"))), null);
        byte[] changed = transformer.changed("Later", given);
        assertThat(transformer.failure).isNull();
        assertThat(transformer.firstMissing("Later")).isNull();
        assertThat(changed[MAJOR_AT]).isEqualTo(FAR);
        assertThat(changed.length).isGreaterThan(bytes.length);
        assertThat(given).as("what the JVM has given").isEqualTo(bytes);
    }

    /** A class with {@code Init} of MPJ Express and of Open MPI, which have the same descriptor. */
    private static byte[] mpi(boolean natives) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "mpi/MPI", null, "java/lang/Object", null);
        MethodVisitor init = type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "Init", "([Ljava/lang/String;)[Ljava/lang/String;", null, null);
        init.visitCode();
        init.visitInsn(Opcodes.ACONST_NULL);
        init.visitInsn(Opcodes.ARETURN);
        init.visitMaxs(1, 1);
        init.visitEnd();
        if (natives) {
            type.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_NATIVE, "Init_jni", "([Ljava/lang/String;)[Ljava/lang/String;", null, null)
                    .visitEnd();
        }
        return type.toByteArray();
    }

    @Test
    void openMpisClassOfTheSameNameIsNotSteppedIntoAndMpjExpressIs() {
        List<Seam> init = Seams.ofMpj().subList(0, 1);
        SeamTransformer ofMpj = new SeamTransformer(init, null);
        assertThat(ofMpj.transform(null, "mpi/MPI", null, null, mpi(false))).isNotNull();
        assertThat(ofMpj.firstMissing("mpi/MPI")).isNull();
        SeamTransformer ofOpenMpi = new SeamTransformer(init, null);
        assertThat(ofOpenMpi.transform(null, "mpi/MPI", null, null, mpi(true))).isNull();
        assertThat(ofOpenMpi.firstMissing("mpi/MPI")).isNotNull();
        assertThat(ofOpenMpi.failure).hasMessageContaining("Open MPI's");
    }
}
