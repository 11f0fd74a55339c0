package io.classcast.agent;

import java.lang.reflect.Method;
import java.net.URL;

/**
 * MPJ Express logs with Log4j 1.2, which configures itself when MPI is initialised: on every rank it would search the whole
 * class path for {@code log4j.xml}. We hold that back during our early Init, and make up for it when the class path is
 * served, so that an application which brings such a file finds Log4j configured as always (LogManager, Log4j 1.2.17).
 */
final class Log4jCatchUp {
    private static final String OVERRIDE = "log4j.defaultInitOverride";
    private final boolean held;

    private Log4jCatchUp(boolean held) {
        this.held = held;
    }

    static Log4jCatchUp hold() {
        boolean free = System.getProperty(OVERRIDE) == null;
        if (free) {
            System.setProperty(OVERRIDE, "true");
        }
        return new Log4jCatchUp(free);
    }

    /** Gives the property back; configures Log4j if there is something to configure it with. */
    void catchUp(ClassLoader loader) {
        if (!held) {
            return;
        }
        System.clearProperty(OVERRIDE);
        try {
            String named = System.getProperty("log4j.configuration");
            URL url = loader.getResource(named == null ? "log4j.xml" : named);
            if (url == null && named == null) {
                url = loader.getResource("log4j.properties");
            }
            if (url == null && named != null) {
                url = new URL(named);
            }
            if (url != null) {
                Class<?> manager = loader.loadClass("org.apache.log4j.LogManager");
                Class<?> repository = loader.loadClass("org.apache.log4j.spi.LoggerRepository");
                Method configure = loader.loadClass("org.apache.log4j.helpers.OptionConverter")
                        .getMethod("selectAndConfigure", URL.class, String.class, repository);
                configure.invoke(null, url, System.getProperty("log4j.configuratorClass"),
                        manager.getMethod("getLoggerRepository").invoke(null));
            }
        } catch (ReflectiveOperationException | java.net.MalformedURLException | LinkageError e) {
            // As Log4j itself has it: a configuration that cannot be used leaves Log4j unconfigured.
            return;
        }
    }
}
