package io.classcast.compat.commonslogging;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.log4j.LogManager;

/** Looks for its implementation through the context class loader, its parents, the system's and its own. */
public final class CommonsLoggingProgram {
    private CommonsLoggingProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Log log = LogFactory.getLog(CommonsLoggingProgram.class);
        log.debug("not printed");
        log.warn("printed");
        Report.say("factory " + LogFactory.getFactory().getClass().getName() + " log " + log.getClass().getName());
        Report.say("levels " + log.isTraceEnabled()
                + log.isDebugEnabled() + log.isInfoEnabled() + log.isErrorEnabled());
        Report.say("root " + LogManager.getRootLogger().getLevel() + " appenders "
                + Collections.list((Enumeration<?>) LogManager.getRootLogger().getAllAppenders()).size());
        for (ClassLoader loader : new ClassLoader[] {ClassLoader.getSystemClassLoader(), null}) {
            Thread.currentThread().setContextClassLoader(loader);
            LogFactory factory = LogFactory.getFactory();
            Log other = factory.getInstance("other");
            Report.say("factory " + factory.getClass().getName() + " same " + (factory.getClass().getClassLoader()
                    == LogFactory.class.getClassLoader()) + " log " + other.getClass().getName() + " "
                    + other.isInfoEnabled());
        }
        Thread.currentThread().setContextClassLoader(CommonsLoggingProgram.class.getClassLoader());
        Identity.ofClasses(Log.class, LogManager.class, log.getClass());
        Identity.ofResources("log4j.properties", "commons-logging.properties");
        Report.end();
    }
}
