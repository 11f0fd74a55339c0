package io.classcast.agent.linking;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.StringConcatException;
import java.lang.invoke.StringConcatFactory;
import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.annotation.Hidden;

/**
 * The bootstrap method of string concatenations, in place of {@link StringConcatFactory}'s ({@link BootstrapTable}): what {@link ConcatClasses} does not link
 * the JDK does. HotSpot leaves it out of stack traces. Thread-safe.
 */
final class ConcatBootstraps {
    /** Most arguments that surely are no more than 200 slots, the JDK's limit. */
    private static final int MOST = 100;
    /** In a recipe ({@code StringConcatFactory}): an argument, and a constant. */
    private static final char ARGUMENT = 1;
    private static final char CONSTANT = 2;
    private static volatile ConcatClasses classes;

    private ConcatBootstraps() {
    }

    /**
     * Whether this JDK links string concatenations in a way that is dear.
     *
     * @return true up to JDK 23
     */
    static boolean isShorter() {
        return Runtime.version().feature() < ConcatClasses.NOT_NEEDED;
    }

    /**
     * As {@code StringConcatFactory.makeConcatWithConstants}.
     *
     * @param caller with the class that concatenates
     * @param name any
     * @param type of the arguments, and of the result
     * @param recipe arguments, constants and text, in their order
     * @param constants that the recipe has no text for
     * @return linked
     * @throws StringConcatException where the JDK throws one
     */
    @Hidden
    static CallSite makeConcatWithConstants(MethodHandles.Lookup caller, String name, MethodType type, String recipe, Object... constants)
            throws StringConcatException {
        CallSite site = link(caller, type, recipe, constants);
        return site != null ? site : StringConcatFactory.makeConcatWithConstants(caller, name, type, recipe, constants);
    }

    /** Null where it is left to the JDK, and so are arguments that are wrong. */
    private static CallSite link(MethodHandles.Lookup caller, MethodType type, String recipe, Object[] constants) {
        Switch state = Linking.state();
        try {
            if ((caller.lookupModes() & MethodHandles.Lookup.PRIVATE) == 0 || !type.returnType().isAssignableFrom(String.class)
                    || type.parameterCount() > MOST || !state.isOn()) {
                return null;
            }
            List<String> elements = elements(type.parameterCount(), recipe, constants);
            MethodHandle joined = elements == null ? null : classes().handle(type, elements);
            return joined == null ? null : new ConstantCallSite(joined.asType(type));
        } catch (Throwable e) {
            // What stands in the way here, a stack that is full, say, the JDK meets as well, and tells.
            state.off(e);
            return null;
        }
    }

    private static ConcatClasses classes() {
        if (classes == null) {
            // Two threads may make two; either is as good.
            classes = ConcatClasses.of(Linking.access());
        }
        return classes;
    }

    /** The constants of a recipe, and null for each argument; null where it does not fit. */
    private static List<String> elements(int arguments, String recipe, Object[] constants) {
        List<String> elements = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int used = 0;
        int seen = 0;
        for (int i = 0; i < recipe.length(); i++) {
            char c = recipe.charAt(i);
            if (c == CONSTANT) {
                Object constant = used < constants.length ? constants[used] : null;
                used++;
                if (constant == null) {
                    return null;
                }
                text.append(constant);
            } else if (c == ARGUMENT) {
                seen++;
                flush(text, elements);
                elements.add(null);
            } else {
                text.append(c);
            }
        }
        flush(text, elements);
        return seen == arguments && used == constants.length ? elements : null;
    }

    private static void flush(StringBuilder text, List<String> elements) {
        if (text.length() > 0) {
            elements.add(text.toString());
            text.setLength(0);
        }
    }
}
