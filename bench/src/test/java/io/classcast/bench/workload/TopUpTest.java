package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopUpTest {
    @TempDir
    private Path folder;

    @Test
    void theListGrowsByClassesOfItsOwnPackagesInClassPathOrder() throws IOException {
        jar("b.jar", "p/Z.class", "p/A.class", "other/X.class");
        jar("a.jar", "p/M.class", "p/package-info.class", "META-INF/versions/11/p/V.class", "p/text.txt", "q/N.class");

        assertThat(topUp(100, "p.Z", "q.First")).containsExactly("p.Z", "q.First", "p.M", "q.N", "p.A");
    }

    @Test
    void itStopsAtTheCount() throws IOException {
        jar("a.jar", "p/A.class", "p/B.class", "p/C.class");
        assertThat(topUp(2, "p.C")).containsExactly("p.C", "p.A");
    }

    private List<String> topUp(int count, String... names) throws IOException {
        return new TopUp(JarFolder.of(folder)).to(count, List.of(names));
    }

    private void jar(String name, String... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
    }
}
