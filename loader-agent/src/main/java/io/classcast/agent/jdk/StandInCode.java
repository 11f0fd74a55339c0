package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.MethodBytes;
import io.classcast.agent.hook.ClassPathSeam;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import jdk.internal.loader.Resource;
import org.objectweb.asm.Opcodes;

/** The classes of {@link StandIns}, in the JDK's package of class loaders. Written without a library: they are made before main. Not thread-safe. */
final class StandInCode {
    static final String LOADERS = "jdk/internal/loader/";
    static final String BUILTIN = LOADERS + "BuiltinClassLoader";
    static final String URLS = LOADERS + "URLClassPath";
    static final String LOAD = "loadClassOrNull";
    static final String LOAD_TYPE = "(Ljava/lang/String;Z)Ljava/lang/Class;";
    static final String PATH = LOADERS + "ClasscastPath";
    static final String PARENT = LOADERS + "ClasscastParent";
    static final String MAKER = LOADERS + "ClasscastMaker";
    static final String OTHERS = LOADERS + "ClasscastOthers";
    /** The fields with what they stand for, and of the parent the loader that is asked for all classes; null: the parents, and the loader itself. */
    static final String REAL = "real";
    static final String DEFINER = "definer";
    private static final String SHOWN = "shown";
    private static final String SEAM = "io/classcast/agent/hook/ClassPathSeam";
    private static final String SEARCH = "io/classcast/agent/hook/SearchPath";
    private static final String OBJECT = "java/lang/Object";
    private static final String INIT = "<init>";
    private static final MethodType TAKES_URLS = MethodType.methodType(void.class, URL[].class);
    private static final MethodType TAKES_URL = MethodType.methodType(void.class, URL.class);

    private final ClassFileBytes file = new ClassFileBytes();
    private final MethodBytes code = new MethodBytes(file, file.text("Code"));
    private final PathShape shape;
    private final int self;
    private final int methodsAt;
    private int methods;

    /** Begins a class with fields. */
    private StandInCode(PathShape shape, String name, String base, String[] interfaces, String... fields) {
        this.shape = shape;
        self = type(name);
        file.u2(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER);
        file.u2(self);
        file.u2(type(base));
        file.u2(interfaces.length);
        for (String each : interfaces) {
            file.u2(type(each));
        }
        file.u2(fields.length / 2);
        for (int i = 0; i < fields.length; i += 2) {
            file.u2(Opcodes.ACC_PRIVATE | Opcodes.ACC_VOLATILE);
            file.u2(file.text(fields[i]));
            file.u2(file.text("L" + fields[i + 1] + ";"));
            file.u2(0);
        }
        methodsAt = file.length();
        file.u2(0);
    }

    private byte[] end() {
        file.u2At(methodsAt, methods);
        file.u2(0);
        return file.file(Opcodes.V17);
    }

