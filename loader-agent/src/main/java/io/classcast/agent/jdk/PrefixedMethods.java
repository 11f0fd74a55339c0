package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileBytes;
import io.classcast.agent.classfile.ClassFileParts;
import org.objectweb.asm.Opcodes;

/**
 * Puts the call of a {@link FilePlace} at the beginning of its method, as {@code Patches.replaceArgument} does, but without reading the code: it takes a
 * fraction of what ASM does. No member is added, so a class that is loaded can take it, too, and stack traces stay as they are. Not thread-safe.
 */
final class PrefixedMethods {
    private static final String SEAM = "io/classcast/agent/hook/FileSeam";
    /** Of a frame in a {@code StackMapTable} (JVMS 4.7.4). */
    private static final int SAME_END = 64;
    private static final int SAME_LOCALS_END = 128;
    private static final int SAME_LOCALS_EXTENDED = 247;
    private static final int SAME_EXTENDED = 251;
    /** A multiple of what aligns the tables of switches. */
    private static final int LENGTH = 12;

    private final ClassFileParts parts;
    private final ClassFileBytes file;

    private PrefixedMethods(byte[] bytes) {
        parts = new ClassFileParts(bytes);
        file = parts.begun();
    }

    /**
     * Changes a class.
     *
     * @param bytes of the class file
     * @param place the method
     * @return the changed class file; null where the method is missing, or has something that this does not know
     * @throws IndexOutOfBoundsException where it is no class file that this knows
     */
    static byte[] in(byte[] bytes, FilePlace place) {
        return new PrefixedMethods(bytes).change(place);
    }

    private byte[] change(FilePlace place) {
        byte[] bytes = parts.bytes;
        int at = parts.methods + 2;
        for (int i = parts.u2(parts.methods); i > 0; i--) {
            int end = parts.endOfMember(at);
            if (parts.is(parts.u2(at + 2), place.method()) && parts.is(parts.u2(at + 4), place.descriptor())) {
                file.raw(bytes, parts.poolEnd, at);
                if (!member(at, place)) {
                    return null;
                }
                file.raw(bytes, end, bytes.length);
                return file.file(parts.u2(6), parts.u2(4));
            }
            at = end;
        }
        return null;
    }

    private boolean member(int member, FilePlace place) {
        file.raw(parts.bytes, member, member + 8);
        int at = member + 8;
        boolean changed = false;
        for (int attributes = parts.u2(member + 6); attributes > 0; attributes--) {
            int end = at + 6 + parts.u4(at + 2);
            if (parts.is(parts.u2(at), "Code")) {
                changed = code(at, place);
            } else {
                file.raw(parts.bytes, at, end);
            }
            at = end;
        }
        return changed;
    }

    private boolean code(int attribute, FilePlace place) {
        int lengthAt = file.length() + 2;
        int code = attribute + 14;
        int length = parts.u4(code - 4);
        file.raw(parts.bytes, attribute, attribute + 6);
        file.u2(Math.max(parts.u2(attribute + 6), place.loads().length));
        file.u2(parts.u2(attribute + 8));
        file.u4(length + LENGTH);
        prefix(place);
        file.raw(parts.bytes, code, code + length);
        int at = code + length;
        int handlers = parts.u2(at);
        file.u2(handlers);
        at += 2;
        for (int i = 0; i < handlers; i++) {
            shifted(at);
            shifted(at + 2);
            shifted(at + 4);
            file.u2(parts.u2(at + 6));
            at += 8;
        }
        int attributes = parts.u2(at);
        file.u2(attributes);
        at += 2;
        for (; attributes > 0; attributes--) {
            if (!inner(at)) {
                return false;
            }
            at += 6 + parts.u4(at + 2);
        }
        file.u4At(lengthAt, file.length() - lengthAt - 4);
        return true;
    }

    /** The value of a call becomes that of the argument. */
    private void prefix(FilePlace place) {
        int begun = file.length();
        for (int load : place.loads()) {
            file.u1(load);
        }
        file.u1(Opcodes.INVOKESTATIC);
        file.u2(file.referring(ClassFileBytes.METHOD, file.referring(ClassFileBytes.CLASS, file.text(SEAM)),
                file.referring(ClassFileBytes.NAME_AND_TYPE, file.text(place.seam()), file.text(place.seamDescriptor()))));
        if (place.type() != null) {
            file.u1(Opcodes.CHECKCAST);
            file.u2(file.referring(ClassFileBytes.CLASS, file.text(place.type())));
        }
        file.u1(place.store());
        while (file.length() < begun + LENGTH) {
            file.u1(Opcodes.NOP);
        }
    }

    /** An attribute of the code: false where it is unknown. */
    private boolean inner(int attribute) {
        int name = parts.u2(attribute);
        int at = attribute + 8;
        int end = attribute + 6 + parts.u4(attribute + 2);
        int count = parts.u2(attribute + 6);
        if (parts.is(name, "StackMapTable")) {
            firstFrame(attribute, count, end);
            return true;
        }
        int size = parts.is(name, "LineNumberTable") ? 4
                : parts.is(name, "LocalVariableTable") || parts.is(name, "LocalVariableTypeTable") ? 10 : 0;
        if (size == 0) {
            return false;
        }
        file.raw(parts.bytes, attribute, at);
        for (; at < end; at += size) {
            shifted(at);
            file.raw(parts.bytes, at + 2, at + size);
        }
        return true;
    }

    /** The others count from the one before. */
    private void firstFrame(int attribute, int count, int end) {
        int lengthAt = file.length() + 2;
        int at = attribute + 8;
        file.raw(parts.bytes, attribute, at);
        if (count > 0) {
            int type = parts.bytes[at] & 0xFF;
            if (type < SAME_LOCALS_END) {
                boolean same = type < SAME_END;
                file.u1(same ? SAME_EXTENDED : SAME_LOCALS_EXTENDED);
                file.u2((same ? type : type - SAME_END) + LENGTH);
                at++;
            } else {
                file.u1(type);
                shifted(at + 1);
                at += 3;
            }
        }
        file.raw(parts.bytes, at, end);
        file.u4At(lengthAt, file.length() - lengthAt - 4);
    }

    private void shifted(int at) {
        file.u2(parts.u2(at) + LENGTH);
    }
}
