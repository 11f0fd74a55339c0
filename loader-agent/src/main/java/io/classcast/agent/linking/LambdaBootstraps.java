package io.classcast.agent.linking;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.internal.vm.annotation.Hidden;

/**
 * The bootstrap methods of lambdas, in place of {@link LambdaMetafactory}'s ({@link BootstrapTable}): what {@link LambdaClasses} does not link the JDK
 * does. HotSpot leaves them out of stack traces, as far as they are of the boot class loader. Thread-safe.
 */
final class LambdaBootstraps {
    /**
     * So many lambdas the JDK links first, whatever they are: our own classes take longer to load than a short program's few lambdas do.
     */
    private static final int LEFT_FIRST = 16;
    /** Threads may lose some of it. */
    private static int left = LEFT_FIRST;

    private LambdaBootstraps() {
    }

    /**
     * As {@code LambdaMetafactory.metafactory}.
     *
     * @param caller with the class that has the lambda
     * @param name of the interface's method
     * @param factoryType captured types, and the interface
     * @param interfaceMethodType of the interface's method
     * @param implementation what the lambda calls
     * @param dynamicMethodType of the interface's method, more exactly
     * @return linked
     * @throws LambdaConversionException where the JDK throws one
     */
    @Hidden
    static CallSite metafactory(MethodHandles.Lookup caller, String name, MethodType factoryType, MethodType interfaceMethodType,
            MethodHandle implementation, MethodType dynamicMethodType) throws LambdaConversionException {
        LambdaClasses ours = present();
        CallSite site = ours == null ? null : ours.link(caller, name, factoryType, interfaceMethodType, implementation, dynamicMethodType, null);
        return site != null ? site
                : LambdaMetafactory.metafactory(caller, name, factoryType, interfaceMethodType, implementation, dynamicMethodType);
    }

    /**
     * As {@code LambdaMetafactory.altMetafactory}.
     *
     * @param caller with the class that has the lambda
     * @param name of the interface's method
     * @param factoryType captured types, and the interface
     * @param arguments types, flags, further interfaces and bridges
     * @return linked
     * @throws LambdaConversionException where the JDK throws one
     */
    @Hidden
    static CallSite altMetafactory(MethodHandles.Lookup caller, String name, MethodType factoryType, Object... arguments)
            throws LambdaConversionException {
        LambdaClasses ours = present();
        CallSite site = ours == null ? null : ours.link(caller, name, factoryType, null, null, null, arguments);
        return site != null ? site : LambdaMetafactory.altMetafactory(caller, name, factoryType, arguments);
    }

    private static LambdaClasses present() {
        if (left > 0) {
            left--;
            return null;
        }
        return Linking.lambdas();
    }
}
