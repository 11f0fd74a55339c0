package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import io.classcast.agent.hook.ChangeSeam;
import io.classcast.agent.hook.FileSeam;
import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.Opcodes;

/**
 * An object that stands where {@code java.io.File} has its {@code java.io.FileSystem} (JDK 17 to 25): it does what that
 * one does, and tells {@link ChangeSeam} what was changed, and {@link FileSeam} that there is a file. The JDK's class is always loaded before any agent is, and is
 * not redefined: {@link StandIns} says why.
 */
final class FileStandIn {
    private static final String BASE = "java/io/FileSystem";
    private static final String NAME = "java/io/ClasscastFileSystem";
    private static final String SEAM = "io/classcast/agent/hook/ChangeSeam";
    private static final String FILES = "io/classcast/agent/hook/FileSeam";
    /** The method that every new {@code File} of a name comes to (JDK 17 to 25). */
    private static final String NAMING = "normalize";
    private static final String REAL = "real";
    private static boolean tellsNames;
    /** The methods that change something; all return whether they did. */
    private static final String[] CHANGING = {"createFileExclusively", "delete", "createDirectory", "rename",
        "setLastModifiedTime", "setPermission", "setReadOnly"};

    private final ClassFileBytes file = new ClassFileBytes();
    private final MethodBytes code = new MethodBytes(file, file.text("Code"));
    private final int base = type(BASE);
    private final int real;
    private final int seam = type(SEAM);

    private FileStandIn(Method[] methods) {
        int self = type(NAME);
        int name = file.text(REAL);
        int descriptor = file.text("L" + BASE + ";");
        real = member(ClassFileBytes.FIELD, self, name, descriptor);
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(self);
        file.u2(base);
        file.u2(0);
        file.u2(1);
        file.u2(Opcodes.ACC_PRIVATE);
        file.u2(name);
        file.u2(descriptor);
        file.u2(0);
        int countAt = file.length();
        file.u2(0);
        int count = 0;
        int changing = 0;
        for (Method method : methods) {
            if ((method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE | Modifier.FINAL)) == 0) {
                boolean told = isChanging(method);
                delegate(method, told);
                changing += told ? 1 : 0;
                count++;
            }
        }
        file.u2At(countAt, count);
        file.u2(0);
        if (changing != CHANGING.length) {
            throw new ClasscastException("java.io.FileSystem has other methods in this version (" + Runtime.version()
                    + "); use a newer Classcast");
        }
    }

    /** Whether it is there, and {@link FileSeam#named} is called. */
    static boolean tellsNames() {
        return tellsNames;
    }

    /**
     * Puts it there, for good. A second agent finds it there.
     *
     * @throws ClasscastException where the JDK is another one; names what is missing
     */
    static void install() {
        try {
            Field field = field();
            Unsafe unsafe = Unsafe.getUnsafe();
            Object holder = unsafe.staticFieldBase(field);
            long offset = unsafe.staticFieldOffset(field);
            Object present = unsafe.getReference(holder, offset);
            if (present.getClass().getName().equals(NAME.replace('/', '.'))) {
                return;
            }
            byte[] bytes = new FileStandIn(field.getType().getDeclaredMethods()).file.file(Opcodes.V17);
            Class<?> type = unsafe.defineClass(NAME, bytes, 0, bytes.length, null, null);
            Object standIn = unsafe.allocateInstance(type);
            unsafe.putReference(standIn, unsafe.objectFieldOffset(type, REAL), present);
            unsafe.putReferenceRelease(holder, offset, standIn);
        } catch (InstantiationException | LinkageError | InternalError e) {
            throw new ClasscastException("the JVM refuses a class beside java.io.FileSystem: " + e, e);
        }
    }

    /** {@code fs} up to JDK 20, {@code FS} from then on. */
    private static Field field() {
        for (Field field : File.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType().getName().equals(BASE.replace('/', '.'))) {
                return field;
            }
        }
        throw new ClasscastException("java.io.File has no java.io.FileSystem in this version (" + Runtime.version()
                + "); use a newer Classcast");
    }

    private static boolean isChanging(Method method) {
        for (String name : CHANGING) {
            if (method.getName().equals(name)) {
                return method.getReturnType() == boolean.class;
            }
        }
        return false;
    }

    /**
     * {@code T method(arguments) { return real.method(arguments); }}, and where something changes {@code return
     * ChangeSeam.changed(…, arguments)}.
     */
    private void delegate(Method method, boolean told) {
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        int name = file.text(method.getName());
        int descriptor = file.text(type.toMethodDescriptorString());
        int arguments = MethodBytes.size(type);
        code.begin(Opcodes.ACC_PUBLIC, name, descriptor, 0, arguments);
        code.loadThis();
        code.member(Opcodes.GETFIELD, real, 0);
        load(type);
        code.member(Opcodes.INVOKEVIRTUAL, member(ClassFileBytes.METHOD, base, name, descriptor),
                MethodBytes.size(type.returnType()) - arguments - 1);
        if (told) {
            load(type);
            code.member(Opcodes.INVOKESTATIC, member(ClassFileBytes.METHOD, seam, file.text("changed"),
                    file.text(type.insertParameterTypes(0, boolean.class).toMethodDescriptorString())), -arguments);
        }
        if (method.getName().equals(NAMING) && type.returnType() == String.class && type.parameterCount() == 1) {
            code.member(Opcodes.INVOKESTATIC, member(ClassFileBytes.METHOD, type(FILES), file.text("named"),
                    file.text("(Ljava/lang/String;)Ljava/lang/String;")), 0);
            tellsNames = true;
        }
        code.giveBack(type.returnType());
        code.end();
    }

    private void load(MethodType type) {
        int local = 1;
        for (int i = 0; i < type.parameterCount(); i++) {
            code.load(type.parameterType(i), local);
            local += MethodBytes.size(type.parameterType(i));
        }
    }

    private int type(String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    private int member(int tag, int owner, int name, int descriptor) {
        return file.referring(tag, owner, file.referring(ClassFileBytes.NAME_AND_TYPE, name, descriptor));
    }
}
