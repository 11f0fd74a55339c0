package io.classcast.agent.jdk;

import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.hook.SearchPath;
import java.net.URL;
import jdk.internal.loader.BuiltinClassLoader;
import jdk.internal.loader.URLClassPath;

/**
 * Makes objects of the JDK's package of class loaders, by their constructors. {@link ParentCode} generates its class,
 * in that package.
 */
public interface LoaderMaker {
    /**
     * The JDK's own search path.
     *
     * @param urls in order
     * @return nothing is opened
     */
    URLClassPath path(URL[] urls);

    /**
     * One that asks {@link ClassPathSeam}, and is a {@link SearchPath}.
     *
     * @param urls that it shows and searches, in order
     * @return nothing is opened
     */
    URLClassPath standIn(URL[] urls);

    /**
     * A loader that asks {@link ClassPathSeam} where it is another one's parent.
     *
     * @param real the parent that it stands for
     * @return it defines nothing
     */
    BuiltinClassLoader parent(BuiltinClassLoader real);
}
