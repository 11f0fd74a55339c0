package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * An object that stands where {@code java.io.File} has its {@code java.io.FileSystem} (JDK 17 to 25): it does what that one does, and tells
 * {@link ChangeSeam} what was changed. The JDK's class is always loaded before any agent is, and is not redefined: {@link StandIns} says why.
 */
final class FileStandIn {
    private static final String BASE = "java/io/FileSystem";
    private static final String NAME = "java/io/ClasscastFileSystem";
    private static final String SEAM = "io/classcast/agent/hook/ChangeSeam";
    private static final String REAL = "real";
    /** The methods that change something; all return whether they did. */
    private static final String[] CHANGING = {"createFileExclusively", "delete", "createDirectory", "rename"};

    private FileStandIn() {
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
            Object real = unsafe.getReference(holder, offset);
            if (real.getClass().getName().equals(NAME.replace('/', '.'))) {
                return;
            }
            byte[] bytes = bytes(field.getType());
            Class<?> type = unsafe.defineClass(NAME, bytes, 0, bytes.length, null, null);
            Object standIn = unsafe.allocateInstance(type);
            unsafe.putReference(standIn, unsafe.objectFieldOffset(type, REAL), real);
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
        throw new ClasscastException("java.io.File has no java.io.FileSystem in this version (" + Runtime.version() + "); use a newer Classcast");
    }

    private static byte[] bytes(Class<?> base) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, BASE, null);
        type.visitField(Opcodes.ACC_PRIVATE, REAL, "L" + BASE + ";", null, null).visitEnd();
        int changing = 0;
        for (Method method : base.getDeclaredMethods()) {
            if ((method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE | Modifier.FINAL)) == 0) {
                boolean told = isChanging(method);
                delegate(type, method, told);
                changing += told ? 1 : 0;
            }
        }
        type.visitEnd();
        if (changing != CHANGING.length) {
            throw new ClasscastException("java.io.FileSystem has other methods in this version (" + Runtime.version() + "); use a newer Classcast");
        }
        return type.toByteArray();
    }

    private static boolean isChanging(Method method) {
        for (String name : CHANGING) {
            if (method.getName().equals(name)) {
                return method.getReturnType() == boolean.class;
            }
        }
        return false;
    }

    /** {@code T method(arguments) { return real.method(arguments); }}, and where something changes {@code return ChangeSeam.changed(…, arguments)}. */
    private static void delegate(ClassWriter type, Method method, boolean told) {
        String descriptor = Type.getMethodDescriptor(method);
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, method.getName(), descriptor, null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, REAL, "L" + BASE + ";");
        int end = load(code, method);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BASE, method.getName(), descriptor, false);
        if (told) {
            load(code, method);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "changed",
                    MethodType.methodType(boolean.class, method.getParameterTypes()).insertParameterTypes(0, boolean.class).toMethodDescriptorString(), false);
        }
        code.visitInsn(Type.getType(method.getReturnType()).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(end + 2, end);
        code.visitEnd();
    }

    /** The arguments, on the stack; the number of local variables. */
    private static int load(MethodVisitor code, Method method) {
        int local = 1;
        for (Class<?> parameter : method.getParameterTypes()) {
            Type kind = Type.getType(parameter);
            code.visitVarInsn(kind.getOpcode(Opcodes.ILOAD), local);
            local += kind.getSize();
        }
        return local;
    }
}
