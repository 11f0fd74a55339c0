package io.classcast.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.OwnProcess;
import io.classcast.agent.loader.ServedFiles;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of a second JVM that attaches an agent to this one, and the agent's path. */
class AttachSeamTest {
    private static final String PID = OwnProcess.pid();

    @TempDir
    Path here;
    private String jar;
    private String other;

    @BeforeEach
    void aServedJarAndAnother() throws IOException {
        Path store = Files.createDirectory(here.resolve("store"));
        jar = Files.write(Files.createDirectories(here.resolve("application/lib")).resolve("agent.jar"), new byte[1000]).toString();
        other = Files.write(here.resolve("other.jar"), new byte[1000]).toString();
        String url = here.resolve("application").toUri().toURL().toString();
        ClassPathScan scan = ClassPathScanner.scan(List.of(url), 0, ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve("index"), index);
        FileSeam.serve(new ServedFiles(StoredImage.open(store), List.of(here.resolve("application").toString()), List.of(url)));
    }

    @AfterEach
    void nothingIsServed() {
        FileSeam.serve(null);
    }

    private static String[] command(String classPath, String main, String process, String agent) {
        return new String[] {"/jdk/bin/java", "-Da=b", "-cp", classPath, main, "com.sun.tools.attach.VirtualMachine", process, agent, "false", ""};
    }

    private String copy() {
        return FileSeam.reading(jar);
    }

    @Test
    void classPathAndAgentAreTheCopies() {
        String[] command = command(other + ":" + jar + ":", AttachSeam.ATTACHER, PID, jar);
        String[] before = command.clone();
        assertThat(copy()).isNotEqualTo(jar);
        assertThat(AttachSeam.command(command)).containsExactly(command(other + ":" + copy() + ":", AttachSeam.ATTACHER, PID, copy()));
        assertThat(command).as("the program's own array").containsExactly(before);
    }

    @Test
    void theJvmAppendsTheOriginal() {
        AttachSeam.command(command(jar, AttachSeam.ATTACHER, PID, jar));
        assertThat(AttachSeam.appended(copy())).isEqualTo(jar);
        assertThat(AttachSeam.appended(other)).isEqualTo(other);
        assertThat(AttachSeam.appended(null)).isNull();
    }

    @Test
    void anyOtherProgramKeepsItsArguments() {
        for (String[] command : new String[][] {command(jar, "Main", PID, jar), command(jar, AttachSeam.ATTACHER, PID + "0", jar), {},
            {AttachSeam.ATTACHER}, {"java", AttachSeam.ATTACHER, "a", PID, jar}, {"java", "-cp", jar, AttachSeam.ATTACHER, "a", PID},
            {"grep", jar, null, jar}}) {
            assertThat(AttachSeam.command(command)).isSameAs(command);
        }
    }

    @Test
    void onlyThisJvmGetsTheCopyOfAnAgent() {
        assertThat(AttachSeam.agent(jar, "provider: " + PID)).isEqualTo(copy());
        assertThat(AttachSeam.agent(jar, "provider: 1" + PID)).isEqualTo(jar);
        assertThat(AttachSeam.agent(other, "provider: " + PID)).isEqualTo(other);
        assertThat(AttachSeam.agent(null, "provider: " + PID)).isNull();
    }
}
