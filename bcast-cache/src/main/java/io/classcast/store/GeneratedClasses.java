package io.classcast.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Class files that a run has generated, by a key that says all that they depend on: a table behind a class archive. A class file is
 * kept without its own name, which may be another one in each JVM. Everything is big-endian. Safe for all threads; a lookup that finds
 * nothing, or what is damaged, gives null.
 *
 * <pre>
 * int   slots                     a power of two
 * int   offset of a record        for each slot, from the start of the table; 0: none
 * record: int CRC-32 of the rest, int hash of the key, int length of the key, int length of the class file, int where its name is,
 *         int length of the name; the key; the class file
 * </pre>
 */
public final class GeneratedClasses {
    private static final int RECORD = 6 * Integer.BYTES;
    private static final int MOST = 1 << 30;

    private final ByteBuffer table;
    private final int slots;

    private GeneratedClasses(ByteBuffer table, int slots) {
        this.table = table;
        this.slots = slots;
    }

    /**
     * Opens a table.
     *
     * @param table from 0 to the limit
     * @return null where it is none
     */
    public static GeneratedClasses of(ByteBuffer table) {
        int slots = table.limit() < Integer.BYTES ? 0 : table.getInt(0);
        boolean whole = slots > 0 && Integer.bitCount(slots) == 1 && (long) (slots + 1) * Integer.BYTES <= table.limit();
        return whole ? new GeneratedClasses(table, slots) : null;
    }

    /**
     * The class file of a key.
     *
     * @param key as it was recorded
     * @param name internal name that the class is to have
     * @return null where there is none
     */
    public byte[] find(String key, String name) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        int hash = key.hashCode();
        try {
            for (int i = 0; i < slots; i++) {
                int at = table.getInt(Integer.BYTES * (1 + (hash + i & slots - 1)));
                if (at == 0) {
                    return null;
                }
                if (table.getInt(at + 4) == hash && table.getInt(at + 8) == wanted.length && holds(at + RECORD, wanted)) {
                    return isSound(at) ? named(at, name) : null;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            // Damaged.
        }
        return null;
    }

    private boolean holds(int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (table.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isSound(int at) {
        CRC32 crc = new CRC32();
        crc.update(table.slice(at + Integer.BYTES, RECORD - Integer.BYTES + table.getInt(at + 8) + table.getInt(at + 12)));
        return (int) crc.getValue() == table.getInt(at);
    }

    /** The class file with another name, whose length (two bytes) stands before it. */
    private byte[] named(int at, String name) {
        byte[] own = name.getBytes(StandardCharsets.UTF_8);
        int file = at + RECORD + table.getInt(at + 8);
        int length = table.getInt(at + 12);
        int nameAt = table.getInt(at + 16);
        int old = table.getInt(at + 20);
        byte[] bytes = new byte[length - old + own.length];
        table.get(file, bytes, 0, nameAt);
        bytes[nameAt - 2] = (byte) (own.length >> 8);
        bytes[nameAt - 1] = (byte) own.length;
        System.arraycopy(own, 0, bytes, nameAt, own.length);
        table.get(file + nameAt + old, bytes, nameAt + own.length, length - nameAt - old);
        return bytes;
    }

    /**
     * A class file that is to be found again.
     *
     * @param key says all that it depends on
     * @param bytes the class file
     * @param nameAt where its name is, in UTF-8
     * @param nameLength of the name in bytes
     */
    public record Made(String key, byte[] bytes, int nameAt, int nameLength) {
    }

    /**
     * Makes a table. Of several class files with one key the first counts.
     *
     * @param all class files
     * @return the table; empty where it would be too large
     */
    public static byte[] table(List<Made> all) {
        List<Made> kept = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        Set<String> known = new HashSet<>();
        long length = 0;
        for (Made made : all) {
            if (known.add(made.key())) {
                byte[] key = made.key().getBytes(StandardCharsets.UTF_8);
                kept.add(made);
                keys.add(key);
                length += RECORD + key.length + made.bytes().length;
            }
        }
        int slots = Integer.highestOneBit(Math.max(1, kept.size())) << 2;
        length += (long) (slots + 1) * Integer.BYTES;
        if (length > MOST) {
            return new byte[0];
        }
        ByteBuffer table = ByteBuffer.allocate((int) length);
        table.putInt(slots).position((slots + 1) * Integer.BYTES);
        for (int i = 0; i < kept.size(); i++) {
            Made made = kept.get(i);
            byte[] key = keys.get(i);
            int hash = made.key().hashCode();
            int slot = hash & slots - 1;
            while (table.getInt(Integer.BYTES * (1 + slot)) != 0) {
                slot = slot + 1 & slots - 1;
            }
            table.putInt(Integer.BYTES * (1 + slot), table.position());
            int at = table.position();
            table.putInt(0).putInt(hash).putInt(key.length).putInt(made.bytes().length).putInt(made.nameAt()).putInt(made.nameLength())
                    .put(key).put(made.bytes());
            CRC32 crc = new CRC32();
            crc.update(table.slice(at + Integer.BYTES, table.position() - at - Integer.BYTES));
            table.putInt(at, (int) crc.getValue());
        }
        return table.array();
    }
}
