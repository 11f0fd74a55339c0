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
 * subclasses of the JDK's, in its package. {@link SystemLoader} gives a parent of this kind to its loader, too. No class is redefined for it. Once a JVM has redefined one, HotSpot makes the virtual
 * tables of every class that it takes from an archive anew, in pages of its own ({@code InstanceKlass::restore_unshareable_info},
 * JDK 17 to 25).
 */
public final class StandIns {
    static final String LOADERS = "jdk/internal/loader/";
    static final String PATH = LOADERS + "ClasscastPath";
    static final String BUILTIN = LOADERS + "BuiltinClassLoader";
    static final String URLS = LOADERS + "URLClassPath";
    static final String LOAD = "loadClassOrNull";
    /** Of {@code ClasscastPath}: what its {@code getResource} is while nobody else defines classes. */
    static final String CLASS_FILE = "classFile";
    private static final String PARENT = LOADERS + "ClasscastParent";
    private static final String SEAM = "io/classcast/agent/hook/ClassPathSeam";
    private static final String ATTACH = "io/classcast/agent/hook/AttachSeam";
    /** The field of {@code ClasscastParent} with the parent that it stands for. */
    private static final String REAL = "real";
    /** The field of {@code ClasscastParent} with the loader that is asked for all classes; null: the parents, and the loader itself. */
    private static final String DEFINER = "definer";
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
        Class<?>[] arguments = arguments();
        MethodType load = mustHave(BuiltinClassLoader.class, LOAD, Class.class, String.class, boolean.class);
        MethodType resource = mustHave(URLClassPath.class, "getResource", Resource.class, arguments);
        MethodType url = mustHave(URLClassPath.class, "findResource", URL.class, arguments);
        MethodType urls = mustHave(URLClassPath.class, "findResources", Enumeration.class, arguments);
        MethodType append = mustHave(URLClassPath.class, "addFile", void.class, String.class);
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            Class<?> parentType = define(unsafe, PARENT, parent(load));
            Class<?> pathType = define(unsafe, PATH, path(resource, url, urls, append));
            jdk.seat(parent(parentType, jdk.appParent()), unsafe.allocateInstance(pathType));
        } catch (InstantiationException | LinkageError e) {
            throw new ClasscastException("the JVM refuses a class beside its class loaders: " + e, e);
        }
    }

    /** A parent that stands for another one. */
    private static Object parent(Class<?> type, Object real) throws InstantiationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        Object parent = unsafe.allocateInstance(type);
        unsafe.putReference(parent, unsafe.objectFieldOffset(type, REAL), real);
        unsafe.fullFence();
        return parent;
    }

    /** Another parent of the same kind, for the same one: of a loader that defines classes itself. */
    static Object anotherParent(JdkAccess jdk) throws InstantiationException {
        Object present = jdk.appParent();
        Unsafe unsafe = Unsafe.getUnsafe();
        return parent(present.getClass(), unsafe.getReference(present, unsafe.objectFieldOffset(present.getClass(), REAL)));
    }

    /** From now on the application class loader asks another one for every class; null: it defines them itself. */
    static void delegateTo(JdkAccess jdk, BuiltinClassLoader definer) {
        Object parent = jdk.appParent();
        Unsafe unsafe = Unsafe.getUnsafe();
        unsafe.putReferenceVolatile(parent, unsafe.objectFieldOffset(parent.getClass(), DEFINER), definer);
    }

    static Class<?> define(Unsafe unsafe, String name, byte[] bytes) {
        return unsafe.defineClass(name, bytes, 0, bytes.length, null, null);
    }

    /** What {@code URLClassPath.getResource} takes and returns in this JDK. */
    static MethodType getResource() {
        return MethodType.methodType(Resource.class, arguments());
    }

    private static Class<?>[] arguments() {
        return Runtime.version().feature() < WITHOUT_CHECKS ? new Class<?>[] {String.class, boolean.class} : new Class<?>[] {String.class};
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
     *     if (definer != null) return definer.loadClassOrNull(name, resolve);
     *     return ClassPathSeam.isServed(name) ? BootLoader.loadClassOrNull(name) : real.loadClassOrNull(name, resolve);
     * }
     * </pre>
     * What the class path has is in no module, and the platform class loader has nothing but modules: for such a class there is only the
     * boot loader to ask.
     */
    private static byte[] parent(MethodType load) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, PARENT, null, BUILTIN, null);
        type.visitField(Opcodes.ACC_PRIVATE, REAL, "L" + BUILTIN + ";", null, null).visitEnd();
        type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_VOLATILE, DEFINER, "L" + BUILTIN + ";", null, null).visitEnd();
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PROTECTED, LOAD, load.toMethodDescriptorString(), null, null);
        // A stack trace shows the JDK's own loaders.
        code.visitAnnotation("Ljdk/internal/vm/annotation/Hidden;", true).visitEnd();
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, PARENT, DEFINER, "L" + BUILTIN + ";");
        code.visitInsn(Opcodes.DUP);
        Label parents = new Label();
        code.visitJumpInsn(Opcodes.IFNULL, parents);
        loadClass(code, load);
        code.visitLabel(parents);
        code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {BUILTIN});
        code.visitInsn(Opcodes.POP);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "isServed", "(Ljava/lang/String;)Z", false);
        Label others = new Label();
        code.visitJumpInsn(Opcodes.IFEQ, others);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, LOADERS + "BootLoader", LOAD, "(Ljava/lang/String;)Ljava/lang/Class;", false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(others);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, PARENT, REAL, "L" + BUILTIN + ";");
        loadClass(code, load);
        code.visitMaxs(3, 3);
        code.visitEnd();
        type.visitEnd();
        return type.toByteArray();
    }

    /** Returns what the loader on the stack has. */
    private static void loadClass(MethodVisitor code, MethodType load) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILTIN, LOAD, load.toMethodDescriptorString(), false);
        code.visitInsn(Opcodes.ARETURN);
    }

    private static byte[] path(MethodType resource, MethodType url, MethodType urls, MethodType append) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, PATH, null, URLS, null);
        answerFirst(type, CLASS_FILE, "getResource", resource);
        // Resource getResource(String name) { return ClassPathSeam.isWithheld() ? null : classFile(name); }
        MethodVisitor own = type.visitMethod(Opcodes.ACC_PUBLIC, "getResource", resource.toMethodDescriptorString(), null, null);
        own.visitCode();
        own.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "isWithheld", "()Z", false);
        Label classFile = new Label();
        own.visitJumpInsn(Opcodes.IFEQ, classFile);
        own.visitInsn(Opcodes.ACONST_NULL);
        own.visitInsn(Opcodes.ARETURN);
        own.visitLabel(classFile);
        own.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        arguments(own, resource);
        own.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PATH, CLASS_FILE, resource.toMethodDescriptorString(), false);
        end(own);
        answerFirst(type, "findResource", "findResource", url);
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

    /** {@code T name(String name) { T ours = ClassPathSeam.method(name); return ours != null ? ours : super.method(name); }}. */
    private static void answerFirst(ClassWriter type, String name, String method, MethodType shape) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, name, shape.toMethodDescriptorString(), null, null);
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

    /** {@code this} and the method's own arguments. */
    static void arguments(MethodVisitor code, MethodType shape) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        if (shape.parameterCount() > 1) {
            code.visitVarInsn(Opcodes.ILOAD, 2);
        }
    }

    private static void callSuper(MethodVisitor code, String method, MethodType shape) {
        arguments(code, shape);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, URLS, method, shape.toMethodDescriptorString(), false);
    }

    static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(3, 3);
        code.visitEnd();
    }
}
