package io.classcast.compat.scanners;

import com.google.common.reflect.ClassPath;
import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reflections.Reflections;
import org.reflections.util.ClasspathHelper;
import org.reflections.util.ConfigurationBuilder;

/** Lists the class path, as a library finds it from each loader that a program may name. */
public final class ScannersProgram {
    private static final String PACKAGE = ScannersProgram.class.getPackageName();

    private ScannersProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments guava, classgraph or reflections
     * @throws IOException if the class path cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, ClassLoader> loaders = new LinkedHashMap<>();
        loaders.put("own", ScannersProgram.class.getClassLoader());
        loaders.put("system", ClassLoader.getSystemClassLoader());
        loaders.put("context", Thread.currentThread().getContextClassLoader());
        for (Map.Entry<String, ClassLoader> loader : loaders.entrySet()) {
            switch (arguments[0]) {
                case "guava" -> guava(loader.getKey(), loader.getValue());
                case "classgraph" -> classGraph(loader.getKey(), loader.getValue());
                default -> reflections(loader.getKey(), loader.getValue());
            }
        }
        Identity.ofClasses(ClassPath.class, ClassGraph.class, Reflections.class);
        Report.end();
    }

    private static void guava(String name, ClassLoader loader) throws IOException {
        ClassPath path = ClassPath.from(loader);
        Report.say(name + " all " + path.getAllClasses().size() + " resources " + path.getResources().size());
        Report.say(name + " " + path.getTopLevelClasses(PACKAGE).stream().map(Object::toString).sorted().toList());
    }

    private static void classGraph(String name, ClassLoader loader) {
        try (ScanResult found = new ClassGraph().enableClassInfo().acceptPackages(PACKAGE).scan()) {
            Report.say(name + " " + found.getClassesImplementing(Plugin.class.getName()).getNames());
            Report.say(name + " class path " + found.getClasspathFiles().size() + " " + found.getClasspathURIs());
            Report.say(name + " loaders " + found.getAllClasses().stream()
                    .map(c -> c.loadClass().getClassLoader().getClass().getName()).distinct().sorted().toList());
        }
        try (ScanResult found = new ClassGraph().overrideClassLoaders(loader).enableClassInfo()
                .acceptPackages(PACKAGE).scan()) {
            Report.say(name + " given " + found.getAllClasses().getNames());
        }
        try (ScanResult found = new ClassGraph().addClassLoader(loader).ignoreParentClassLoaders().enableClassInfo()
                .acceptPackages(PACKAGE).scan()) {
            Report.say(name + " without parents " + found.getAllClasses().stream().map(ClassInfo::getSimpleName)
                    .collect(Collectors.joining(" ")) + " of " + found.getClasspathFiles().size());
        }
    }

    private static void reflections(String name, ClassLoader loader) {
        Reflections found = new Reflections(new ConfigurationBuilder().addClassLoaders(loader)
                .setUrls(ClasspathHelper.forClassLoader(loader)).forPackage(PACKAGE, loader));
        Report.say(name + " subtypes "
                + new TreeSet<>(found.getSubTypesOf(Plugin.class).stream().map(Class::getName).toList()));
        Report.say(name + " urls " + ClasspathHelper.forClassLoader(loader).size() + " "
                + ClasspathHelper.forPackage(PACKAGE, loader) + " " + ClasspathHelper.forJavaClassPath().size());
    }
}
