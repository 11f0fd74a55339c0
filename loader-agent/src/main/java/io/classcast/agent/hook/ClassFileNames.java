package io.classcast.agent.hook;

/** Finds a name in the constant pool of a class file (JVMS 4.4). */
final class ClassFileNames {
    private static final int MAGIC = 0xCAFEBABE;

    private ClassFileNames() {
    }

    /**
     * Where a name stands that no other constant contains.
     *
     * @param file class file
     * @param name in UTF-8
     * @return index of its first byte; 0 where it is not there, or also elsewhere
     */
    static int only(byte[] file, byte[] name) {
        if (file.length < 10 || (u2(file, 0) << 16 | u2(file, 2)) != MAGIC) {
            return 0;
        }
        int found = 0;
        int at = 10;
        for (int constants = u2(file, 8), i = 1; i < constants; i++) {
            switch (file[at]) {
                case 1 -> {
                    int length = u2(file, at + 1);
                    if (contains(file, at + 3, length, name)) {
                        if (found > 0 || length != name.length) {
                            return 0;
                        }
                        found = at + 3;
                    }
                    at += 3 + length;
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
                case 5, 6 -> {
                    at += 9;
                    i++;
                }
                case 7, 8, 16, 19, 20 -> at += 3;
                case 15 -> at += 4;
                default -> {
                    return 0;
                }
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

    private static int u2(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }
}
