package io.classcast.cluster.openjdk;

import java.util.List;

/**
 * Tests about one thing: a row of the table.
 *
 * @param name in one word
 * @param paths below test/jdk; those that a version of the JDK does not have are left out
 */
public record TestGroup(String name, List<String> paths) {
    private static final List<TestGroup> ALL = List.of(
            of("loaders", "java/lang/ClassLoader", "jdk/internal/loader", "java/lang/SecurityManager"),
            of("packages", "java/lang/Package", "java/lang/annotation/UnitTest.java",
                    "java/lang/annotation/LoaderLeakTest.java"),
            of("classes", "java/lang/Class"),
            of("modules", "java/lang/ModuleTests", "java/lang/ModuleLayer", "jdk/modules"),
            of("services", "java/util/ServiceLoader"),
            of("bundles", "java/util/ResourceBundle"),
            of("urls", "java/net/URL", "java/net/URLClassLoader", "java/net/URLConnection", "java/net/JarURLConnection",
                    "java/net/URLStreamHandler", "sun/net/www/protocol/file", "sun/net/www/protocol/jar",
                    "sun/net/www/protocol/jrt"),
            of("proxies", "java/lang/reflect/Proxy"),
            of("stacks", "java/lang/StackWalker", "java/lang/StackTraceElement", "java/lang/Throwable"),
            of("jar", "java/util/jar"),
            of("zip", "java/util/zip"),
            of("zipfs", "jdk/nio/zipfs"),
            of("lambdas", "java/lang/invoke/lambda", "jdk/lambda"),
            of("concat", "java/lang/String/concat"),
            of("hidden", "java/lang/invoke/defineHiddenClass"),
            of("instrument", "java/lang/instrument"),
            of("launcher", "tools/launcher"));

    private static TestGroup of(String name, String... paths) {
        return new TestGroup(name, List.of(paths));
    }

    /**
     * All groups.
     *
     * @return in the order of the table
     */
    public static List<TestGroup> all() {
        return ALL;
    }

    /**
     * One group.
     *
     * @param name of the group
     * @return it
     */
    static TestGroup named(String name) {
        return ALL.stream().filter(g -> g.name.equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "no group " + name + "; there are " + ALL.stream().map(TestGroup::name).toList()));
    }
}
