package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under a security manager (JDK 17) a program may do what it may do plainly: no less, for it needs no permission for our files, and no more. */
class PermissionsIT {
    private static Path here;

    @BeforeAll
    static void prepare() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("permissions"));
        Path classes = Files.createDirectories(here.resolve("classes/META-INF/services")).getParent().getParent();
        Files.writeString(classes.resolve("META-INF/services/java.lang.Runnable"), "asked.Service\n");
        Files.writeString(classes.resolve("own.properties"), "key=value\n");
        Doors.jar(Machine.home().resolve("src/test/fixtures/permissions"), classes, here.resolve("app.jar"));
        Path other = Files.createDirectories(here.resolve("other"));
        Files.writeString(other.resolve("Other.java"), "public class Other { }");
        Files.writeString(other.resolve("other.txt"), "other");
        Doors.jar(other, other, here.resolve("other.jar"));
        Path directory = Files.createDirectories(here.resolve("directory"));
        Files.writeString(directory.resolve("InDirectory.java"), "public class InDirectory { }");
        Application.compile(directory, java.util.List.of(), directory);
        Files.writeString(directory.resolve("in-directory.txt"), "in it");
        Files.writeString(here.resolve("secret.txt"), "secret");
        String domain = "permission java.lang.RuntimePermission \"getProtectionDomain\"; permission java.util.PropertyPermission \"user.dir\", \"read\"; ";
        Files.writeString(here.resolve("own.policy"), "grant { " + domain + "};");
        Files.writeString(here.resolve("some.policy"), "grant codeBase \"file:" + here + "/app.jar\" { " + domain + "permission java.io.FilePermission \""
                + here + "/other.jar\", \"read\"; permission java.io.FilePermission \"" + here + "/directory/-\", \"read\"; "
                + "permission java.lang.RuntimePermission \"accessClassInPackage.sun.misc\"; };");
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "some"})
    void aProgramMayDoWhatItMayDoPlainly(String policy) throws IOException {
        Doors doors = new Doors(17, here, Map.of(), "-Djava.security.manager", "-Djava.security.policy==" + here.resolve(policy + ".policy"),
                "-cp", "app.jar:other.jar:directory", "AsksForPermission");
        assertThat(doors.plain().out()).contains("its stream: 10\n", "\"secret.txt\" \"read\")", "class of another jar: true");
        for (String loader : new String[] {"app", "broadcast"}) {
            // With include the doors for files are open before main.
            doors.agent("include=directory,loader=" + loader);
            doors.agent("mode=locations,loader=" + loader);
            doors.agent("dynamic=" + here.resolve("other.jar") + ",loader=" + loader);
        }
        assertThat(doors.run("--loader=app").err()).contains("served to 1 rank");
    }
}
