package io.classcast.agent.jdk;

import io.classcast.agent.hook.ClassPathSeam;
import java.security.CodeSource;
import jdk.internal.access.SharedSecrets;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.Resource;
import jdk.internal.misc.Unsafe;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class of {@link SystemLoader}'s loader. It is one of the JDK's built-in loaders (JDK 17 to 25), so whatever that loader does with a class path
 * this one does: packages, seals, signers, permissions, parallel loading, exceptions; and the JDK names it as it names its own, in stack traces and
 * messages ({@code StackTraceElement.computeFormat}, {@code ClassLoader.nameAndId}). It has the search path of the application class loader, and
 * leaves to that one what belongs to modules.
 */
final class SystemLoaderCode {
    private static final String NAME = LoaderCode.LOADERS + "BroadcastClassLoader";
    private static final String DOOR = LoaderCode.LOADERS + "BroadcastPath";
    private static final String BUILTIN = LoaderCode.BUILTIN;
    private static final String BUILTIN_TYPE = "L" + BUILTIN + ";";
    private static final String LOADERS = LoaderCode.LOADERS + "ClassLoaders";
    private static final String SEAM = "io/classcast/agent/jdk/SystemLoader";
    private static final String LOAD = "(Ljava/lang/String;Z)Ljava/lang/Class;";
    /** Fields: the application class loader, and the instance. */
    private static final String APP = "app";
    private static final String ONLY = "only";

    private SystemLoaderCode() {
    }

