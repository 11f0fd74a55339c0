package io.classcast.compat.felix;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.io.InputStream;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts an OSGi framework in this JVM, installs a bundle, and calls a class of it. */
public final class FelixProgram {
    private FelixProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, "felix-cache", Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit"));
        framework.start();
        try (InputStream jar = FelixProgram.class.getResourceAsStream("/bundles/commons-lang3.jar")) {
            Bundle bundle = framework.getBundleContext().installBundle("memory:commons-lang3", jar);
            bundle.start();
            Class<?> utilities = bundle.loadClass("org.apache.commons.lang3.StringUtils");
            Report.say("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " state " + bundle.getState());
            Report.say("called " + utilities.getMethod("reverse", String.class).invoke(null, "tsacdaorb"));
            Report.say("framework " + framework.getSymbolicName() + " " + framework.getVersion());
        } finally {
            framework.stop();
            framework.waitForStop(30_000);
        }
        Identity.ofClasses(framework.getClass(), Bundle.class);
        Identity.ofResources("META-INF/services/org.osgi.framework.launch.FrameworkFactory", "default.properties",
                "bundles/commons-lang3.jar");
        Identity.ofServices(FrameworkFactory.class);
        Report.end();
    }
}
