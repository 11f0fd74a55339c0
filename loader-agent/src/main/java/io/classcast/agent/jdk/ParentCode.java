package io.classcast.agent.jdk;

import io.classcast.agent.classfile.MethodBytes;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Opcodes;

/**
 * The parent that asks {@link io.classcast.agent.hook.ClassPathSeam}, and what makes objects in the JDK's package of
 * class loaders.
 */
final class ParentCode extends LoaderCode {
    static final String MAKER = LOADERS + "ClasscastMaker";
    static final String LOAD = "loadClassOrNull";
    static final String LOAD_TYPE = "(Ljava/lang/String;Z)Ljava/lang/Class;";
    /** The field with the loader that is asked for all classes; null: the parents, and the loader itself. */
    static final String DEFINER = "definer";

    private ParentCode(PathShape shape, String name, String base, String[] interfaces, String... fields) {
        super(shape, name, base, interfaces, fields);
    }

    /**
     * <pre>
     * URLClassPath path(URL[] urls) { return new URLClassPath(urls); }
     * URLClassPath standIn(URL[] urls) { return new ClasscastPath(urls); }
     * BuiltinClassLoader parent(BuiltinClassLoader real) { return new ClasscastParent(real); }
     * </pre>
     */
    static byte[] maker(PathShape shape) {
        ParentCode made = new ParentCode(shape, MAKER, OBJECT, new String[] {"io/classcast/agent/jdk/LoaderMaker"});
        String path = "([Ljava/net/URL;)L" + URLS + ";";
        made.begin("path", path, 1);
        made.newPath();
        made.end(Object.class);
        made.begin("standIn", path, 1);
        made.make(PATH);
        made.code.load(Object.class, 1);
        made.call(Opcodes.INVOKESPECIAL, PATH, INIT, TAKES_URLS);
        made.end(Object.class);
        String parent = "(L" + BUILTIN + ";)";
        made.begin("parent", parent + "L" + BUILTIN + ";", 1);
        made.make(PARENT);
        made.code.load(Object.class, 1);
        made.call(Opcodes.INVOKESPECIAL, PARENT, INIT, parent + "V", -2);
        made.end(Object.class);
        return made.end();
    }

    /**
     * <pre>
     * ClasscastParent(BuiltinClassLoader real) { super(null, null, null); this.real = real; }
     * Class loadClassOrNull(String name, boolean resolve) {
     *     BuiltinClassLoader other = definer;
     *     if (other != null) return other.loadClassOrNull(name, resolve);
     *     return ClassPathSeam.isServed(name) ? BootLoader.loadClassOrNull(name) : real.loadClassOrNull(name, resolve);
     * }
     * </pre>
     * What the class path has is in no module, and the platform class loader has nothing but modules: for such a
     * class there is only the boot loader to ask. A stack trace shows the JDK's own loaders.
     */
    static byte[] parent(PathShape shape) {
        ParentCode made = new ParentCode(shape, PARENT, BUILTIN, new String[0], REAL, BUILTIN, DEFINER, BUILTIN);
        MethodBytes code = made.code;
        made.begin(INIT, "(L" + BUILTIN + ";)V", 1);
        code.loadThis();
        for (int i = 0; i < 3; i++) {
            code.simple(Opcodes.ACONST_NULL, 1);
        }
        made.call(Opcodes.INVOKESPECIAL, BUILTIN, INIT, "(Ljava/lang/String;L" + BUILTIN + ";L" + URLS + ";)V", -4);
        code.loadThis();
        code.load(Object.class, 1);
        code.member(Opcodes.PUTFIELD, made.field(REAL, BUILTIN), -2);
        made.end(void.class);
        made.beginHidden(LOAD, LOAD_TYPE, 2);
        code.loadThis();
        code.member(Opcodes.GETFIELD, made.field(DEFINER, BUILTIN), 0);
        code.simple(Opcodes.DUP, 1);
        int parents = code.jump(Opcodes.IFNULL, -1);
        made.loadClass();
        code.land(parents, made.type(BUILTIN));
        code.simple(Opcodes.POP, -1);
        code.load(Object.class, 1);
        made.call(Opcodes.INVOKESTATIC, SEAM, "isServed", "(Ljava/lang/String;)Z", 0);
        int others = code.jump(Opcodes.IFEQ, -1);
        code.load(Object.class, 1);
        made.call(Opcodes.INVOKESTATIC, LOADERS + "BootLoader", LOAD, "(Ljava/lang/String;)Ljava/lang/Class;", 0);
        code.giveBack(Object.class);
        code.land(others, 0);
        code.loadThis();
        code.member(Opcodes.GETFIELD, made.field(REAL, BUILTIN), 0);
        made.loadClass();
        code.end();
        return made.end();
    }

    /** Returns what the loader on the stack has. */
    private void loadClass() {
        code.load(Object.class, 1);
        code.load(int.class, 2);
        call(Opcodes.INVOKEVIRTUAL, BUILTIN, LOAD, LOAD_TYPE, -2);
        code.giveBack(Object.class);
    }
}
