package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.hook.MpiSeam;
import io.classcast.agent.jdk.SeamInstaller;
import io.classcast.agent.loader.Counters;
import io.classcast.agent.loader.ServedClassPath;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.image.Image;
import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.MpjCommunicator;
import io.classcast.mpi.MpjLaunch;
import io.classcast.store.StoredImage;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to the job through MPJ Express before the class path can be used: the application's own {@code mpi.MPI} is
 * loaded by the system class loader, which will serve the class path later, from the jars in MPJ's own directory, and from nowhere else.
 */
final class MpjConnection implements Connection {
    private final Instrumentation instrumentation;
    private final List<String> classPath;
    private final MpjLaunch launch;
    private final long limitMillis;

    /**
     * Prepares.
     *
     * @param instrumentation the agent's
     * @param classPath launch class path
     * @param launch of this rank
     * @param limitMillis how long to wait for the others' answer when all have come through MPI.Init, milliseconds
     */
    MpjConnection(Instrumentation instrumentation, List<String> classPath, MpjLaunch launch, long limitMillis) {
        this.instrumentation = instrumentation;
        this.classPath = classPath;
        this.launch = launch;
        this.limitMillis = limitMillis;
    }

    @Override
    public boolean isFirst() {
        return launch.rank() == 0;
    }

    @Override
    public Communicator connect(Pulse pulse) {
        try {
            List<String> jars = ownJars(classPath, System.getenv("MPJ_HOME"));
            ClassPathScan scan = ClassPathScanner.scan(jars, 0, ScanOptions.of(null, List.of()));
            ServedClassPath mpj = new ServedClassPath(StoredImage.ofLocations(Image.open(scan.index())), new Counters(), null, true);
            // What is not in it does not exist as long as MPI is being initialised: the launch path is retired.
            ClassPathSeam.serve(mpj);
            Class<?> mpi = stepIntoMpj(ClassLoader.getSystemClassLoader());
            initialise(mpi);
            pulse.beat();
            return MpjCommunicator.duplicate(mpi, launch, limitMillis);
        } catch (ClassNotFoundException e) {
            throw new ClasscastException("MPJ Express's jars are not on the class path (" + e.getMessage()
                    + " not found); set MPJ_HOME", e);
        } catch (MalformedURLException e) {
            throw new ClasscastException("class path of MPJ Express: " + e.getMessage(), e);
        }
    }

    /** Before its classes are loaded, so that none has to be redefined. */
    private Class<?> stepIntoMpj(ClassLoader defining) throws ClassNotFoundException {
        ClasscastException failure = null;
        try {
            SeamInstaller.intoMpj(instrumentation, defining);
        } catch (ClasscastException e) {
            failure = e;
        }
        Class.forName("xdev.niodev.NIODevice", false, defining);
        Class<?> mpi = Class.forName("mpi.MPI", false, defining);
        if (failure != null) {
            throw failure;
        }
        return mpi;
    }

    /** The application's own Init waits for it, if nobody waits for us any more. */
    private void initialise(Class<?> mpi) {
        boolean done = false;
        MpiSeam.initialising();
        try {
            MpjCommunicator.initialise(mpi, launch);
            done = true;
        } finally {
            MpiSeam.initialised(done ? launch.initArgumentCount() : MpiSeam.NOT_BY_US);
        }
    }

    @Override
    public void end() {
        // The application finds MPI initialised, and finalises it.
    }

    /** The entries that lie in MPJ's own directory. */
    static List<String> ownJars(List<String> classPath, String home) {
        String directory = directory(classPath, home);
        List<String> jars = new ArrayList<>();
        for (String url : classPath) {
            if (directory != null && url.startsWith(directory) && url.endsWith(".jar")) {
                jars.add(url);
            }
        }
        if (jars.isEmpty()) {
            throw new ClasscastException("no jar of MPJ Express is on the class path; set MPJ_HOME");
        }
        return jars;
    }

    /** URL of MPJ's own directory, from MPJ_HOME or from where its {@code loader1.jar} or {@code mpj.jar} lies; or null. */
    static String directory(List<String> classPath, String home) {
        if (home != null) {
            return "file:" + canonical(home) + "/lib/";
        }
        for (String url : classPath) {
            if (url.endsWith("/loader1.jar") || url.endsWith("/mpj.jar")) {
                return url.substring(0, url.lastIndexOf('/') + 1);
            }
        }
        return null;
    }

    private static String canonical(String home) {
        try {
            return io.classcast.classpath.UrlPath.encode(new File(home).getCanonicalPath());
        } catch (java.io.IOException e) {
            return home;
        }
    }
}
