package io.classcast.agent.jdk;

import io.classcast.agent.classfile.MethodBytes;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import jdk.internal.loader.Resource;
import org.objectweb.asm.Opcodes;

/** The search paths that ask {@link io.classcast.agent.hook.ClassPathSeam}. */
final class StandInCode extends LoaderCode {
    static final String OTHERS = LOADERS + "ClasscastOthers";
    private static final String SEARCH = "io/classcast/agent/hook/SearchPath";
    private static final String SHOWN = "shown";
    private static final MethodType TAKES_URL = MethodType.methodType(void.class, URL.class);

    private StandInCode(PathShape shape, String name, String base, String[] interfaces, String... fields) {
        super(shape, name, base, interfaces, fields);
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
     * URL[] ofFile(String file) { URLClassPath path = new URLClassPath(new URL[0]); path.addFile(file); return
     * path.getURLs(); }
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
        StandInCode made = new StandInCode(shape, OTHERS, OBJECT, new String[] {SEARCH,
                "java/util/function/Function"}, REAL, URLS, SHOWN, URLS);
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
        call(Opcodes.INVOKESTATIC, SEAM, lookup, "(L" + SEARCH + ";Ljava/lang/String;)" + result.descriptorString(),
                -1);
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

    private void real() {
        code.loadThis();
        code.member(Opcodes.GETFIELD, field(REAL, URLS), 0);
    }
}
