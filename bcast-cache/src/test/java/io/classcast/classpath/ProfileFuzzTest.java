package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.classcast.ClasscastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whatever stands in a profile: it is refused in one line, or what it says can be written and read again. */
class ProfileFuzzTest {
    @FuzzTest
    void aProfileIsRefusedOrSaysTheSameWhenWrittenAnew(byte[] data) throws IOException {
        Path file = Files.createTempFile(FuzzFiles.directory(), "fuzz", ".profile");
        try {
            Files.write(file, data);
            Profile profile = Profile.read(file);
            List<String> lines = new ArrayList<>();
            for (String entry : profile.entries()) {
                Set<String> names = profile.namesIn(entry);
                if (profile.wasOpened(entry) || names.isEmpty()) {
                    lines.add(Profile.line(Profile.JAR, entry));
                }
                names.forEach(name -> lines.add(Profile.line(Profile.RESOURCE, name, entry)));
            }
            Profile.write(file, lines);
            Profile again = Profile.read(file);
            assertThat(again.entries()).isEqualTo(profile.entries());
            profile.entries().forEach(entry -> assertThat(again.namesIn(entry)).isEqualTo(profile.namesIn(entry)));
            profile.knows(List.of("file:/a%20b.jar", "file:" + (profile.entries().isEmpty() ? "" : profile.entries().get(0))));
        } catch (ClasscastException e) {
            assertThat(e.getMessage()).contains(file.toString()).contains("bcastjar profile").doesNotContain("\n");
        } finally {
            Files.delete(file);
        }
    }
}
