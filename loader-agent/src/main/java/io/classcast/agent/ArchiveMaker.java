package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.agent.hook.FileSeam;
import io.classcast.agent.jdk.JdkPackages;
import io.classcast.agent.linking.Linking;
import io.classcast.classpath.Profile;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.job.ServedJob;
import io.classcast.store.ArchiveLock;
import io.classcast.store.ArchivePart;
import io.classcast.store.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class archive when rank 0 ends: a JVM without agents loads the classes that this one has loaded, from the node's
 * copies, and archives them. (A JVM with an agent may not archive, "AllowArchivingWithJavaAgent" of HotSpot; and the class path of
 * this one is off its command line.) The archive gets its name when it is complete.
 */
final class ArchiveMaker {
    private static final int LONGEST_SECONDS = 300;
    /** How java is given the agent. */
    private static final String[] DOORS = {"-javaagent:", "-agentlib:instrument="};
    /** Flags that an archive must have in common with the JVMs that use it (FileMapHeader, JDK 17 to 25). */
    private static final List<String> FLAGS = List.of("UseCompressedOops", "UseCompressedClassPointers", "ObjectAlignmentInBytes",
            "UseCompactObjectHeaders");

    private final ClassArchive archive;
    private final Instrumentation instrumentation;
    private final ClassLoader application;
    private final ServedJob job;
    private final Messages messages;
    private final long keepMillis;
    /** What was there when this JVM began. */
    private final long before;
    /** Names classes that are archived, too, or null. */
    private final String profile;

    /**
     * Prepares.
     *
     * @param archive to be made
     * @param instrumentation tells the classes that are loaded
     * @param application the loader of the application's classes
     * @param job whose store has the jars
     * @param messages for the user
     * @param profile names classes that other runs have used; or null
     * @param keepMillis how long the archive is kept
     */
    ArchiveMaker(ClassArchive archive, Instrumentation instrumentation, ClassLoader application, ServedJob job, Messages messages,
            String profile, long keepMillis) {
        this.profile = profile;
        this.keepMillis = keepMillis;
        this.archive = archive;
        before = archive.identity();
        this.instrumentation = instrumentation;
        this.application = application;
        this.job = job;
        this.messages = messages;
    }

    /** Makes it; never throws, since it runs while the JVM ends. */
    void make() {
        long begun = System.nanoTime();
        // Of the JVMs that share a node without MPI one makes it, and none makes it once more.
        try (ArchiveLock claim = archive.claim()) {
            if (claim != null && (archive.identity() == before || !archive.isWhole())) {
                make(begun);
            }
        } catch (IOException | RuntimeException | Error e) {
            messages.warn("no class archive was made: " + e + "; later jobs start without it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(long begun) throws IOException, InterruptedException {
        Path work = job.store().directory();
        try (ArchivePart begunPart = archive.begin("new")) {
            Path part = begunPart.file();
            Path ofJdk = work.resolve("archive-jdk.list");
            Path ofApplication = work.resolve("archive-application.list");
            Path jars = work.resolve("archive-jars.list");
            Path forms = work.resolve("archive-forms.list");
            int classes = writeLists(ofJdk, ofApplication, forms);
            write(jars, jars());
            Path output = work.resolve("archive.out");
            String problem = run(command(part, List.of(ofJdk, ofApplication, jars, forms)), output);
            if (problem == null && !part.toFile().isFile()) {
                problem = "the JVM wrote none";
            }
            if (problem != null) {
                String said = TrainingOutput.errors(NativeMemory.read(output.toFile()));
                messages.warn("no class archive was made of " + classes + " classes: " + problem + (said.isEmpty() ? "; see whether "
                        + part.getParent() + " has room" : " (" + said + ")") + "; later jobs start without it");
            } else {
                ClassArchive.note(part, FileSeam.hasServedStream(), Linking.trusted(), identity());
                archive.publish(begunPart, keepMillis);
                messages.detail("class archive of " + classes + " classes, " + (archive.length() >> 20) + " MiB, made in "
                        + Math.round((System.nanoTime() - begun) / 1e8) / 10.0 + " s for later jobs: " + archive.file());
            }
        }
    }

    private int writeLists(Path ofJdk, Path ofApplication, Path forms) throws IOException {
        List<String> jdk = new ArrayList<>();
        Set<String> own = new LinkedHashSet<>();
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        Class<?>[] all = instrumentation.getAllLoadedClasses();
        for (Class<?> loaded : all) {
            ClassLoader loader = loaded.getClassLoader();
            if (loaded.isArray() || loaded.isHidden() || loaded.isPrimitive()) {
                continue;
            }
            if (loader == application) {
                own.add(loaded.getName());
            } else if (loader == null || loader == platform) {
                // The agent's own classes, too: they come first of all in the JVMs that use the archive.
                jdk.add(loaded.getName());
            }
        }
        own.addAll(classesOfProfile());
        write(ofJdk, jdk);
        write(ofApplication, own);
        write(forms, LambdaForms.of(all));
        return jdk.size() + own.size();
    }

    /** What this run did not need another one may: the training leaves out what is not there. */
    private List<String> classesOfProfile() {
        try {
            return profile == null ? List.of() : Profile.read(Path.of(profile)).classes();
        } catch (ClasscastException e) {
            // Told when the class path was scanned.
            return List.of();
        }
    }

    private static void write(Path file, Collection<String> lines) throws IOException {
        PrivateFiles.write(file, (lines.isEmpty() ? "" : String.join("\n", lines).concat("\n")).getBytes(StandardCharsets.UTF_8));
    }

    /** Jars and archived directories, in class-path order: the node's copies, or the originals where nothing was copied. */
    private List<String> jars() {
        List<String> jars = new ArrayList<>();
        Image image = job.image().image();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.kind() == EntryKind.JAR || entry.kind() == EntryKind.DIRECTORY) {
                Path copy = job.image().file(entry);
                jars.add(copy == null ? entry.path() : copy.toString());
            }
        }
        return jars;
    }

