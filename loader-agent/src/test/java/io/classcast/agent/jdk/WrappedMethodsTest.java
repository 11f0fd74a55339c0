package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes of the JDK that this test runs on. */
class WrappedMethodsTest {
    private static byte[] original(String owner) throws IOException {
        try (InputStream in = Object.class.getModule().getResourceAsStream(owner + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void eachMethodCallsTheOneThatItStandsForAndThenTells() throws IOException {
        for (String owner : ChangePlace.OWNERS) {
            byte[] changed = WrappedMethods.in(original(owner), owner);
            for (ChangePlace place : ChangePlace.ALL) {
                if (place.owner().equals(owner)) {
                    List<String> expected = new ArrayList<>(List.of(owner + ".classcast$" + place.method()));
                    for (ChangePlace.Tell tell : place.tells()) {
                        expected.add("io/classcast/agent/hook/ChangeSeam." + tell.method());
                    }
                    assertThat(calls(changed, place)).as(place.method()).isEqualTo(expected);
                }
            }
        }
    }

    private static List<String> calls(byte[] type, ChangePlace place) {
        List<String> calls = new ArrayList<>();
        new ClassReader(type).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                if (!method.equals(place.method()) || !descriptor.equals(place.descriptor())) {
                    return null;
                }
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                        calls.add(owner + "." + name);
                    }
                };
            }
        }, 0);
        return calls;
    }

    @Test
    void aClassWithoutOneOfThemIsLeftAlone() throws IOException {
        assertThat(WrappedMethods.in(original("java/lang/Object"), ChangePlace.OWNERS[0])).isNull();
    }
}
