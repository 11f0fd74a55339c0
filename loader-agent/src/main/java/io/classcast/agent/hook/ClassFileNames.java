package io.classcast.agent.hook;

import org.objectweb.asm.ClassReader;

/** Finds a name in the constant pool of a class file (JVMS 4.4). */
final class ClassFileNames {
    private static final int UTF8 = 1;

    private ClassFileNames() {
    }

    /**
     * Where a name stands that no other constant contains.
     *
     * @param file class file
     * @param name in UTF-8
     * @return index of its first byte; 0 where it is not there, or also elsewhere
     * @throws RuntimeException where this is no class file
     */
    static int only(byte[] file, byte[] name) {
        ClassReader reader = new ClassReader(file);
        int found = 0;
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            // The second half of a long or double has none.
            if (item == 0 || file[item - 1] != UTF8) {
                continue;
            }
            int length = reader.readUnsignedShort(item);
            if (contains(file, item + 2, length, name)) {
                if (found > 0 || length != name.length) {
                    return 0;
                }
                found = item + 2;
            }
        }
        return found;
    }

    private static boolean contains(byte[] file, int from, int length, byte[] name) {
        for (int start = from; start + name.length <= from + length; start++) {
            int same = 0;
            while (same < name.length && file[start + same] == name[same]) {
                same++;
            }
            if (same == name.length) {
                return true;
            }
        }
        return false;
    }
}
