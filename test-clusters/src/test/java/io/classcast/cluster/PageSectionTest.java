package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that several commands write, each its own section. */
class PageSectionTest {
    @TempDir
    Path here;

    @Test
    void aSectionIsReplacedAndAllAroundItStays() throws IOException {
        Path page = Files.writeString(here.resolve("page.md"), "# A\n\n<!-- b -->\nold\n<!-- /b -->\nafter\n");
        PageSection.write(page, "b", "# never\n\n", "new\n");
        assertThat(page).hasContent("# A\n\n<!-- b -->\nnew\n<!-- /b -->\nafter\n");
    }

    @Test
    void aPageThatHasNoSuchSectionGetsItAtItsEnd() throws IOException {
        Path page = here.resolve("page.md");
        PageSection.write(page, "b", "# A\n\n", "one\n");
        PageSection.write(page, "c", "# never\n\n", "two\n");
        assertThat(page).hasContent("# A\n\n<!-- b -->\none\n<!-- /b -->\n\n<!-- c -->\ntwo\n<!-- /c -->\n");
    }
}
