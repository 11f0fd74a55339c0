package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.Version;
import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.jdk.ApplicationPath;
import io.classcast.agent.jdk.ChannelMapping;
import io.classcast.agent.jdk.JdkAccess;
import io.classcast.agent.jdk.JdkNumbers;
import io.classcast.agent.jdk.MallocMemory;
import io.classcast.agent.jdk.SystemLoader;
import io.classcast.agent.loader.Counters;
import io.classcast.agent.loader.OwnChanges;
import io.classcast.agent.loader.Recorder;
import io.classcast.agent.loader.ServedClassPath;
import io.classcast.agent.loader.ServedFiles;
import io.classcast.classpath.ClassPath;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.classpath.MultiRelease;
import io.classcast.classpath.StatFields;
import io.classcast.classpath.UrlPath;
import io.classcast.image.Image;
import io.classcast.job.Engine;
import io.classcast.job.JobConfig;
import io.classcast.job.Phases;
import io.classcast.job.ServedJob;
import io.classcast.mpi.MpjLaunch;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.util.List;

/**
 * {@code java -javaagent:classcast-agent.jar=options}: serves the class path of this JVM from the job's broadcast. Whatever
 * goes wrong, the application starts with plain class loading, and one line says why; with {@code strict} the JVM ends with
 * exit code 78 instead.
 */
public final class Agent {
    /** How the URL of our own jar ends; it names itself in Boot-Class-Path, so it cannot have another name. */
    static final String JAR = "/classcast-agent.jar";
    /** Exit code of {@code strict}: EX_CONFIG of sysexits.h. */
    private static final int STRICT_EXIT = 78;

    private final Instrumentation instrumentation;
    private final Options options;
    private final Engine engine;
    private final Messages messages;
    private final Phases phases;
    private final FurtherFiles further;
    private final JdkDoors doors;
    /** Null where the class path is on the command line, as usual. */
    private final OffCommandLine launched;
    /** The option that names an archive of application classes, or null. */
    private String archive;
    /** Null where none is wanted. */
    private SharedArchive shared;
    /** From when on the class path is served. */
    private RunReport report;
    /** Set when the JDK is open. */
    private ApplicationPath application;
    /** Null where the JDK's own loader defines the classes. */
    private SystemLoader ours;
    /** Why it does although another one was wanted; null where none was, or it is there. */
    private String obstacle;

    private Agent(Instrumentation instrumentation, Options options, Engine engine, Messages messages, Phases phases,
            OffCommandLine launched) {
        this.launched = launched;
        this.instrumentation = instrumentation;
        this.options = options;
        this.engine = engine;
        this.messages = messages;
        this.phases = phases;
        further = FurtherFiles.of(options.include(), System.getProperty("java.library.path"));
        doors = new JdkDoors(instrumentation, !further.libraryPath().isEmpty(), options.record() != null, options.linking(), messages);
    }

    /**
     * Called before the application's main class is loaded, see {@code Premain}.
     *
     * @param arguments options, or null
     * @param instrumentation of this JVM
     */
    static void premain(String arguments, Instrumentation instrumentation) {
        Phases phases = new Phases();
        // The JDK's changed classes call ours, which only the boot loader has for them.
        boolean misnamed = Agent.class.getClassLoader() != null;
        if (!misnamed) {
            JdkDoors.ahead(instrumentation);
        }
        MpjLaunch launch = MpjLaunch.detect();
        boolean speaks = Engine.isFirst(launch, System.getenv());
        OffCommandLine launched = OffCommandLine.take();
        Options options = null;
        try {
            options = Options.read(arguments, System.getenv());
            if (misnamed) {
                throw new ClasscastException("the agent's jar has to be named ".concat(JAR.substring(1)));
            }
            Engine engine = Engine.choose(options.engine(), launch, System.getenv()).claim(options.store());
            speaks = engine.speaks(speaks) || engine.noRank() != null && options.verbose();
            Messages messages = new Messages(System.err, speaks, options);
            if (engine.noRank() != null) {
                messages.hideWhatIsWell();
            }
            new Agent(instrumentation, options, engine, messages, phases, launched).run();
        } catch (EarlyExit.Wanted e) {
            EarlyExit.after(e.code(), instrumentation);
        } catch (ClasscastException e) {
            boolean inPlaceOfRoot = e.isUnknownToRoot() && (launch == null || launch.rank() == 1);
            fallBack(e.getMessage(), options, speaks || inPlaceOfRoot, launched, instrumentation);
        } catch (RuntimeException | Error | MalformedURLException e) {
            // Whatever it is, a thread that may not be started among them: an exception from here ends the JVM.
            fallBack("unexpected: " + e, options, speaks, launched, instrumentation);
        }
    }

