package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnchangedFileTest {
    @TempDir
    Path here;

    private static ImageEntry entry(Path file, boolean stamped) throws IOException {
        ImageEntry entry = new ImageEntry("", file.toString(), "", EntryKind.FILE, false, false, false, Files.size(file),
                Files.getLastModifiedTime(file).toMillis(), 0, 0, -1, null, FileStamp.UNKNOWN);
        return stamped ? entry.withStamp(FileStamp.valueOf(new EntryFile(file, null))) : entry;
    }

    @Test
    void anEmptyFileOf1970ThatWasRemovedHasChanged() throws IOException {
        Path file = Files.createFile(here.resolve("zero"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        ImageEntry plain = entry(file, false);
        ImageEntry stamped = entry(file, true);
        assertThat(UnchangedFile.is(plain, file.toString())).isTrue();
        assertThat(UnchangedFile.is(stamped, file.toString())).isTrue();
        Files.delete(file);
        assertThat(UnchangedFile.is(plain, file.toString())).isFalse();
        assertThat(UnchangedFile.is(stamped, file.toString())).isFalse();
    }

    @Test
    void anotherFileOfTheSameSizeAndTimeHasChangedWhereThereIsAStamp() throws IOException {
        Path file = Files.writeString(here.resolve("file"), "old");
        ImageEntry stamped = entry(file, true);
        Path other = Files.writeString(here.resolve("other"), "new");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.delete(file);
        Files.move(other, file);
        assertThat(UnchangedFile.is(stamped, file.toString())).isFalse();
    }

    @Test
    void aNameThatLeadsToTheFileIsAsGood() throws IOException {
        Path file = Files.writeString(here.resolve("file"), "old");
        Path link = Files.createSymbolicLink(here.resolve("link"), file);
        assertThat(UnchangedFile.is(entry(file, true), link.toString())).isTrue();
        assertThat(UnchangedFile.is(entry(file, false), link.toString())).isTrue();
    }
}
