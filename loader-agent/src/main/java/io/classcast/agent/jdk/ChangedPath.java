package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.hook.SearchPath;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.util.Enumeration;
import java.util.function.Function;
import jdk.internal.loader.BootLoader;
import jdk.internal.loader.Resource;
import jdk.internal.loader.URLClassPath;
import jdk.internal.misc.Unsafe;

/**
 * The stable door: {@code URLClassPath} itself is changed where its public methods begin, which are known by name and
 * descriptor alone. No field is needed: the objects of the application class loader and the boot loader are those
 * that are asked when these two are asked. Every class that HotSpot takes from an archive is dearer then ({@link
 * StandIns} tells why), and no other loader can stand in the place of the application class loader.
 */
public final class ChangedPath extends ApplicationPath {
    /** Nobody has a class of this name, and no module has its package. */
    private static final String QUESTION = "io.classcast.none.Question";

    /** The thread that finds out whom its question comes to. */
    private static volatile Thread asking;
    private static volatile Object asked;
    /** The JDK's objects, and what answers in their places; null until they are known. */
    private static volatile Object application;
    private static volatile SearchPath applicationPath;
    private static volatile Object boot;
    private static volatile SearchPath bootPath;
    private static final SearchPath NOBODY = new NoPath();

    private final Function<Object, SearchPath> maker;

    private ChangedPath(Function<Object, SearchPath> maker, String slower) {
        super(slower);
        this.maker = maker;
    }

    /**
     * Changes the class.
     *
     * @param jdk access to it
     * @param instrumentation the agent's
     * @param reason why it is not the quick door
     * @throws ClasscastException where the JDK is one that would not ask; names what is missing; nothing that
     *         anybody could notice was changed then
     */
    static ChangedPath open(JdkAccess jdk, Instrumentation instrumentation, String reason) {
        PathShape shape = PathShape.lookAtLookups();
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            Class<?> type = StandIns.define(unsafe, StandInCode.OTHERS, StandInCode.others(shape));
            Function<Object, SearchPath> maker = function(unsafe.allocateInstance(type));
            tryOut(maker.apply(new URL[0]));
            SeamInstaller.intoClassPath(instrumentation, shape);
            URLClassPath app = askedBy(new Runnable() {
                @Override
                public void run() {
                    try {
                        jdk.appLoader().loadClass(QUESTION);
                    } catch (ClassNotFoundException e) {
                        // As it has to be.
                        return;
                    }
                }
            });
            if (app == null) {
                throw new ClasscastException("jdk.internal.loader.BuiltinClassLoader does not ask its URLClassPath");
            }
            ChangedPath made = new ChangedPath(maker,
                    "the class path is served by a change of the JDK's URLClassPath, and classes of the JDK"
                    + " take a little longer to load: " + reason + "; use a newer Classcast");
            URL[] urls = app.getURLs();
            made.replace(urls, urls);
            application = app;
            return made;
        } catch (InstantiationException | LinkageError | InternalError e) {
            throw new ClasscastException("the JVM refuses a class beside its class loaders: " + e, e);
        }
    }

    /** Each method that calls the JDK: what is not there would be noticed by the program only. */
    private static void tryOut(SearchPath path) {
        path.searchOnly(new URL[0]);
        path.resource(QUESTION);
        path.url(QUESTION);
        path.urls(QUESTION).hasMoreElements();
        path.ofFile("/");
    }

    @SuppressWarnings("unchecked")
    private static Function<Object, SearchPath> function(Object made) {
        return (Function<Object, SearchPath>) made;
    }

    private static synchronized URLClassPath askedBy(Runnable question) {
        asked = null;
        asking = Thread.currentThread();
        try {
            question.run();
        } finally {
            asking = null;
        }
        return (URLClassPath) asked;
    }

    @Override
    SearchPath path() {
        return applicationPath;
    }

    @Override
    void replace(URL[] shown, URL[] searched) {
        SearchPath made = maker.apply(shown);
        if (searched != shown) {
            made.searchOnly(searched);
        }
        ClassPathSeam.search(made);
        applicationPath = made;
    }

    @Override
    void hideFromBoot(URL jar) {
        URLClassPath searched = askedBy(new Runnable() {
            @Override
            public void run() {
                BootLoader.findResource("META-INF/classcast/Question.class");
            }
        });
        if (searched == null) {
            return;
        }
        URL[] urls = searched.getURLs();
        for (int i = urls.length - 1; i >= 0; i--) {
            if (urls[i].toString().equals(jar.toString())) {
                bootPath = maker.apply(without(urls, i));
                boot = searched;
                return;
            }
        }
    }

    /**
     * Called where each method of {@code URLClassPath} begins that is changed.
     *
     * @param path that is asked
     * @return what answers in its place; null where it goes on as always
     */
    public static SearchPath of(Object path) {
        if (path == application) {
            return applicationPath;
        }
        return path == boot ? bootPath : asking == Thread.currentThread() ? noted(path) : null;
    }

    private static SearchPath noted(Object path) {
        asked = path;
        return NOBODY;
    }

    /**
     * Called by {@code getResource}.
     *
     * @param path that answers
     * @param name of a class file
     * @return the resource, or null
     */
    public static Resource getResource(SearchPath path, String name) {
        return path == applicationPath ? ClassPathSeam.getResource(path, name) : path.resource(name);
    }

    /**
     * Called by {@code findResource}.
     *
     * @param path that answers
     * @param name of a resource
     * @return the URL, or null
     */
    public static URL findResource(SearchPath path, String name) {
        return path == applicationPath ? ClassPathSeam.findResource(path, name) : path.url(name);
    }

    /**
     * Called by {@code findResources}.
     *
     * @param path that answers
     * @param name of a resource
     * @return all URLs
     */
    public static Enumeration<URL> findResources(SearchPath path, String name) {
        return path == applicationPath ? ClassPathSeam.findResources(path, name) : path.urls(name);
    }

    /**
     * Called by {@code getURLs}.
     *
     * @param path that answers
     * @return what it shows
     */
    public static URL[] getURLs(SearchPath path) {
        return path.getURLs();
    }

    /**
     * Called by {@code addURL}.
     *
     * @param path that is to have it
     * @param url of a jar or directory
     */
    public static void addURL(SearchPath path, URL url) {
        ClassPathSeam.addURL(path, url);
    }

    /**
     * Called by {@code addFile}.
     *
     * @param path that is to have it
     * @param file of a jar
     */
    public static void addFile(SearchPath path, String file) {
        ClassPathSeam.addFile(path, file);
    }
}