    private List<String> command(Path part, List<Path> lists) {
        String java = System.getProperty("java.home") + "/bin/java";
        List<String> command = new ArrayList<>(List.of(java, "-Xlog:disable", "-Xlog:all=error:stderr:none", "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + part));
        for (String flag : FLAGS) {
            String value = VmFlags.value(flag);
            if (value != null) {
                command.add(value.equals("true") ? "-XX:+" + flag : value.equals("false") ? "-XX:-" + flag : "-XX:" + flag + "=" + value);
            }
        }
        // As -javaagent does it for the JVMs that will use the archive; bcastjar run gives them the agent as class path.
        command.add("-Xbootclasspath/a:" + ownJar());
        // Our classes are linked once more there; JDK 21 makes no archive where one of them may not see a class that it names.
        for (String name : JdkPackages.names()) {
            command.addAll(List.of("--add-exports", "java.base/" + name + "=ALL-UNNAMED"));
        }
        command.addAll(List.of("-cp", ownJar(), ArchiveTraining.class.getName()));
        for (Path list : lists) {
            command.add(list.toString());
        }
        return command;
    }

    /** As the JVM was told it: the archive remembers the path. */
    static String ownJar() {
        try {
            for (String argument : OwnProcess.commandLine()) {
                int end = argument.indexOf(Agent.JAR);
                for (String door : DOORS) {
                    if (argument.startsWith(door) && end > 0) {
                        return argument.substring(door.length(), end + Agent.JAR.length());
                    }
                }
            }
        } catch (IOException e) {
            // Told below.
        }
        throw new IllegalStateException("the agent is not on the command line");
    }

    /** Tells one agent from another, as HotSpot does that of an archive: by time and length of its jar. */
    static long identity() {
        File jar = new File(ownJar());
        return jar.lastModified() * 31 + jar.length();
    }

    /** Null where it ended well. */
    private static String run(List<String> command, Path output) throws IOException, InterruptedException {
        PrivateFiles.write(output, new byte[0]);
        ProcessBuilder builder = new ProcessBuilder(TrainingProcess.guarded(command)).redirectErrorStream(true).redirectOutput(output.toFile());
        // Options for the application's JVMs: agents, debuggers, heap sizes.
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")) {
            builder.environment().remove(variable);
        }
        Process training = builder.start();
        try {
            if (!training.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return "it took more than " + LONGEST_SECONDS + " s";
            }
        } finally {
            training.getOutputStream().close();
        }
        return training.exitValue() == 0 ? null : "exit code " + training.exitValue();
    }

    /** Flags of this JVM; the management module is only loaded when they are asked for. */
    private static final class VmFlags {
        /** Null for a flag that this JVM does not have. */
        static String value(String flag) {
            try {
                return java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                        .getVMOption(flag).getValue();
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