    /**
     * Makes the loader.
     *
     * @throws LinkageError where this JDK's class loaders have other methods
     */
    static BuiltinClassLoader make(JdkAccess jdk, StandIns standIns) throws NoSuchFieldException, InstantiationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        PathShape shape = PathShape.look();
        Object path = jdk.constant(StandIns.define(unsafe, DOOR, path(shape)), ONLY);
        Class<?> appType = jdk.appLoader().getClass();
        Class<?> type = StandIns.define(unsafe, NAME, loader(appType));
        rename(unsafe, type, appType.getName());
        BuiltinClassLoader made = (BuiltinClassLoader) jdk.constant(type, ONLY);
        standIns.seat(made, path);
        // ServiceLoader looks up by loader in which layers its modules are; those of the JDK that the application class loader has are ours then.
        SharedSecrets.getJavaLangAccess().bindToLoader(ModuleLayer.boot(), made);
        return made;
    }

    /** {@code Class.getName} answers what it finds in a field (JDK 17 to 25). Libraries that scan class paths know the JDK's loader by its name. */
    private static void rename(Unsafe unsafe, Class<?> type, String name) {
        try {
            unsafe.putReferenceVolatile(type, unsafe.objectFieldOffset(Class.class, "name"), name);
        } catch (InternalError e) {
            // It keeps its own.
            return;
        }
    }

    /** {@code Resource getResource(String name) { return ClassPathSeam.classFile(name); }}. Nothing else is asked of it. */
    private static byte[] path(PathShape shape) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, DOOR, null, LoaderCode.URLS, null);
        String own = "L" + DOOR + ";";
        type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, ONLY, own, null, null).visitEnd();
        // static { only = new BroadcastPath(new URL[0]); }
        MethodVisitor code = method(type, Opcodes.ACC_STATIC, "<clinit>", "()V", false);
        String constructor = shape.constructor.toMethodDescriptorString();
        code.visitTypeInsn(Opcodes.NEW, DOOR);
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/net/URL");
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, DOOR, "<init>", "([Ljava/net/URL;)V", false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, DOOR, ONLY, own);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        code = method(type, Opcodes.ACC_PRIVATE, "<init>", "([Ljava/net/URL;)V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        for (int i = 1; i < shape.constructor.parameterCount(); i++) {
            code.visitInsn(Opcodes.ACONST_NULL);
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, LoaderCode.URLS, "<init>", constructor, false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        code = method(type, Opcodes.ACC_PUBLIC, "getResource", shape.lookup(Resource.class), false);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "io/classcast/agent/hook/ClassPathSeam", "classFile",
                "(Ljava/lang/String;)Ljdk/internal/loader/Resource;", false);
        end(code);
        type.visitEnd();
        return type.toByteArray();
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(3, 3);
        code.visitEnd();
    }

    private static byte[] loader(Class<?> appType) {
        ClassWriter type = new ClassWriter(0);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, BUILTIN, null);
        type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, APP, BUILTIN_TYPE, null, null).visitEnd();
        type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, ONLY, BUILTIN_TYPE, null, null).visitEnd();
        make(type);
        initialise(type);
        if (declares(appType, "loadClass", String.class, boolean.class)) {
            loadClass(type);
        }
        if (declares(BuiltinClassLoader.class, "getPermissions", CodeSource.class)) {
            askApp(type, Opcodes.ACC_PROTECTED, "getPermissions", "(Ljava/security/CodeSource;)Ljava/security/PermissionCollection;");
        }
        String string = "Ljava/lang/String;";
        askApp(type, Opcodes.ACC_PUBLIC, "findResource", "(" + string + ")Ljava/net/URL;");
        askApp(type, Opcodes.ACC_PUBLIC, "findResources", "(" + string + ")Ljava/util/Enumeration;");
        askApp(type, Opcodes.ACC_PUBLIC, "findResource", "(" + string + string + ")Ljava/net/URL;");
        askApp(type, Opcodes.ACC_PUBLIC, "findResourceAsStream", "(" + string + string + ")Ljava/io/InputStream;");
        type.visitEnd();
        return type.toByteArray();
    }

    private static boolean declares(Class<?> type, String name, Class<?>... arguments) {
        try {
            type.getDeclaredMethod(name, arguments);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** {@code static { registerAsParallelCapable(); only = new BroadcastClassLoader(application class loader, platform class loader); }}. */
    private static void make(ClassWriter type) {
        MethodVisitor code = method(type, Opcodes.ACC_STATIC, "<clinit>", "()V", false);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/ClassLoader", "registerAsParallelCapable", "()Z", false);
        code.visitInsn(Opcodes.POP);
        code.visitTypeInsn(Opcodes.NEW, NAME);
        code.visitInsn(Opcodes.DUP);
        for (String builtin : new String[] {"appClassLoader", "platformClassLoader"}) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, LOADERS, builtin, "()Ljava/lang/ClassLoader;", false);
            code.visitTypeInsn(Opcodes.CHECKCAST, BUILTIN);
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, NAME, "<init>", "(" + BUILTIN_TYPE + BUILTIN_TYPE + ")V", false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, NAME, ONLY, BUILTIN_TYPE);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(4, 0);
        code.visitEnd();
    }

    /** {@code BroadcastClassLoader(BuiltinClassLoader app, BuiltinClassLoader platform) { super("app", platform, null); this.app = app; }}. */
    private static void initialise(ClassWriter type) {
        MethodVisitor code = method(type, 0, "<init>", "(" + BUILTIN_TYPE + BUILTIN_TYPE + ")V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitLdcInsn("app");
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILTIN, "<init>", "(Ljava/lang/String;" + BUILTIN_TYPE + "L" + LoaderCode.URLS + ";)V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, NAME, APP, BUILTIN_TYPE);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(4, 3);
        code.visitEnd();
    }

    /**
     * <pre>
     * Class loadClass(String name, boolean resolve) {
     *     Class found = SystemLoader.isChecked() ? null : loadClassOrNull(name, resolve);
     *     return found != null ? found : app.loadClass(name, resolve);
     * }
     * </pre>
     * The application class loader asks the security manager; and it throws for what is nowhere, with the stack trace of plain Java.
     */
    private static void loadClass(ClassWriter type) {
        MethodVisitor code = method(type, Opcodes.ACC_PROTECTED, "loadClass", LOAD, true);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "isChecked", "()Z", false);
        Label app = new Label();
        code.visitJumpInsn(Opcodes.IFNE, app);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, NAME, ParentCode.LOAD, LOAD, false);
        code.visitInsn(Opcodes.DUP);
        Label absent = new Label();
        code.visitJumpInsn(Opcodes.IFNULL, absent);
        code.visitInsn(Opcodes.ARETURN);
        code.visitLabel(absent);
        code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Class"});
        code.visitInsn(Opcodes.POP);
        code.visitLabel(app);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, APP, BUILTIN_TYPE);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ILOAD, 2);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILTIN, "loadClass", LOAD, false);
        end(code);
    }

    /** {@code T method(arguments) { return app.method(arguments); }}; all are references. */
    private static void askApp(ClassWriter type, int access, String name, String descriptor) {
        MethodVisitor code = method(type, access, name, descriptor, true);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, NAME, APP, BUILTIN_TYPE);
        for (int i = 1; i <= Type.getArgumentTypes(descriptor).length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, i);
        }
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUILTIN, name, descriptor, false);
        end(code);
    }

    private static MethodVisitor method(ClassWriter type, int access, String name, String descriptor, boolean hidden) {
        MethodVisitor code = type.visitMethod(access, name, descriptor, null, null);
        if (hidden) {
            code.visitAnnotation("Ljdk/internal/vm/annotation/Hidden;", true).visitEnd();
        }
        code.visitCode();
        return code;
    }
}
