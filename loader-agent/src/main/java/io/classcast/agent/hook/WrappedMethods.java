package io.classcast.agent.hook;

import io.classcast.agent.hook.ChangePlace.Tell;
import org.objectweb.asm.Opcodes;

/**
 * Puts calls of {@link ChangeSeam} into a class that is just being loaded: each method gets another name, and one of
 * its own name calls it and then tells. Nothing of the code is read, so it takes a fraction of what ASM does; a class
 * that is loaded already cannot take another method ({@link Seams#ofChanges}). Not thread-safe.
 */
final class WrappedMethods {
    private static final String SEAM = "io/classcast/agent/hook/ChangeSeam";
    private static final String PREFIX = "classcast$";
    private static final int POOL = 10;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    /** Bytes of a constant by its tag (JVMS 4.4), without that of a text. */
    private static final byte[] SIZES = {0, 0, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3};

    private final byte[] bytes;
    private final String owner;
    /** Where each constant is. */
    private final int[] constants;
    private final int poolEnd;
    private final ClassFileBytes file;
    private int self;
    private MethodBytes code;
    private int seam;

    private WrappedMethods(byte[] bytes, String owner) {
        this.bytes = bytes;
        this.owner = owner;
        constants = new int[u2(POOL - 2)];
        int at = POOL;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            at += tag == UTF8 ? 3 + u2(at + 1) : SIZES[tag];
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
        poolEnd = at;
        file = new ClassFileBytes(bytes, poolEnd, constants.length);
    }

    /**
     * Changes a class.
     *
     * @param bytes of the class file
     * @param owner its internal name
     * @return the changed class file; null where a method of {@link ChangePlace#ALL} is missing
     * @throws IndexOutOfBoundsException where it is no class file that this knows
     */
    static byte[] in(byte[] bytes, String owner) {
        return new WrappedMethods(bytes, owner).wrap();
    }

    private byte[] wrap() {
        int at = poolEnd + 6;
        self = u2(poolEnd + 2);
        at += 2 + 2 * u2(at);
        for (int fields = u2(at); fields > 0; fields--) {
            at = endOfMember(at + 2) - 2;
        }
        at += 2;
        file.raw(bytes, poolEnd, at);
        int count = u2(at);
        int countAt = file.length();
        file.u2(0);
        at += 2;
        int methods = at;
        int wrapped = 0;
        for (int i = 0; i < count; i++) {
            int end = endOfMember(at);
            ChangePlace place = placeOf(at);
            int copied = file.length();
            file.raw(bytes, at, end);
            if (place != null) {
                file.u2At(copied + 2, file.text(PREFIX.concat(place.method())));
                wrapped++;
            }
            at = end;
        }
        if (wrapped != expected()) {
            return null;
        }
        code = new MethodBytes(file, file.text("Code"));
        seam = file.referring(ClassFileBytes.CLASS, file.text(SEAM));
        int member = methods;
        for (int i = 0; i < count; i++) {
            ChangePlace place = placeOf(member);
            if (place != null) {
                write(place, member);
            }
            member = endOfMember(member);
        }
        file.u2At(countAt, count + wrapped);
        file.raw(bytes, at, bytes.length);
        return file.file(u2(6), u2(4));
    }

    private int expected() {
        int expected = 0;
        for (ChangePlace place : ChangePlace.ALL) {
            expected += place.owner().equals(owner) ? 1 : 0;
        }
        return expected;
    }

    private void write(ChangePlace place, int member) {
        String kinds = place.kinds();
        code.begin(u2(member), u2(member + 2), u2(member + 4), 0, kinds.length());
        for (int i = 0; i < kinds.length(); i++) {
            load(kinds, i);
        }
        int real = file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(PREFIX.concat(place.method())), u2(member + 4));
        int results = place.hasResult() ? 1 : 0;
        code.member(Opcodes.INVOKESTATIC, file.referring(ClassFileBytes.METHOD, self, real), results - kinds.length());
        for (Tell tell : place.tells()) {
            if (place.hasResult()) {
                code.simple(Opcodes.DUP, 1);
            }
            for (int local : tell.locals()) {
                load(kinds, local);
            }
            int told = file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(tell.method()), file.text(tell.descriptor()));
            code.member(Opcodes.INVOKESTATIC, file.referring(ClassFileBytes.METHOD, seam, told),
                    -ChangePlace.kinds(tell.descriptor()).length());
        }
        code.giveBack(place.hasResult() ? int.class : void.class);
        code.end();
    }

    private void load(String kinds, int local) {
        code.load(kinds.charAt(local) == 'I' ? int.class : Object.class, local);
    }

    /** The place that a method is; null for another one. */
    private ChangePlace placeOf(int member) {
        if ((u2(member) & Opcodes.ACC_STATIC) != 0) {
            for (ChangePlace place : ChangePlace.ALL) {
                if (place.owner().equals(owner) && is(u2(member + 2), place.method())
                        && is(u2(member + 4), place.descriptor())) {
                    return place;
                }
            }
        }
        return null;
    }

    private boolean is(int constant, String text) {
        int at = constants[constant];
        if (u2(at + 1) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + 3 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where a field or method ends. */
    private int endOfMember(int member) {
        int at = member + 8;
        for (int attributes = u2(member + 6); attributes > 0; attributes--) {
            at += 6 + (u2(at + 2) << 16 | u2(at + 4));
        }
        return at;
    }

    private int u2(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}
