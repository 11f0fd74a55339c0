package io.classcast.agent.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** Class files of one static method, which the JVM defines, verifies and calls. */
class ClassFileBytesTest {
    private static final int ACCESS = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    private static final int LATIN = 0xFC;
    private static final String NAME = ClassFileBytesTest.class.getPackageName().replace('.', '/') + "/Made";

    private final ClassFileBytes file = new ClassFileBytes();
    private final int self = file.referring(ClassFileBytes.CLASS, file.text(NAME));
    private final int object = file.type(Object.class);
    private final MethodBytes code = new MethodBytes(file, file.text("Code"));

    private void begin(MethodType type) {
        file.u2(Opcodes.ACC_SUPER);
        file.u2(self);
        file.u2(object);
        file.u4(0);
        file.u2(1);
        code.begin(ACCESS, file.text("made"), file.text(type.toMethodDescriptorString()), 0, MethodBytes.size(type));
    }

    private Object call(MethodType type, Object... arguments) throws Throwable {
        code.giveBack(type.returnType());
        code.end();
        file.u2(0);
        MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClass(file.file(Opcodes.V17), true);
        return made.findStatic(made.lookupClass(), "made", type).invokeWithArguments(arguments);
    }

    @Test
    void anyTextIsAConstant() throws Throwable {
        for (String text : new String[] {"plain", "\0", String.valueOf((char) LATIN), "\u4e2d", "\uD835\uDCB3", "\uDC00 alone", "what?", "\0\u4e2d\uD800"}) {
            ClassFileBytesTest one = new ClassFileBytesTest();
            MethodType type = MethodType.methodType(String.class);
            one.begin(type);
            one.code.constant(one.file.referring(ClassFileBytes.STRING, one.file.text(text)));
            assertThat(one.call(type)).isEqualTo(text);
        }
    }

    @Test
    void aTextOrAMethodThatTheFormatHasNoRoomForIsRefused() {
        assertThat(file.text("x".repeat(0xFFFF))).isPositive();
        assertThatThrownBy(() -> file.text("x".repeat(0x10000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file.text(String.valueOf((char) LATIN).repeat(0x8000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> code.begin(ACCESS, 1, 1, 0, 255)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 0x10000; i++) {
                file.integer(i);
            }
        }).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constantsAndNumbersAreFoundNearAndFar() throws Throwable {
        for (int value : new int[] {0, 5, 6, 127, 128, 0x7FFF}) {
            ClassFileBytesTest one = new ClassFileBytesTest();
            MethodType type = MethodType.methodType(int.class);
            one.begin(type);
            one.code.number(value);
            assertThat(one.call(type)).isEqualTo(value);
            ClassFileBytesTest other = new ClassFileBytesTest();
            for (int i = 0; i < value; i++) {
                other.file.integer(-1);
            }
            other.begin(type);
            other.code.constant(other.file.integer(-value));
            assertThat(other.call(type)).isEqualTo(-value);
        }
    }

    @Test
    void argumentsOfAllTypesAreLoadedFromWhereTheyAre() throws Throwable {
        Class<?>[] types = {int.class, long.class, float.class, double.class, Object.class, boolean.class, byte.class, char.class, short.class};
        Object[] values = {1, 2L, 3f, 4d, "5", true, (byte) 7, '8', (short) 9};
        for (int which = 0; which < types.length; which++) {
            ClassFileBytesTest one = new ClassFileBytesTest();
            MethodType type = MethodType.methodType(types[which], types);
            one.begin(type);
            one.code.load(types[which], MethodBytes.size(type.dropParameterTypes(which, types.length)));
            assertThat(one.call(type, values)).isEqualTo(values[which]);
        }
    }

    /** {@code return first != null ? first : second != null ? second : "none"}, the first one kept on the stack. */
    @Test
    void jumpsAreVerifiedAndLandWhereTheStackIsWhatWasTold() throws Throwable {
        MethodType type = MethodType.methodType(Object.class, Object.class, Object.class);
        begin(type);
        code.load(Object.class, 0);
        code.simple(Opcodes.DUP, 1);
        int second = code.jump(Opcodes.IFNULL, -1);
        code.giveBack(Object.class);
        code.land(second, object);
        code.simple(Opcodes.POP, -1);
        code.load(Object.class, 1);
        int none = code.jump(Opcodes.IFNULL, -1);
        code.load(Object.class, 1);
        code.giveBack(Object.class);
        code.land(none, 0);
        code.constant(file.referring(ClassFileBytes.STRING, file.text("none")));
        code.giveBack(Object.class);
        code.end();
        file.u2(0);
        MethodHandles.Lookup made = MethodHandles.lookup().defineHiddenClass(file.file(Opcodes.V17), true);
        MethodHandle method = made.findStatic(made.lookupClass(), "made", type);
        assertThat(method.invoke((Object) "a", (Object) "b")).isEqualTo("a");
        assertThat(method.invoke((Object) null, (Object) "b")).isEqualTo("b");
        assertThat(method.invoke((Object) null, (Object) null)).isEqualTo("none");
    }
}
