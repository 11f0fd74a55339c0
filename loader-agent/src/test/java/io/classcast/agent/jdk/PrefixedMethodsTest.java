package io.classcast.agent.jdk;

import io.classcast.agent.hook.FileSeam;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes of the JDK that this test runs on, and one with all that moves. */
class PrefixedMethodsTest {
    private static byte[] original(String owner) throws IOException {
        try (InputStream in = Object.class.getModule().getResourceAsStream(owner + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void theSeamIsAskedFirstAndAllElseIsAsItWas() throws IOException {
        for (FilePlace place : Stream.concat(Arrays.stream(FilePlace.EARLY), Stream.of(FilePlace.STREAM)).toList()) {
            byte[] bytes = original(place.owner());
            List<String> before = instructions(bytes, place);
            List<String> after = instructions(PrefixedMethods.in(bytes, place), place);
            assertThat(before).as(place.method()).isNotEmpty();
            int prefix = after.lastIndexOf("nop") + 1;
            assertThat(after.subList(0, prefix)).contains("io/classcast/agent/hook/FileSeam." + place.seam());
            assertThat(after.subList(prefix, after.size())).isEqualTo(before);
        }
    }

    @Test
    void jumpsHandlersSwitchesAndFramesMoveWithTheCode() throws ReflectiveOperationException {
        FilePlace place = new FilePlace("Made", "made", "(Ljava/lang/String;I)Ljava/lang/String;", "randomAccess", FilePlace.EARLY[0].seamDescriptor(), null, 75, 42, 27);
        for (int nops : new int[] {0, 40, 70, 300}) {
            byte[] bytes = made(nops);
            byte[] changed = PrefixedMethods.in(bytes, place);
            List<String> after = instructions(changed, place);
            assertThat(after).endsWith(instructions(bytes, place).toArray(new String[0]));
            Class<?> type = new ClassLoader(FileSeam.class.getClassLoader()) {
                Class<?> define() {
                    return defineClass("Made", changed, 0, changed.length);
                }
            }.define();
            assertThat(type.getMethod("made", String.class, int.class).invoke(null, "text", 1)).isEqualTo("text");
            assertThat(type.getMethod("made", String.class, int.class).invoke(null, "text", 7)).isEqualTo("caught");
        }
    }

    /** switch (i) { case 1: return s; default: try { throw null; } catch (Throwable e) { return "caught"; } }. */
    private static byte[] made(int nops) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        type.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Made", null, "java/lang/Object", null);
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "made", "(Ljava/lang/String;I)Ljava/lang/String;", null, null);
        code.visitCode();
        Label one = new Label();
        Label others = new Label();
        Label end = new Label();
        Label caught = new Label();
        code.visitTryCatchBlock(others, end, caught, null);
        for (int i = 0; i < nops; i++) {
            code.visitInsn(Opcodes.ICONST_0);
            code.visitInsn(Opcodes.POP);
        }
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitTableSwitchInsn(1, 2, others, one, others);
        code.visitLabel(one);
        code.visitLineNumber(5, one);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(others);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ATHROW);
        code.visitLabel(end);
        code.visitLabel(caught);
        code.visitInsn(Opcodes.POP);
        code.visitLdcInsn("caught");
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    @Test
    void aClassWithoutTheMethodIsLeftAlone() throws IOException {
        assertThat(PrefixedMethods.in(original("java/lang/Object"), FilePlace.STREAM)).isNull();
    }

    private static List<String> instructions(byte[] type, FilePlace place) {
        List<String> all = new ArrayList<>();
        new ClassReader(type).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                return method.equals(place.method()) && descriptor.equals(place.descriptor()) ? new Log(all) : null;
            }
        }, 0);
        return all;
    }

    private static final class Log extends MethodVisitor {
        private final List<String> all;
        private final Map<Label, Integer> labels = new HashMap<>();

        Log(List<String> all) {
            super(Opcodes.ASM9);
            this.all = all;
        }

        private String name(Label label) {
            return "L" + labels.computeIfAbsent(label, k -> labels.size());
        }

        @Override
        public void visitInsn(int opcode) {
            all.add(opcode == Opcodes.NOP ? "nop" : "i" + opcode);
        }

        @Override
        public void visitVarInsn(int opcode, int local) {
            all.add("v" + opcode + " " + local);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            all.add(owner + "." + name);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            all.add("j" + opcode + name(label));
        }

        @Override
        public void visitLabel(Label label) {
            all.add(name(label));
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            all.add("line " + line + name(start));
        }

        @Override
        public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
            all.add("frame " + type + Arrays.toString(Arrays.copyOf(local == null ? new Object[0] : local, local == null ? 0 : numLocal))
                    + Arrays.toString(Arrays.copyOf(stack == null ? new Object[0] : stack, stack == null ? 0 : numStack)));
        }
    }
}
