package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.ClassFileParts;
import io.classcast.agent.classfile.MethodBytes;
import io.classcast.agent.hook.ChangeSeam;
import io.classcast.agent.jdk.ChangePlace.Tell;
import org.objectweb.asm.Opcodes;

/**
 * Puts calls of {@link ChangeSeam} into a class that is just being loaded: each method gets another name, and one of
 * its own name calls it and then tells. Nothing of the code is read, so it takes a fraction of what ASM does; a class
 * that is loaded already cannot take another method ({@link Seams#ofChanges}). Not thread-safe.
 */
final class WrappedMethods {
    private static final String SEAM = "io/classcast/agent/hook/ChangeSeam";
    private static final String PREFIX = "classcast$";
    private final ClassFileParts parts;
    private final String owner;
    private final ClassFileBytes file;
    private int self;
    private MethodBytes code;
    private int seam;

    private WrappedMethods(byte[] bytes, String owner) {
        parts = new ClassFileParts(bytes);
        this.owner = owner;
        file = parts.begun();
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
        byte[] bytes = parts.bytes;
        int at = parts.methods;
        self = parts.u2(parts.poolEnd + 2);
        file.raw(bytes, parts.poolEnd, at);
        int count = parts.u2(at);
        int countAt = file.length();
        file.u2(0);
        at += 2;
        int methods = at;
        int wrapped = 0;
        for (int i = 0; i < count; i++) {
            int end = parts.endOfMember(at);
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
            member = parts.endOfMember(member);
        }
        file.u2At(countAt, count + wrapped);
        file.raw(bytes, at, bytes.length);
        return file.file(parts.u2(6), parts.u2(4));
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
        code.begin(parts.u2(member), parts.u2(member + 2), parts.u2(member + 4), 0, kinds.length());
        for (int i = 0; i < kinds.length(); i++) {
            load(kinds, i);
        }
        int real = file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(PREFIX.concat(place.method())), parts.u2(member + 4));
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
        if ((parts.u2(member) & Opcodes.ACC_STATIC) != 0) {
            for (ChangePlace place : ChangePlace.ALL) {
                if (place.owner().equals(owner) && parts.is(parts.u2(member + 2), place.method())
                        && parts.is(parts.u2(member + 4), place.descriptor())) {
                    return place;
                }
            }
        }
        return null;
    }
}
