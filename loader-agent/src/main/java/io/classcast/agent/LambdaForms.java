package io.classcast.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jdk.internal.misc.CDS;

/**
 * The code that {@code java.lang.invoke} has generated for method handles: one class for each combination of kind and basic types that
 * the JDK's image does not have ({@code InvokerBytecodeGenerator}, JDK 17 to 25). An archive can have them as methods of the JDK's holder
 * classes, if the JVM that makes it is told which; it would note them itself only while it runs the application.
 */
final class LambdaForms {
    private static final String CLASSES = "java.lang.invoke.LambdaForm$";
    private static final String DIRECT = "java.lang.invoke.DirectMethodHandle$Holder";
    private static final String INVOKERS = "java.lang.invoke.Invokers$Holder";
    /** What the holders have methods for ({@code GenerateJLIClassesHelper}). */
    private static final List<String> OF_DIRECT = List.of("invokeVirtual", "invokeStatic", "invokeSpecial", "newInvokeSpecial", "invokeInterface", "invokeStaticInit");
    private static final List<String> OF_INVOKERS = List.of("exactInvoker", "invoker", "invokeExact_MT", "invoke_MT", "linkToTargetMethod", "linkToCallSite");
    private static final String PREFIX = "[LF_RESOLVE]";

    private LambdaForms() {
    }

    /**
     * What was generated in this JVM.
     *
     * @param loaded classes
     * @return a line each: holder class, method and basic types
     */
    static Collection<String> of(Class<?>[] loaded) {
        Set<String> forms = new LinkedHashSet<>();
        for (Class<?> type : loaded) {
            if (type.isHidden() && type.getClassLoader() == null && type.getName().startsWith(CLASSES)) {
                for (Method method : methods(type)) {
                    String holder = OF_DIRECT.contains(method.getName()) ? DIRECT : OF_INVOKERS.contains(method.getName()) ? INVOKERS : null;
                    if (holder != null && Modifier.isStatic(method.getModifiers())) {
                        forms.add(holder + " " + method.getName() + " " + basicTypes(method));
                    }
                }
            }
        }
        return forms;
    }

    private static Method[] methods(Class<?> type) {
        try {
            return type.getDeclaredMethods();
        } catch (LinkageError e) {
            // The archive does without; this runs while the JVM ends.
            return new Method[0];
        }
    }

    /** As {@code LambdaForm.basicTypeSignature}: a letter for each parameter, and one for the result behind an underscore. */
    private static String basicTypes(Method method) {
        StringBuilder types = new StringBuilder();
        for (Class<?> parameter : method.getParameterTypes()) {
            types.append(basicType(parameter));
        }
        return types.append('_').append(basicType(method.getReturnType())).toString();
    }

    private static char basicType(Class<?> type) {
        if (!type.isPrimitive()) {
            return 'L';
        }
        return type == long.class ? 'J' : type == float.class ? 'F' : type == double.class ? 'D' : type == void.class ? 'V' : 'I';
    }

    /**
     * Tells the JVM, which makes an archive when it ends.
     *
     * @param forms lines from {@link #of}
     */
    static void note(List<String> forms) {
        List<Method> notes = new ArrayList<>();
        for (Method method : CDS.class.getMethods()) {
            // The name up to JDK 22, and from 23 on.
            if (method.getParameterCount() == 4 && (method.getName().equals("traceLambdaFormInvoker") || method.getName().equals("logLambdaFormInvoker"))) {
                notes.add(method);
            }
        }
        try {
            for (String form : forms) {
                String[] parts = form.split(" ");
                for (Method note : notes) {
                    note.invoke(null, PREFIX, parts[0], parts[1], parts[2]);
                }
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            // The archive is made without.
            System.err.println("lambda forms: " + e);
        }
    }
}
