package io.classcast.agent.jdk;

import io.classcast.classpath.StatFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import jdk.internal.misc.Unsafe;

/** {@link StatFields} by their offsets, where this JDK has them all. */
final class StatOffsets extends StatFields {
    private final Unsafe unsafe;
    private final Class<?> type;
    private final long[] offsets;

    private StatOffsets(Unsafe unsafe, Class<?> type, long[] offsets) {
        this.unsafe = unsafe;
        this.type = type;
        this.offsets = offsets;
    }

    /** Null where this JDK's attributes are made of other fields: the slower view is as good. */
    static StatOffsets of(Unsafe unsafe) {
        try {
            PosixFileAttributes example = Files.readAttributes(Path.of("/"), PosixFileAttributes.class);
            Class<?> type = example.getClass();
            long[] offsets = new long[NAMES.length];
            for (int i = 0; i < offsets.length; i++) {
                if (type.getDeclaredField(NAMES[i]).getType() != long.class) {
                    return null;
                }
                offsets[i] = unsafe.objectFieldOffset(type, NAMES[i]);
            }
            return new StatOffsets(unsafe, type, offsets);
        } catch (IOException | NoSuchFieldException | RuntimeException | InternalError e) {
            return null;
        }
    }

    @Override
    protected long get(PosixFileAttributes attributes, int field) {
        if (attributes.getClass() != type) {
            throw new IllegalStateException("another file system's attributes: " + attributes.getClass().getName());
        }
        return unsafe.getLong(attributes, offsets[field]);
    }
}
