package io.classcast.agent.hook;

import io.classcast.store.GeneratedClasses;
import java.util.List;

/**
 * What {@code InnerClassLambdaMetafactory} asks where it generates the class of a lambda, and whom it shows what it has generated. No
 * lambdas, no logging.
 */
public final class LambdaSeam {
    private static volatile LambdaClasses classes;

    private LambdaSeam() {
    }

    /**
     * Sets what the seam answers from.
     *
     * @param served for this JDK
     */
    static void serve(LambdaClasses served) {
        classes = served;
    }

    /**
     * The classes that were shown.
     *
     * @return empty where none are recorded
     */
    public static List<GeneratedClasses.Made> recorded() {
        LambdaClasses present = classes;
        return present == null ? List.of() : present.recorded();
    }

    /**
     * How many lambdas were defined from what another run had generated.
     *
     * @return so far
     */
    public static int hits() {
        LambdaClasses present = classes;
        return present == null ? 0 : present.hits();
    }

    /**
     * Called by {@code InnerClassLambdaMetafactory.generateInnerClass} before it generates anything.
     *
     * @param factory the {@code InnerClassLambdaMetafactory}
     * @return the class, defined; or null: the JDK makes it
     */
    public static Class<?> define(Object factory) {
        LambdaClasses present = classes;
        if (present == null) {
            return null;
        }
        try {
            return present.define(factory);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            // What stands in the way here the JDK meets as well, and tells.
            return null;
        }
    }

    /**
     * Called by {@code InnerClassLambdaMetafactory.generateInnerClass} when it has generated the class.
     *
     * @param bytes the class file
     * @param factory the {@code InnerClassLambdaMetafactory}
     * @return the class file
     */
    public static byte[] made(byte[] bytes, Object factory) {
        LambdaClasses present = classes;
        if (present != null) {
            try {
                present.note(bytes, factory);
            } catch (RuntimeException | LinkageError | VirtualMachineError e) {
                // The archive does without.
                return bytes;
            }
        }
        return bytes;
    }
}
