package io.classcast.compat.log4j;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.spi.Provider;

/** Logs, with a configuration and plugins that are found on the class path. */
public final class Log4jProgram {
    private static final Logger LOGGER = LogManager.getLogger(Log4jProgram.class);

    private Log4jProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        ThreadContext.put("place", "here");
        LOGGER.info("{} and {}", "one", 2);
        LOGGER.debug("not printed");
        LOGGER.warn("with a trace", new IllegalStateException("expected"));
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Report.say("configured from " + context.getConfiguration().getConfigurationSource().getLocation());
        for (String logger : new String[] {"", "io.classcast", "io.classcast.compat", Log4jProgram.class.getName()}) {
            Report.say("level of " + logger + " " + context.getConfiguration().getLoggerConfig(logger).getLevel());
        }
        Report.say("one context " + (LogManager.getContext(ClassLoader.getSystemClassLoader(), false) == context)
                + (LogManager.getContext(Log4jProgram.class.getClassLoader(), false) == context));
        Report.say("appenders " + context.getConfiguration().getAppenders().keySet());
        Identity.ofClasses(Logger.class, LoggerContext.class, Log4jProgram.class);
        Identity.ofResources("META-INF/services/org.apache.logging.log4j.spi.Provider", "log4j2.xml",
                "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat");
        Identity.ofServices(Provider.class);
        Report.end();
    }
}
