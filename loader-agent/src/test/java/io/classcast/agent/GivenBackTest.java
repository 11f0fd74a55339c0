package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenBackTest {
    private final List<String> appended = new ArrayList<>();
    private final Instrumentation instrumentation = (Instrumentation) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("appendToSystemClassLoaderSearch")) {
                    appended.add(((JarFile) arguments[0]).getName());
                }
                return null;
            });

    /** As the JDK's: not public, and in a super class. */
    private class Appending extends ClassLoader {
        private void appendToClassPathForInstrumentation(String path) {
            appended.add(path);
        }
    }

    private final class OwnAppending extends Appending {
    }

    @Test
    void theMethodThatTheJdkNamesGetsEveryElementInOrder() {
        GivenBack.append(instrumentation, new OwnAppending(), "a.jar:absent:dir/::b.jar:");
        assertThat(appended).containsExactly("a.jar", "absent", "dir/", "", "b.jar", "");
        appended.clear();
        GivenBack.append(instrumentation, new OwnAppending(), "");
        assertThat(appended).containsExactly("");
    }

    @Test
    void withoutThatMethodJarsAreTakenAndADirectoryIsNot(@TempDir Path directory) throws Exception {
        Path jar = directory.resolve("a.jar");
        new JarOutputStream(Files.newOutputStream(jar), new java.util.jar.Manifest()).close();
        Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
        ClassLoader none = new ClassLoader() {
        };
        GivenBack.append(instrumentation, none, jar + ":/nonexistent.jar:" + text);
        assertThat(appended).containsExactly(jar.toString());
        assertThatThrownBy(() -> GivenBack.append(instrumentation, none, directory.toString())).hasMessageContaining(directory.toString());
    }
}
