package io.classcast.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Whatever stands in an index file: it is refused, or every question has an answer. */
class ImageFuzzTest {
    private static final int MOST = 2000;

    @FuzzTest
    void anIndexIsRefusedOrAnswers(byte[] data) {
        ask(data.clone());
        if (data.length >= ImageFormat.HEADER_BYTES) {
            ask(sealed(data));
        }
    }

    /** The same bytes as somebody would leave them who knows the format: magic, version, length and checksum are right. */
    private static byte[] sealed(byte[] data) {
        byte[] bytes = data.clone();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(0, ImageFormat.MAGIC);
        file.putInt(ImageFormat.AT_VERSION, ImageFormat.VERSION);
        file.putLong(ImageFormat.AT_LENGTH, bytes.length);
        file.putInt(ImageFormat.AT_CHECKSUM, 0);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        file.putInt(ImageFormat.AT_CHECKSUM, (int) crc.getValue());
        return bytes;
    }

    private static void ask(byte[] bytes) {
        try {
            askAll(Image.open(ByteBuffer.wrap(bytes)));
        } catch (ClasscastException e) {
            assertThat(e.getMessage()).contains("index").doesNotContain("\n");
        }
    }

    private static void askAll(Image image) {
        image.launchPath();
        for (int e = 0; e < Math.min(MOST, image.entryCount()); e++) {
            image.entry(e);
        }
        for (int id = 0; id < Math.min(MOST, image.nameCount()); id++) {
            String name = image.name(id);
            places(image, image.find(name));
            if (name.endsWith(".class")) {
                places(image, image.findClass(name.substring(0, name.length() - 6).replace('/', '.')));
            }
        }
        places(image, image.find("absent"));
        places(image, image.findClass("a.B"));
        places(image, image.find("\u00e4"));
    }

    private static void places(Image image, int id) {
        if (id == Image.ABSENT) {
            return;
        }
        int first = image.firstPlace(id);
        for (int place = first; place < first + Math.min(MOST, image.placeCount(id)); place++) {
            assertThat(image.entryOf(place)).isBetween(0, image.entryCount() - 1);
            image.offset(place);
            image.size(place);
            image.time(place);
        }
    }
}
