package io.classcast.compat.childfirst;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;

/** Loads its own class path once more, as Flink and Quarkus load jobs and applications. */
public final class ChildFirstProgram {
    private ChildFirstProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws IOException if a jar cannot be read
     * @throws ReflectiveOperationException if the loader finds no class
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ClassLoader.getSystemClassLoader().setPackageAssertionStatus("io.classcast", true);
        ClassLoader own = ChildFirstProgram.class.getClassLoader();
        Report.say("system " + (own == ClassLoader.getSystemClassLoader()) + " context "
                + (own == Thread.currentThread().getContextClassLoader()) + " name " + own.getName());
        ClassLoader[] parents = {own, ClassLoader.getSystemClassLoader(), ClassLoader.getPlatformClassLoader()};
        for (int i = 0; i < parents.length; i++) {
            try (ChildFirstLoader loader = new ChildFirstLoader("job" + i, urls(), parents[i],
                    List.of("java.", "io.classcast.compat.Report"))) {
                Class<?> job = loader.loadClass(Job.class.getName());
                Report.say(i + " " + ((Supplier<?>) job.getConstructor().newInstance()).get());
                Report.say(i + " another class " + (job != Job.class) + " shared "
                        + (loader.loadClass("io.classcast.compat.Report") == Report.class) + " library "
                        + (loader.loadClass(StringUtils.class.getName()) != StringUtils.class));
                int number = 0;
                for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
                    if (!url.getProtocol().equals("jrt")) {
                        Report.say(i + " manifest " + number++ + " " + url);
                    }
                }
                loader.setDefaultAssertionStatus(true);
                Report.say(i + " defined " + loader.getDefinedPackages().length + " module "
                        + (job.getModule() == loader.getUnnamedModule()));
            }
        }
        Report.say("assertions " + Job.class.desiredAssertionStatus() + " "
                + StringUtils.class.desiredAssertionStatus());
        Identity.ofClasses(StringUtils.class, Job.class);
        Report.end();
    }

    private static URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String file : Identity.jars()) {
            urls.add(Path.of(file).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }
}
