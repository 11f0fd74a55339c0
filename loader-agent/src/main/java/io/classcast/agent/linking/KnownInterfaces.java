package io.classcast.agent.linking;

/**
 * Interfaces of which the JDK has linked a lambda. The first one initialises those of them that have default methods (JVMS 5.5): code of the
 * program runs, and a stack trace of it shows the JDK's methods that link. Of the JDK's own interfaces none shows such a trace. Thread-safe.
 */
final class KnownInterfaces {
    /** For each interface whether one was linked. Nothing that it holds keeps a class loader alive. */
    private final ClassValue<boolean[]> linked = new ClassValue<>() {
        @Override
        protected boolean[] computeValue(Class<?> type) {
            return new boolean[] {type.getClassLoader() == null};
        }
    };

    /** Whether it was so of all of a lambda's; from now on it is. */
    boolean areKnown(LambdaSite site) {
        boolean known = isKnown(site.interfaceClass);
        for (Class<?> further : site.altInterfaces) {
            known &= isKnown(further);
        }
        return known;
    }

    private boolean isKnown(Class<?> type) {
        boolean[] value = linked.get(type);
        boolean was = value[0];
        value[0] = true;
        return was;
    }
}