    private static void fallBack(String reason, Options options, boolean speaks, OffCommandLine launched,
            Instrumentation instrumentation) {
        boolean strict = options != null && options.strict();
        // The program must not see it, and nothing is lost where all is as without us.
        OffCommandLine.left();
        Messages messages = new Messages(System.err, speaks, options);
        messages.warn(reason
                + (strict ? "; the job is stopped (strict)" : "; classes are loaded as without Classcast"));
        if (strict) {
            EarlyExit.after(STRICT_EXIT, instrumentation);
        } else if (launched != null) {
            launched.restore(instrumentation, messages);
        }
    }

    private void run() throws MalformedURLException {
        MultiRelease.feature();
        ChannelMapping.announce(instrumentation);
        MallocMemory.announce(instrumentation);
        messages.detail(engine.detail());
        shared = SharedArchive.of(options);
        archive = options.appLoader() ? ApplicationArchive.option(System.getenv()) : null;
        if (archive != null) {
            messages.detail("loader=app, for the classes of the archive (" + archive + ")");
        }
        if (engine.mpj() != null) {
            runWithMpj();
        } else if (engine.foreign() != null) {
            runWithNativeMpi();
        } else {
            runAlone();
        }
    }

    /** One JVM: its class path is scanned while the JDK is being opened; on a small class path that is half of our time. */
    private void runAlone() throws MalformedURLException {
        StatFields.announce();
        ServingThread serving = new ServingThread(null, config(launchText(), launcherEntriesBelow()), phases, messages);
        serving.start();
        boolean served = false;
        try {
            JdkAccess jdk = openJdkForStamps();
            doors.prepareChanges();
            doors.prepare();
            ServedJob job = serving.await();
            serve(job, jdk);
            served = true;
            JdkNumbers.giveBackThreads(serving.getId(), report);
        } finally {
            if (!served) {
                giveBackPlace();
                serving.discard();
            }
        }
    }

    private JdkAccess openJdkForStamps() {
        StatFields fields = null;
        try {
            JdkAccess jdk = openJdk();
            fields = jdk.statFields();
            return jdk;
        } finally {
            StatFields.use(fields);
        }
    }

    private void runWithMpj() throws MalformedURLException {
        JdkAccess jdk = openJdk();
        List<String> classPath = knownClassPath();
        // MPI's own classes are defined as those of the application are, before anything else.
        takePlace(jdk);
        phases.end("premain");
        Log4jCatchUp log4j = Log4jCatchUp.hold();
        JobConfig config = config(classPath);
        // Ranks leave MPI.Init together.
        MpjConnection connection = new MpjConnection(instrumentation, classPath, engine.mpj(), config.timeoutMillis() / 4);
        ServingThread serving = new ServingThread(connection, config, phases, messages);
        // Until the class path is served nobody may search it: connecting asks the JDK for service providers (selectors,
        // security), which it would look up on every entry, on every rank.
        application.retireLaunchPath(application.launchClassPath());
        serving.start();
        boolean served = false;
        try {
            // At the same time as the job: neither needs the other.
            stepIntoJdk(jdk);
            serve(serving.await(), jdk);
            served = true;
        } finally {
            if (!served) {
                // What of MPJ is loaded stays loaded; everything else the JDK finds on its own.
                giveBackPlace();
                application.restoreLaunchPath();
                serving.discard();
            }
            log4j.catchUp(ClassLoader.getSystemClassLoader());
        }
    }

    private void runWithNativeMpi() throws MalformedURLException {
        JdkAccess jdk = openJdk();
        List<String> classPath = knownClassPath();
        phases.end("premain");
        NativeConnection connection = new NativeConnection(jdk, engine.foreign(), options.store(), messages, options.timeoutMillis());
        ServingThread serving = new ServingThread(connection, config(classPath), phases, messages);
        application.retireLaunchPath(application.launchClassPath());
        serving.start();
        boolean served = false;
        try {
            stepIntoJdk(jdk);
            ServedJob job = serving.await();
            serve(job, jdk);
            served = true;
            connection.share(job.store().directory());
        } finally {
            if (!served) {
                giveBackPlace();
                application.restoreLaunchPath();
                serving.discard();
            }
        }
    }

    /** With {@code loader=broadcast}, where that can be had; else the JDK's own loader defines the classes. */
    private void takePlace(JdkAccess jdk) {
        if (options.appLoader() || ours != null) {
            return;
        }
        obstacle = SystemLoader.obstacle(instrumentation, JAR);
        try {
            ours = obstacle == null ? SystemLoader.takePlace(jdk, application) : null;
        } catch (ClasscastException e) {
            obstacle = e.getMessage();
        }
        if (ours == null) {
            messages.detail("loader=app: " + obstacle);
        }
    }

    private void giveBackPlace() {
        if (ours != null) {
            ours.giveBack(instrumentation);
        }
    }

    private void stepIntoJdk(JdkAccess jdk) {
        doors.prepareChanges();
        doors.prepare();
    }

    private JdkAccess openJdk() {
        JdkAccess jdk = JdkAccess.open(instrumentation);
        application = ApplicationPath.open(jdk, instrumentation);
        application.hide(JAR);
        return jdk;
    }

