package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whatever stands in a journal: its sound lines count, none leads outside, and what is kept is read again as it was. */
class JournalFuzzTest {
    @FuzzTest
    void theSoundLinesOfAJournalCount(byte[] data) throws IOException {
        Path own = Files.createTempDirectory(FuzzDirectory.get(), "journal");
        try {
            Files.write(own.resolve(Journal.FILE), data);
            Map<String, StagedEntry> entries;
            try (Journal journal = Journal.read(own)) {
                entries = journal.entries();
                for (StagedEntry entry : entries.values()) {
                    assertThat(StagedPath.check(entry.path())).isEqualTo(entry.path());
                    assertThat(new Presence(own).difference(entry)).isNotNull();
                }
                journal.open();
            }
            try (Journal again = Journal.read(own)) {
                assertThat(again.entries()).isEqualTo(entries);
            }
        } finally {
            StageDirectory.deleteTree(own);
        }
    }
}