    /**
     * <pre>
     * URLClassPath path(URL[] urls) { return new URLClassPath(urls); }
     * URLClassPath standIn(URL[] urls) { return new ClasscastPath(urls); }
     * BuiltinClassLoader parent(BuiltinClassLoader real) { return new ClasscastParent(real); }
     * </pre>
     */
    static byte[] maker(PathShape shape) {
        StandInCode made = new StandInCode(shape, MAKER, OBJECT, new String[] {"io/classcast/agent/jdk/LoaderMaker"});
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
     * What the class path has is in no module, and the platform class loader has nothing but modules: for such a class there is only the
     * boot loader to ask. A stack trace shows the JDK's own loaders.
     */
    static byte[] parent(PathShape shape) {
        StandInCode made = new StandInCode(shape, PARENT, BUILTIN, new String[0], REAL, BUILTIN, DEFINER, BUILTIN);
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
        made.methods++;
        code.beginHidden(Opcodes.ACC_PROTECTED, made.file.text(LOAD), made.file.text(LOAD_TYPE), 2);
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

    /**
     * <pre>
     * ClasscastPath(URL[] urls) { super(urls); real = new URLClassPath(urls); }
     * Resource getResource(String name) { return ClassPathSeam.getResource(this, name); }
     * URL findResource(String name) { return ClassPathSeam.findResource(this, name); }
     * Enumeration findResources(String name) { return ClassPathSeam.findResources(this, name); }
     * Enumeration getResources(String name) { return real.getResources(name); }
     * void addURL(URL url) { ClassPathSeam.addURL(this, url); }
     * void addFile(String file) { ClassPathSeam.addFile(this, file); }
     * List closeLoaders() { return real.closeLoaders(); }
     *
     * Resource resource(String name) { return real.getResource(name); }
     * URL url(String name) { return real.findResource(name); }
     * Enumeration urls(String name) { return real.findResources(name); }
     * void show(URL url) { super.addURL(url); }
     * void search(URL url) { real.addURL(url); }
     * void searchOnly(URL[] urls) { real = new URLClassPath(urls); }
     * URL[] ofFile(String file) { URLClassPath path = new URLClassPath(new URL[0]); path.addFile(file); return path.getURLs(); }
     * </pre>
     */
    static byte[] path(PathShape shape) {
        StandInCode made = new StandInCode(shape, PATH, URLS, new String[] {SEARCH}, REAL, URLS);
        MethodBytes code = made.code;
        made.begin(INIT, TAKES_URLS);
        code.loadThis();
        code.load(Object.class, 1);
        made.callConstructor();
        made.searchOnly();
        made.end(void.class);
        made.ask(PathShape.RESOURCE, Resource.class);
        made.ask(PathShape.FIND, URL.class);
        made.ask(PathShape.FIND_ALL, Enumeration.class);
        made.begin(PathShape.RESOURCES, shape.lookup(Enumeration.class), shape.checked ? 2 : 1);
        made.others(PathShape.RESOURCES, Enumeration.class);
        made.tell("addURL", URL.class);
        made.tell("addFile", String.class);
        made.begin("closeLoaders", MethodType.methodType(List.class));
        made.real();
        made.call(Opcodes.INVOKEVIRTUAL, URLS, "closeLoaders", MethodType.methodType(List.class));
        made.end(Object.class);
        made.begin("show", TAKES_URL);
        code.loadThis();
        code.load(Object.class, 1);
        made.call(Opcodes.INVOKESPECIAL, URLS, "addURL", TAKES_URL);
        made.end(void.class);
        made.goOn();
        return made.end();
    }

    /**
     * A search path that stands for one of the JDK's without being one.
     *
     * <pre>
     * ClasscastOthers(URL[] urls) { shown = new URLClassPath(urls); real = new URLClassPath(urls); }
     * Object apply(Object urls) { return new ClasscastOthers((URL[]) urls); }
     * URL[] getURLs() { return shown.getURLs(); }
     * void show(URL url) { shown.addURL(url); }
     * // and the others as above
     * </pre>
     */
    static byte[] others(PathShape shape) {
        StandInCode made = new StandInCode(shape, OTHERS, OBJECT, new String[] {SEARCH, "java/util/function/Function"}, REAL, URLS, SHOWN, URLS);
        MethodBytes code = made.code;
        made.begin(INIT, TAKES_URLS);
        code.loadThis();
        made.call(Opcodes.INVOKESPECIAL, OBJECT, INIT, MethodType.methodType(void.class));
        code.loadThis();
        made.newPath();
        code.member(Opcodes.PUTFIELD, made.field(SHOWN, URLS), -2);
        made.searchOnly();
        made.end(void.class);
        made.begin("apply", MethodType.methodType(Object.class, Object.class));
        made.make(OTHERS);
        code.load(Object.class, 1);
        code.member(Opcodes.CHECKCAST, made.type("[Ljava/net/URL;"), 0);
        made.call(Opcodes.INVOKESPECIAL, OTHERS, INIT, TAKES_URLS);
        made.end(Object.class);
        made.begin("getURLs", MethodType.methodType(URL[].class));
        made.shown();
        made.call(Opcodes.INVOKEVIRTUAL, URLS, "getURLs", MethodType.methodType(URL[].class));
        made.end(Object.class);
        made.begin("show", TAKES_URL);
        made.shown();
        code.load(Object.class, 1);
        made.call(Opcodes.INVOKEVIRTUAL, URLS, "addURL", TAKES_URL);
        made.end(void.class);
        made.goOn();
        return made.end();
    }

    private void shown() {
        code.loadThis();
        code.member(Opcodes.GETFIELD, field(SHOWN, URLS), 0);
    }

    /** What the JDK searches itself. */
    private void goOn() {
        goOn("resource", PathShape.RESOURCE, Resource.class);
        goOn("url", PathShape.FIND, URL.class);
        goOn("urls", PathShape.FIND_ALL, Enumeration.class);
        begin("search", TAKES_URL);
        real();
        code.load(Object.class, 1);
        call(Opcodes.INVOKEVIRTUAL, URLS, "addURL", TAKES_URL);
        end(void.class);
        begin("searchOnly", TAKES_URLS);
        searchOnly();
        end(void.class);
        ofFile();
    }

    /** A lookup that is the seam's; what class loaders say of permissions is always the same. */
    private void ask(String lookup, Class<?> result) {
        begin(lookup, shape.lookup(result), shape.checked ? 2 : 1);
        code.loadThis();
        code.load(Object.class, 1);
        call(Opcodes.INVOKESTATIC, SEAM, lookup, "(L" + SEARCH + ";Ljava/lang/String;)" + result.descriptorString(), -1);
        end(Object.class);
    }

    private void tell(String method, Class<?> argument) {
        begin(method, MethodType.methodType(void.class, argument));
        code.loadThis();
        code.load(Object.class, 1);
        call(Opcodes.INVOKESTATIC, SEAM, method, "(L" + SEARCH + ";" + argument.descriptorString() + ")V", -2);
        end(void.class);
    }

    private void goOn(String method, String lookup, Class<?> result) {
        begin(method, MethodType.methodType(result, String.class));
        others(lookup, result);
    }

    private void others(String lookup, Class<?> result) {
        real();
        code.load(Object.class, 1);
        if (shape.checked) {
            code.number(0);
        }
        call(Opcodes.INVOKEVIRTUAL, URLS, lookup, shape.lookup(result), shape.checked ? -2 : -1);
        end(Object.class);
    }

    private void ofFile() {
        begin("ofFile", MethodType.methodType(URL[].class, String.class));
        make(URLS);
        code.number(0);
        code.member(Opcodes.ANEWARRAY, type("java/net/URL"), 0);
        callConstructor();
        code.simple(Opcodes.DUP, 1);
        code.load(Object.class, 1);
        call(Opcodes.INVOKEVIRTUAL, URLS, "addFile", MethodType.methodType(void.class, String.class));
        call(Opcodes.INVOKEVIRTUAL, URLS, "getURLs", MethodType.methodType(URL[].class));
        end(Object.class);
    }

    private void searchOnly() {
        code.loadThis();
        newPath();
        code.member(Opcodes.PUTFIELD, field(REAL, URLS), -2);
    }

    private void newPath() {
        make(URLS);
        code.load(Object.class, 1);
        callConstructor();
    }

    /** The JDK's constructor, of what is on the stack; null for all but the URLs. */
    private void callConstructor() {
        for (int i = 1; i < shape.constructor.parameterCount(); i++) {
            code.simple(Opcodes.ACONST_NULL, 1);
        }
        call(Opcodes.INVOKESPECIAL, URLS, INIT, shape.constructor);
    }

    private void real() {
        code.loadThis();
        code.member(Opcodes.GETFIELD, field(REAL, URLS), 0);
    }

    private void make(String type) {
        code.member(Opcodes.NEW, type(type), 1);
        code.simple(Opcodes.DUP, 1);
    }

    private void begin(String name, MethodType type) {
        begin(name, type.toMethodDescriptorString(), type.parameterCount());
    }

    private void begin(String name, String descriptor, int arguments) {
        methods++;
        code.begin(Opcodes.ACC_PUBLIC, file.text(name), file.text(descriptor), 0, arguments);
    }

    private void end(Class<?> result) {
        code.giveBack(result);
        code.end();
    }

    /** Calls a method of an object. */
    private void call(int opcode, String owner, String name, MethodType type) {
        call(opcode, owner, name, type.toMethodDescriptorString(), MethodBytes.size(type.returnType()) - type.parameterCount() - 1);
    }

    private void call(int opcode, String owner, String name, String descriptor, int pushed) {
        code.member(opcode, file.referring(ClassFileBytes.METHOD, type(owner), nameAndType(name, descriptor)), pushed);
    }

    private int field(String name, String type) {
        return file.referring(ClassFileBytes.FIELD, self, nameAndType(name, "L" + type + ";"));
    }

    private int type(String name) {
        return file.referring(ClassFileBytes.CLASS, file.text(name));
    }

    private int nameAndType(String name, String descriptor) {
        return file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(name), file.text(descriptor));
    }
}
