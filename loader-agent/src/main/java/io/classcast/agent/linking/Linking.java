package io.classcast.agent.linking;

import io.classcast.ClasscastException;
import io.classcast.agent.jdk.JdkAccess;
import jdk.internal.misc.CDS;

/**
 * Links lambdas and string concatenations in place of the JDK, where that is known to give what the JDK would. Whether it does is decided
 * before main; the first error of any kind, and whoever redefines or retransforms a class of the JDK that links, ends it for good. Thread-safe.
 */
public final class Linking {
    /** Nothing is trusted beforehand: this JVM finds out. */
    public static final int[] NOTHING_KNOWN = {};

    private static JdkAccess access;
    private static int[] known = NOTHING_KNOWN;
    private static volatile Switch state;
    private static boolean making;
    private static volatile LambdaClasses lambdas;

    private Linking() {
    }

    /**
     * Whether the JDK's own classes for lambdas are asked for: who wants to see them wants to see the JDK's.
     *
     * @return true where an option of the JDK is set that has to do with them
     */
    public static boolean isLeftToJdk() {
        return System.getProperty("jdk.internal.lambda.dumpProxyClasses") != null
                || System.getProperty("jdk.invoke.LambdaMetafactory.dumpProxyClassFiles") != null
                || System.getProperty("jdk.internal.lambda.disableEagerInitialization") != null;
    }

    /**
     * Begins: bootstrap methods that are looked up from now on are ours. What they need is loaded with the first lambda or concatenation.
     *
     * @param jdk access to it
     * @param trusted what the classes of lambdas may be made of, each number an exact set ({@link #trusted()} of an earlier run with this JDK
     *        and this agent); {@link #NOTHING_KNOWN} where this JVM is to find out
     * @throws ClasscastException where this JDK looks bootstrap methods up in another way; nothing has begun then
     */
    public static void begin(JdkAccess jdk, int[] trusted) {
        // Who makes an archive of the application's own loader wants its lambdas in it, and the JDK sees to that.
        if (CDS.isDumpingArchive()) {
            return;
        }
        access = jdk;
        known = trusted;
        state = new Switch();
        BootstrapTable.install(jdk);
    }

    /** What {@link LambdaBootstraps} asks; null where it is off. */
    static LambdaClasses lambdas() {
        LambdaClasses present = lambdas;
        return present != null ? present : makeLambdas();
    }

    private static synchronized LambdaClasses makeLambdas() {
        Switch on = state();
        // What the JDK needs for it may have lambdas that come here as well.
        if (lambdas == null && !making && on.isOn()) {
            making = true;
            try {
                lambdas = new LambdaClasses(access, known, on);
            } catch (ClassNotFoundException | RuntimeException | Error e) {
                on.off(e);
            } finally {
                making = false;
            }
        }
        return lambdas;
    }

    /** Shared by all that links. */
    static synchronized Switch state() {
        if (state == null) {
            state = new Switch();
        }
        return state;
    }

    static JdkAccess access() {
        return access;
    }

    /**
     * How many lambdas were linked by us.
     *
     * @return so far
     */
    public static int generated() {
        LambdaClasses present = lambdas;
        return present == null ? 0 : present.generated();
    }

    /**
     * What the classes of lambdas may be made of that we generate.
     *
     * @return exact sets of features of {@link LambdaCode}
     */
    public static int[] trusted() {
        LambdaClasses present = lambdas;
        return present == null ? known : present.trusted();
    }

    /**
     * For the report.
     *
     * @return {@code on}; {@code jdk} where it has not begun; or {@code off} and why it has ended
     */
    public static String report() {
        if (access == null) {
            return "jdk";
        }
        Switch present = state;
        return present == null || present.isOn() ? "on" : "off: ".concat(present.reason());
    }
}
