package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's own libraries, and one that was made by hand. */
class NativeLibraryTest {
    @TempDir
    Path here;

    private static NativeLibrary read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return NativeLibrary.read(new RandomBytes(channel, channel.size()));
        }
    }

    private NativeLibrary read(byte[] bytes) throws IOException {
        return read(Files.write(here.resolve("lib.so"), bytes));
    }

    @Test
    void whatALibraryNeedsAndItsNameAreKnown() throws IOException {
        NativeLibrary library = read(Path.of(System.getProperty("java.home"), "lib/libjava.so"));
        assertThat(library.needed()).contains("libjvm.so", "libc.so.6");
        assertThat(library.name()).isEqualTo("libjava.so");
    }

    /** One segment, which is the whole file; the dynamic section at 128, strings at 256. */
    private static byte[] made(boolean wide, ByteOrder order) {
        ByteBuffer file = ByteBuffer.allocate(300).order(order);
        file.putInt(0, order == ByteOrder.BIG_ENDIAN ? 0x7F454C46 : 0x464C457F).put(4, (byte) (wide ? 2 : 1)).put(5, (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1));
        if (wide) {
            file.putLong(32, 64).putShort(54, (short) 16).putShort(56, (short) 0);
        } else {
            file.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 2);
            // Loaded at 0x1000, whole.
            file.putInt(52, 1).putInt(56, 0).putInt(60, 0x1000).putInt(68, 300);
            file.putInt(84, 2).putInt(88, 128).putInt(92, 0x1080).putInt(100, 40);
            file.putInt(128, 5).putInt(132, 0x1100).putInt(136, 10).putInt(140, 30).putInt(144, 1).putInt(148, 1).putInt(152, 14).putInt(156, 10);
        }
        file.position(256).put("\0libx.so\0\0libself.so\0".getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    @Test
    void bothClassesAndOrdersAreRead() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            NativeLibrary narrow = read(made(false, order));
            assertThat(narrow.needed()).containsExactly("libx.so");
            assertThat(narrow.name()).isEqualTo("libself.so");
            assertThat(read(made(true, order)).needed()).as("without segments").isEmpty();
        }
    }

    @Test
    void whatIsDamagedIsRefusedAndNothingElse() throws IOException {
        byte[] whole = made(false, ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(25);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, i < whole.length ? i : whole.length);
            for (int flips = i < whole.length ? 0 : 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(damaged)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
        assertThatThrownBy(() -> read("INPUT(libother.so)".repeat(9).getBytes(StandardCharsets.US_ASCII))).isInstanceOf(IOException.class)
                .hasMessage("not a native library");
    }
}
