package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.Enumeration;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.Resource;
import jdk.internal.loader.URLClassPath;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Two objects that stand where the application class loader's parent and search path stood, and ask {@link ClassPathSeam}:
 * subclasses of the JDK's, in its package. No class is redefined for it. Once a JVM has redefined one, HotSpot makes the virtual
 * tables of every class that it takes from an archive anew, in pages of its own ({@code InstanceKlass::restore_unshareable_info},
 * JDK 17 to 25).
 */
public final class StandIns {
    private static final String LOADERS = "jdk/internal/loader/";
    private static final String PARENT = LOADERS + "ClasscastParent";
    private static final String PATH = LOADERS + "ClasscastPath";
    private static final String BUILTIN = LOADERS + "BuiltinClassLoader";
    private static final String URLS = LOADERS + "URLClassPath";
    private static final String SEAM = "io/classcast/agent/hook/ClassPathSeam";
    private static final String ATTACH = "io/classcast/agent/hook/AttachSeam";
    private static final String LOAD = "loadClassOrNull";
    /** The field of {@code ClasscastParent} with the parent that it stands for. */
    private static final String REAL = "real";
    /** From this version on the lookups of {@code URLClassPath} take no second argument, which says whether to check permissions. */
    private static final int WITHOUT_CHECKS = 24;

    private StandIns() {
    }

    /**
     * Puts them into the application class loader, for good. A second agent finds them there.
     *
     * @param jdk access to it
     * @throws ClasscastException where the JDK is one that would not ask them; names the method
     */
    public static void install(JdkAccess jdk) {
        if (jdk.appPath().getClass().getName().equals(PATH.replace('/', '.'))) {
            return;
        }
        Class<?>[] arguments = Runtime.version().feature() < WITHOUT_CHECKS ? new Class<?>[] {String.class, boolean.class} : new Class<?>[] {String.class};
        MethodType load = mustHave(BuiltinClassLoader.class, LOAD, Class.class, String.class, boolean.class);
        MethodType resource = mustHave(URLClassPath.class, "getResource", Resource.class, arguments);
        MethodType url = mustHave(URLClassPath.class, "findResource", URL.class, arguments);
        MethodType urls = mustHave(URLClassPath.class, "findResources", Enumeration.class, arguments);
        MethodType append = mustHave(URLClassPath.class, "addFile", void.class, String.class);
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            Class<?> parentType = define(unsafe, PARENT, parent(load));
            Class<?> pathType = define(unsafe, PATH, path(resource, url, urls, append));
            Object parent = unsafe.allocateInstance(parentType);
            unsafe.putReference(parent, unsafe.objectFieldOffset(parentType, REAL), jdk.appParent());
            unsafe.fullFence();
            jdk.seat(parent, unsafe.allocateInstance(pathType));
        } catch (InstantiationException | LinkageError e) {
            throw new ClasscastException("the JVM refuses a class beside its class loaders: " + e, e);
        }
    }

    private static Class<?> define(Unsafe unsafe, String name, byte[] bytes) {
        return unsafe.defineClass(name, bytes, 0, bytes.length, null, null);
    }

    private static MethodType mustHave(Class<?> type, String name, Class<?> result, Class<?>... arguments) {
        MethodType wanted = MethodType.methodType(result, arguments);
        try {
            Method method = type.getDeclaredMethod(name, arguments);
            if (method.getReturnType() == result && (method.getModifiers() & (Modifier.FINAL | Modifier.STATIC | Modifier.PRIVATE)) == 0) {
                return wanted;
            }
        } catch (NoSuchMethodException e) {
            // Told below.
        }
        throw Seam.missing(type.getName(), name, wanted.toMethodDescriptorString(), null);
    }

    /**
     * <pre>
     * Class loadClassOrNull(String name, boolean resolve) {
     *     Class ours = ClassPathSeam.before(name);
     *     return ours != null ? ours : ClassPathSeam.findClass(real.loadClassOrNull(name, resolve), name);
     * }
     * </pre>
     */
    private static byte[] parent(MethodType load) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, PARENT, null, BUILTIN, null);
        type.visitField(Opcodes.ACC_PRIVATE, REAL, "L" + BUILTIN + ";", null, null).visitEnd();
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PROTECTED, LOAD, load.toMethodDescriptorString(), null, null);
        // A stack trace shows the JDK's own loaders.
        code.visitAnnotation("Ljdk/internal/vm/annotation/Hidden;", true).visitEnd();
        code.visitCode();
        unlessNull(code, "before", load);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, PARENT, REAL, "L" + BUILTIN + ";");
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILTIN, LOAD, load.toMethodDescriptorString(), false);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "findClass", "(Ljava/lang/Class;Ljava/lang/String;)Ljava/lang/Class;", false);
        end(code);
        type.visitEnd();
        return type.toByteArray();
    }

    private static byte[] path(MethodType resource, MethodType url, MethodType urls, MethodType append) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, PATH, null, URLS, null);
        answerFirst(type, "getResource", resource);
        answerFirst(type, "findResource", url);
        // Enumeration findResources(String name) { return ClassPathSeam.findResources(super.findResources(name), name); }
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "findResources", urls.toMethodDescriptorString(), null, null);
        code.visitCode();
        callSuper(code, "findResources", urls);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "findResources", "(Ljava/util/Enumeration;Ljava/lang/String;)Ljava/util/Enumeration;", false);
        end(code);
        // void addFile(String file) { super.addFile(AttachSeam.appended(file)); }
        MethodVisitor adding = type.visitMethod(Opcodes.ACC_PUBLIC, "addFile", append.toMethodDescriptorString(), null, null);
        adding.visitCode();
        adding.visitVarInsn(Opcodes.ALOAD, 0);
        adding.visitVarInsn(Opcodes.ALOAD, 1);
        adding.visitMethodInsn(Opcodes.INVOKESTATIC, ATTACH, "appended", "(Ljava/lang/String;)Ljava/lang/String;", false);
        adding.visitMethodInsn(Opcodes.INVOKESPECIAL, URLS, "addFile", append.toMethodDescriptorString(), false);
        adding.visitInsn(Opcodes.RETURN);
        adding.visitMaxs(2, 2);
        adding.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    /** {@code T method(String name) { T ours = ClassPathSeam.method(name); return ours != null ? ours : super.method(name); }}. */
    private static void answerFirst(ClassWriter type, String method, MethodType shape) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, method, shape.toMethodDescriptorString(), null, null);
        code.visitCode();
        unlessNull(code, method, shape);
        callSuper(code, method, shape);
        end(code);
    }

    /** Asks the seam, and returns its answer unless it is null. */
    private static void unlessNull(MethodVisitor code, String question, MethodType shape) {
        String result = shape.returnType().getName().replace('.', '/');
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, question, "(Ljava/lang/String;)L" + result + ";", false);
        code.visitInsn(Opcodes.DUP);
        Label others = new Label();
        code.visitJumpInsn(Opcodes.IFNULL, others);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(others);
        code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {result});
        code.visitInsn(Opcodes.POP);
    }

    private static void callSuper(MethodVisitor code, String method, MethodType shape) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        if (shape.parameterCount() > 1) {
            code.visitVarInsn(Opcodes.ILOAD, 2);
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, URLS, method, shape.toMethodDescriptorString(), false);
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(3, 3);
        code.visitEnd();
    }
}
