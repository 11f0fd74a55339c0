package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.agent.hook.ClassPathSeam;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.ClassLoaders;

/**
 * {@code loader=broadcast}: a class loader of ours, {@code BroadcastClassLoader}, in the place of the system class loader. HotSpot takes archived
 * classes of no class path for a loader that is none of the JDK's own and not the one that it knows as the system class loader
 * ({@code SystemDictionaryShared::lookup_from_stream}, JDK 17 to 25). That one stays what it was, and asks ours for every class; for all else, what
 * {@code ClassLoader.getSystemClassLoader} returns is ours.
 *
 * <p>Where somebody was before us there is no exchange: classes of the application that the JDK's loader has defined, or packages that are open to
 * its unnamed module, would be strangers to ours.
 */
public final class SystemLoader {
    private static SystemLoader present;

    private final JdkAccess jdk;
    private final StandIns standIns;
    private final BuiltinClassLoader loader;

    private SystemLoader(JdkAccess jdk, StandIns standIns, BuiltinClassLoader loader) {
        this.jdk = jdk;
        this.standIns = standIns;
        this.loader = loader;
    }

    /**
     * Why there can be none in this JVM.
     *
     * @param instrumentation the agent's
     * @param ownJar how the path of our own jar ends
     * @return null where there can
     */
    public static String obstacle(Instrumentation instrumentation, String ownJar) {
        if (present != null) {
            return null;
        }
        if (System.getProperty("jdk.module.path") != null || System.getProperty("jdk.module.main") != null) {
            return "modules belong to the JDK's own loader";
        }
        ClassLoader app = ClassLoaders.appClassLoader();
        for (Class<?> early : instrumentation.getInitiatedClasses(app)) {
            if (early.getClassLoader() == app && !early.getModule().isNamed()) {
                return early.getName() + " was loaded before it";
            }
        }
        return isFirst(ownJar) ? null : "another agent comes first";
    }

    /** An agent that the JVM starts before us may have opened packages to the system class loader's unnamed module. */
    private static boolean isFirst(String ownJar) {
        String variable = System.getenv("JAVA_TOOL_OPTIONS");
        if (variable != null && (variable.contains("-javaagent:") || variable.contains("-agent"))) {
            return false;
        }
        try {
            for (String argument : OwnProcess.commandLine()) {
                if (argument.startsWith("-javaagent:") || argument.startsWith("-agentlib:instrument=")) {
                    return argument.contains(ownJar);
                }
                if (argument.startsWith("-agentpath:")) {
                    return false;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return true;
    }

    /**
     * Puts one into the place of the system class loader, also as context class loader of the threads that have that one.
     *
     * @param jdk access to it
     * @param path what the application class loader searches
     * @return it is there
     * @throws ClasscastException where this JDK's loaders look different; nothing has changed then
     */
    public static SystemLoader takePlace(JdkAccess jdk, ApplicationPath path) {
        if (present != null) {
            return present;
        }
        try {
            if (!(path instanceof StandIns)) {
                throw new NoSuchFieldException("no stand-ins");
            }
            StandIns standIns = (StandIns) path;
            SystemLoader made = new SystemLoader(jdk, standIns, SystemLoaderCode.make(jdk, standIns));
            made.exchange(jdk.appLoader(), made.loader);
            present = made;
            return made;
        } catch (NoSuchFieldException | InstantiationException | LinkageError | InternalError e) {
            throw new ClasscastException("this JDK (" + Runtime.version() + ") takes no other system class loader: " + e, e);
        }
    }

    private void exchange(BuiltinClassLoader before, BuiltinClassLoader system) throws NoSuchFieldException {
        boolean ours = system == loader;
        jdk.setSystemLoader(before, system);
        ClassPathSeam.withhold(ours);
        standIns.delegateTo(ours ? loader : null);
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[all.activeCount() + 10];
        int count = all.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getContextClassLoader() == before) {
                setContextLoader(threads[i], system);
            }
        }
    }

    private static void setContextLoader(Thread thread, ClassLoader loader) {
        try {
            thread.setContextClassLoader(loader);
        } catch (SecurityException e) {
            // A thread of the JDK's own (InnocuousThread, JDK 26): nothing of the program runs there.
            return;
        }
    }

    /**
     * Gives the place back, where ours has defined no class yet. Where it has (MPJ Express), it stays, and searches as the JDK's does.
     *
     * @param instrumentation the agent's
     */
    public void giveBack(Instrumentation instrumentation) {
        for (Class<?> type : instrumentation.getInitiatedClasses(loader)) {
            if (type.getClassLoader() == loader) {
                return;
            }
        }
        try {
            exchange(loader, jdk.appLoader());
            present = null;
        } catch (NoSuchFieldException e) {
            // Somebody else has taken the place: ours goes on as the JDK's does.
            return;
        }
    }

    /**
     * Called by {@code loadClass}.
     *
     * @return whether a security manager has to be asked
     */
    @SuppressWarnings("removal")
    public static boolean isChecked() {
        return System.getSecurityManager() != null;
    }

    /**
     * The loader.
     *
     * @return defines the classes of the application
     */
    public ClassLoader loader() {
        return loader;
    }
}
