package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import jdk.internal.loader.Resource;
import jdk.internal.loader.URLClassPath;

/**
 * What {@code jdk.internal.loader.URLClassPath} looks like from outside. Its private fields are nobody's business:
 * JDK 27 has others than JDK 26. Its lookups take a name, and up to JDK 23 also whether to check permissions, which
 * class loaders deny. Never changed.
 */
final class PathShape {
    /** The lookups. */
    static final String RESOURCE = "getResource";
    static final String FIND = "findResource";
    static final String FIND_ALL = "findResources";
    static final String RESOURCES = "getResources";

    /**
     * Bits of the methods that have to be there: all, and those that are changed where nothing can stand in for the
     * class.
     */
    private static final int ALL = 127;
    private static final int ASKED = ALL & ~8;

    /** The public constructor that takes the URLs, and nothing that cannot be null. */
    final MethodType constructor;
    /** What each lookup takes in this JDK. */
    final boolean checked;
    private int known;

    private PathShape(MethodType constructor, boolean checked) {
        this.constructor = constructor;
        this.checked = checked;
    }

    /**
     * Looks.
     *
     * @throws ClasscastException where a subclass in its package could not answer in its place; names what is
     *         missing or unknown
     */
    static PathShape look() {
        Class<?> type = URLClassPath.class;
        if (Modifier.isFinal(type.getModifiers())) {
            throw unknown("is final");
        }
        Method[] methods = type.getDeclaredMethods();
        PathShape shape = new PathShape(constructor(type), checks(methods));
        for (Method method : methods) {
            if ((method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC)) == 0) {
                if (Modifier.isFinal(method.getModifiers())) {
                    throw unknown("has a method that cannot be overridden: ".concat(method.getName()));
                }
                shape.know(method);
            }
        }
        if (shape.known != ALL) {
            throw unknown("has other methods");
        }
        for (Field field : type.getDeclaredFields()) {
            if ((field.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC)) == 0) {
                throw unknown("has a field that others may read: ".concat(field.getName()));
            }
        }
        return shape;
    }

    /**
     * Looks whether the methods are there that are asked and changed, whatever else there may be.
     *
     * @throws ClasscastException where they are not
     */
    static PathShape lookAtLookups() {
        Method[] methods = URLClassPath.class.getDeclaredMethods();
        PathShape shape = new PathShape(constructor(URLClassPath.class), checks(methods));
        for (Method method : methods) {
            if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
                shape.find(method);
            }
        }
        if ((shape.known & ASKED) != ASKED) {
            throw unknown("has other lookups");
        }
        return shape;
    }

    private static boolean checks(Method[] methods) {
        boolean checks = false;
        for (Method method : methods) {
            checks |= method.getName().equals(FIND) && method.getParameterCount() == 2;
        }
        return checks;
    }

    private void find(Method method) {
        try {
            know(method);
        } catch (ClasscastException e) {
            // Another one of this name, or one that is not asked for.
            return;
        }
    }

    private static MethodType constructor(Class<?> type) {
        Constructor<?> shortest = null;
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] takes = constructor.getParameterTypes();
            boolean fits = Modifier.isPublic(constructor.getModifiers()) && takes.length > 0 && takes[0] == URL[].class;
            for (Class<?> further : takes) {
                fits &= !further.isPrimitive();
            }
            if (fits && (shortest == null || takes.length < shortest.getParameterCount())) {
                shortest = constructor;
            }
        }
        if (shortest == null) {
            throw unknown("has no constructor of URLs");
        }
        return MethodType.methodType(void.class, shortest.getParameterTypes());
    }

    /** A method that others can call: one of those that a stand-in has as well, or the JDK is another one. */
    private void know(Method method) {
        Class<?> result = method.getReturnType();
        switch (method.getName()) {
            case RESOURCE:
                lookup(method, Resource.class, 1);
                return;
            case FIND:
                lookup(method, URL.class, 2);
                return;
            case FIND_ALL:
                lookup(method, Enumeration.class, 4);
                return;
            case RESOURCES:
                lookup(method, Enumeration.class, 8);
                return;
            case "getURLs":
                accept(method, result == URL[].class, 16);
                return;
            case "addURL":
                accept(method, result == void.class, 32, URL.class);
                return;
            case "addFile":
                accept(method, result == void.class, 64, String.class);
                return;
            case "closeLoaders":
                accept(method, result == List.class, 0);
                return;
            default:
                throw unknown("has a method that is not known: ".concat(method.getName()));
        }
    }

    private void lookup(Method method, Class<?> result, int bit) {
        boolean full = (method.getParameterCount() == 2) == checked;
        if (method.getParameterCount() == 2) {
            accept(method, method.getReturnType() == result, full ? bit : 0, String.class, boolean.class);
        } else {
            accept(method, method.getReturnType() == result, full ? bit : 0, String.class);
        }
    }

    private void accept(Method method, boolean returns, int bit, Class<?>... arguments) {
        Class<?>[] takes = method.getParameterTypes();
        boolean same = returns && takes.length == arguments.length;
        for (int i = 0; same && i < takes.length; i++) {
            same = takes[i] == arguments[i];
        }
        if (!same) {
            throw unknown("has another method ".concat(method.getName()));
        }
        known |= bit;
    }

    /** The descriptor of a lookup in this JDK. */
    String lookup(Class<?> result) {
        MethodType type = MethodType.methodType(result, String.class);
        return (checked ? type.appendParameterTypes(boolean.class) : type).toMethodDescriptorString();
    }

    private static ClasscastException unknown(String what) {
        return new ClasscastException("jdk.internal.loader.URLClassPath " + what);
    }
}
