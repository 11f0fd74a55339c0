package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffCommandLineTest {
    private final String classPath = System.getProperty("java.class.path");

    @BeforeEach
    void startAsTheScriptDoes() {
        System.setProperty("java.class.path", "/opt/classcast-agent.jar");
    }

    @AfterEach
    void asBefore() {
        System.setProperty("java.class.path", classPath);
    }

    @Test
    void aChildThatGotThePropertiesHasItsOwnClassPath() {
        System.setProperty("java.class.path", "other.jar");
        System.setProperty("classcast.classpath", "a.jar:");
        System.setProperty("classcast.classpath.1", "b.jar");
        System.setProperty("classcast.jar", "true");
        assertThat(OffCommandLine.take()).isNull();
        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.startsWith("classcast."));
    }

    @Test
    void aLongClassPathComesInPartsAndLeavesNoProperty() {
        System.setProperty("classcast.classpath", "a.jar:");
        System.setProperty("classcast.classpath.1", "b.jar:");
        System.setProperty("classcast.classpath.2", "");
        System.setProperty("classcast.classpath.3", "c.jar");
        assertThat(OffCommandLine.take()).isEqualTo(new OffCommandLine("a.jar:b.jar:c.jar", false));
        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.startsWith("classcast."));
    }

    @Test
    void anEmptyClassPathIsOne() {
        System.setProperty("classcast.classpath", "");
        assertThat(OffCommandLine.take()).isEqualTo(new OffCommandLine("", false));
        assertThat(OffCommandLine.take()).isNull();
    }
}
