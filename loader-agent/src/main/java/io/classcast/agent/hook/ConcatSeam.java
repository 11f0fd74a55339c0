package io.classcast.agent.hook;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** What {@code StringConcatFactory} asks where it links a string concatenation. No lambdas, no logging. */
public final class ConcatSeam {
    private static volatile ConcatClasses classes;

    private ConcatSeam() {
    }

    /**
     * Sets what the seam answers from.
     *
     * @param made for this JDK
     */
    static void serve(ConcatClasses made) {
        classes = made;
    }

    /**
     * Called by {@code StringConcatFactory.generateMHInlineCopy}, which has checked its arguments.
     *
     * @param type of the call
     * @param elements its constants, and null for each argument
     * @return of this type, with {@code Object} for each argument that is a reference; or null: the JDK makes it
     */
    public static MethodHandle concat(MethodType type, List<String> elements) {
        ConcatClasses present = classes;
        if (present == null) {
            return null;
        }
        try {
            return present.handle(type, elements);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError | VirtualMachineError e) {
            // What stands in the way here, a stack that is full, say, the JDK meets as well, and tells.
            return null;
        }
    }
}