    private JobConfig config(List<String> classPath) {
        return config(launched == null ? LaunchPath.ofUrls(classPath) : LaunchPath.ofText(launched.text()), launcherEntries(classPath));
    }

    /** As it is written: whoever looks at the files resolves it. */
    private LaunchPath launchText() {
        if (launched != null) {
            return LaunchPath.ofText(launched.text());
        }
        String text = System.getProperty("java.class.path", "");
        // A program of modules only has no class path; else an empty one is the working directory.
        return text.isEmpty() && System.getProperty("jdk.module.main") != null ? LaunchPath.ofUrls(List.of()) : LaunchPath.ofElements(text);
    }

    private JobConfig config(LaunchPath path, LauncherEntries entries) {
        return new JobConfig(path, options.locations(), options.store(), options.dynamic(), options.timeoutMillis(), entries,
                options.keepMillis() > 0, options.archive(), options.profile(), further, Version.TEXT + '/' + options.fingerprint());
    }

    private LauncherEntries launcherEntriesBelow() {
        return engine.below() == null ? LauncherEntries.NONE
                : launcherEntries(launched == null ? ClassPath.parse(System.getProperty("java.class.path", "")) : List.of());
    }

    private LauncherEntries launcherEntries(List<String> classPath) {
        if (engine.mpj() != null || engine.below() != null) {
            return new LauncherEntries(MpjConnection.directory(classPath, System.getenv("MPJ_HOME")), null);
        }
        return engine.foreign() == null || launched != null ? LauncherEntries.NONE
                : new LauncherEntries(null, "file:" + UrlPath.encode(System.getProperty("user.dir")) + "/");
    }

    /** The class path without touching the file system: as the JVM has resolved it, or as it is written. */
    private List<String> knownClassPath() {
        return launched == null ? application.launchClassPath() : launched.urls();
    }

    private void serve(ServedJob job, JdkAccess jdk) throws MalformedURLException {
        takePlace(jdk);
        Counters counters = new Counters();
        Recorder recorder = options.record() == null || job.rank() > 0 || !messages.speaks() ? null
                : new Recorder(job.image().image(), job.image().directory());
        ServedClassPath path = new ServedClassPath(job.image(), counters, recorder, job.size() == 1);
        ClassPathSeam.serve(path);
        List<String> classPath = launched == null ? application.launchClassPath() : launched.show(application, path.launchPath());
        OwnChanges changes = JdkDoors.watch(job.image(), path, classPath);
        ServedFiles files = changes.files();
        if (recorder != null) {
            files.recordTo(job.image(), recorder);
        }
        doors.open(job.image(), files);
        application.retireLaunchPath(classPath);
        if (launched != null) {
            launched.startJar(instrumentation, path, files);
            if (recorder != null && launched.jar()) {
                recorder.jar(job.image().image().entry(0).path());
            }
        }
        phases.end("hooks");
        ArchiveMaker maker = shared == null ? null : shared.prepare(options, instrumentation, ours, obstacle, job, messages);
        // An application archive has its lambdas.
        if (archive == null) {
            doors.link(jdk, shared == null ? null : shared.lambdas());
        }
        report = new RunReport(job, options, ours != null, engine.label(), counters, phases, messages, maker,
                recorder == null ? null : new Recording(options.record(), recorder, path.entryCount(), messages));
        Runtime.getRuntime().addShutdownHook(report);
        job.store().handOver();
        // Not before: a fall-back is one line.
        if (application.slower() != null) {
            messages.warn(application.slower());
        }
        for (String problem : job.problems()) {
            messages.warn(problem);
        }
        if (shared == null || shared.wantsStreams()) {
            doors.openStreams();
        }
        doors.restartNumbers(jdk);
        Image image = job.image().image();
        messages.info(path.entryCount() + (path.entryCount() == 1 ? " class-path entry (" : " class-path entries (") + image.nameCount() + " names"
                + (image.locations() ? "" : ", " + (image.contentBytes() >> 20) + " MiB") + ") served to " + job.size()
                + (job.size() == 1 ? " rank on " : " ranks on ") + job.nodes() + (job.nodes() == 1 ? " node in "
                : " nodes in ") + seconds() + " s (engine=" + engine.label() + ", mode="
                + (image.locations() ? "locations" : "jars") + (options.profile() != null && job.image().isByProfile() ? ", by profile" : "")
                + (archive == null ? "" : ", loader=app for the archive")
                + (shared == null ? "" : shared.label()) + OffCommandLine.left() + ")");
    }

    private String seconds() {
        double millis = 0;
        for (double phase : phases.millis().values()) {
            millis += phase;
        }
        long hundredths = Math.round(millis / 10);
        return hundredths / 100 + "." + (hundredths % 100 < 10 ? "0" : "") + hundredths % 100;
    }
}
