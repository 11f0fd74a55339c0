package io.classcast.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of the JVM that makes a class archive: loads the classes of a list, and ends; {@code -XX:ArchiveClassesAtExit}
 * does the rest. The classes of the application are loaded by a loader of our own making, so the archive has them for any class
 * loader but the JDK's ("unregistered" classes of HotSpot), and depends on no class path.
 */
public final class ArchiveTraining {
    private ArchiveTraining() {
    }

    /**
     * Loads.
     *
     * @param args a file with the names of the JDK's classes, a file with those of the application, a file with the jars' paths, a file with
     *        what {@link LambdaForms} has found
     * @throws IOException where one of them cannot be read
     */
    public static void main(String[] args) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (String jar : Files.readAllLines(Path.of(args[2]))) {
            jars.add(Path.of(jar).toUri().toURL());
        }
        ClassLoader application = new Unsigned(jars.toArray(new URL[0]));
        int loaded = load(args[0], ClassLoader.getPlatformClassLoader()) + load(args[1], application);
        List<String> forms = Files.readAllLines(Path.of(args[3]));
        LambdaForms.note(forms);
        System.err.println(TrainingOutput.LOADED + loaded + " forms=" + forms.size());
    }

    /**
     * Defines classes of signed jars without their signers: HotSpot archives no class that has some ({@code SystemDictionaryShared}, JDK 17 to 25). Who
     * takes such a class from the archive gives it the signers of its jar when it is defined.
     */
    private static final class Unsigned extends URLClassLoader {
        Unsigned(URL[] jars) {
            super(jars, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            URL url = findResource(name.replace('.', '/').concat(".class"));
            if (url == null) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = url.openStream()) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length, new CodeSource(url, (CodeSigner[]) null));
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static int load(String list, ClassLoader loader) throws IOException {
        int loaded = 0;
        for (String name : Files.readAllLines(Path.of(list))) {
            try {
                // Only linked classes are archived, and nothing else links a class without running its initialiser
                // (JVM_GetClassDeclaredFields, JDK 17 to 25).
                Class.forName(name, false, loader).getDeclaredFields();
                loaded++;
            } catch (ClassNotFoundException | LinkageError | SecurityException e) {
                // One that was generated, that lacks an optional library, or that is not what was signed: JVMs parse it, as without an archive.
            }
        }
        return loaded;
    }
}
