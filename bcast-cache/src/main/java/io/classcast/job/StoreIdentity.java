package io.classcast.job;

import io.classcast.OwnProcess;
import io.classcast.classpath.JarIndex;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a store of one node is for: all that decides what a class path is and what of it a JVM may be served. Two JVMs share a store only
 * where every line of it is the same; what lies on the file system at those places is compared apart ({@code Freshness}).
 */
final class StoreIdentity {
    /** System properties that change what the JDK finds in a jar or on a class path (JarFile, ZipFile, URLClassPath; JDK 17 to 25). */
    private static final String[] SWITCHES = {"jdk.util.jar.version", "jdk.util.jar.enableMultiRelease",
        "jdk.util.zip.disableZip64ExtraFieldValidation", "jdk.jar.maxSignatureFileSize", "jdk.net.URLClassPath.disableClassPathURLCheck",
        "sun.misc.URLClassPath.disableJarChecking", JarIndex.SWITCH, "sun.jnu.encoding"};

    private StoreIdentity() {
    }

    /**
     * Tells it.
     *
     * @param config of this JVM
     * @return lines of text, compared as a whole
     */
    static String of(JobConfig config) {
        List<String> lines = new ArrayList<>();
        lines.add("agent " + config.agentVersion());
        lines.add("mode " + (config.locations() ? "locations" : "jars"));
        lines.add("java " + System.getProperty("java.home") + ' ' + System.getProperty("java.vm.name") + ' '
                + System.getProperty("java.runtime.version"));
        for (String name : SWITCHES) {
            lines.add(name + ' ' + System.getProperty(name));
        }
        lines.add(OwnProcess.groups());
        lines.add("libraries " + config.further().libraryPath());
        lines.add("include " + config.further().included());
        lines.add("dynamic " + config.dynamic());
        if (config.profile() != null) {
            lines.add("profile " + config.profile() + ' ' + Long.toHexString(Profile.fingerprint(Path.of(config.profile()))));
        }
        places(config.classPath(), lines);
        return String.join("\n", lines);
    }

    /** Absolute, as far as it can be told without a look: what is relative is another thing in another directory. */
    private static void places(LaunchPath path, List<String> lines) {
        if (path.urls() != null) {
            for (String url : path.urls()) {
                lines.add("url " + url);
            }
            return;
        }
        lines.add("text " + path.text());
        if (path.text().contains("/proc/") || path.text().contains("/dev/fd")) {
            // What is there is another thing for each process.
            lines.add("process " + OwnProcess.uniqueWord());
        }
        if (path.isRelative()) {
            lines.add("in " + System.getProperty("user.dir") + ' ' + OwnProcess.workingDirectory());
        }
    }
}
