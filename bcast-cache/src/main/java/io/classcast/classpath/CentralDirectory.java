package io.classcast.classpath;

import io.classcast.image.ImageEntry.ManifestPlace;
import io.classcast.image.NameTable;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads a jar's central directory (APPNOTE.TXT 4.3.12 and 4.3.16) into a {@link NameTable}. Handles what
 * {@code java.util.zip.ZipFile} accepts in its plain shape; for everything else, zip64, encryption, wrong sizes, odd extra
 * fields, it returns null, and the caller lets the JDK itself decide: so both agree on every jar.
 */
final class CentralDirectory {
    private static final int END_HEADER = 22;
    private static final int FILE_HEADER = 46;
    private static final int LOCAL_HEADER = 30;
    private static final String VERSIONS = "META-INF/versions/";
    private static final byte[] META_INF = "META-INF/".getBytes(StandardCharsets.US_ASCII);

    /** JarFile finds directories of a version in JDK 17, where the version has a file, too; no longer in 25 (ZipFile.Source.initCEN). */
    private static final boolean DIRECTORIES_HAVE_VERSIONS = Runtime.version().feature() < 18;

    final NameTable names;
    final ManifestPlace manifest;
    final MainAttributes attributes;
    final boolean signed;
    /** Whether there is a {@link JarIndex}. */
    final boolean indexed;
    /** Where it begins, and the entries end. */
    final long at;

    private CentralDirectory(NameTable names, ManifestPlace manifest, MainAttributes attributes, boolean signed, boolean indexed, long at) {
        this.indexed = indexed;
        this.at = at;
        this.names = names;
        this.manifest = manifest;
        this.attributes = attributes;
        this.signed = signed;
    }

    /** The same, with the manifest elsewhere. */
    CentralDirectory withManifest(ManifestPlace moved) {
        return new CentralDirectory(names, moved, attributes, signed, indexed, at);
    }

    /**
     * Reads the directory.
     *
     * @param jar the whole file
     * @param javaFeature the Java version to resolve multi-release names for
     * @return null where the JDK has to decide
     * @throws IOException where the file cannot be read
     */
    static CentralDirectory read(RandomBytes jar, int javaFeature) throws IOException {
        int tailLength = (int) Math.min(jar.size(), 4096);
        byte[] tail = jar.read(jar.size() - tailLength, tailLength);
        int end = tailLength - END_HEADER;
        while (end >= 0 && !(u32(tail, end) == 0x06054B50 && end + END_HEADER + u16(tail, end + 20) == tailLength)) {
            end--;
        }
        if (end < 0) {
            return null;
        }
        int count = u16(tail, end + 10);
        long length = u32(tail, end + 12) & 0xFFFFFFFFL;
        long offset = u32(tail, end + 16) & 0xFFFFFFFFL;
        long endAt = jar.size() - tailLength + end;
        long start = endAt - length - offset;
        if (count == 0xFFFF || length > Integer.MAX_VALUE - 16 || offset == 0xFFFFFFFFL || start < 0) {
            return null;
        }
        byte[] directory = length <= end ? java.util.Arrays.copyOfRange(tail, (int) (end - length), end)
                : jar.read(endAt - length, (int) length);
        return new Parser(jar, directory, count, start, endAt - length, javaFeature).parse();
    }

    private static int u16(byte[] b, int at) {
        return b[at] & 0xFF | (b[at + 1] & 0xFF) << 8;
    }

    private static int u32(byte[] b, int at) {
        return u16(b, at) | u16(b, at + 2) << 16;
    }

    /** One pass over the directory, which is in memory. */
    private static final class Parser {
        private final RandomBytes jar;
        private final byte[] cen;
        private final int count;
        private final long start;
        private final long directoryAt;
        private final int javaFeature;
        private final NameTable names;
        private ManifestPlace manifest;
        private boolean signed;
        private boolean indexed;

        Parser(RandomBytes jar, byte[] cen, int count, long start, long directoryAt, int javaFeature) {
            this.directoryAt = directoryAt;
            this.jar = jar;
            this.cen = cen;
            this.count = count;
            this.start = start;
            this.javaFeature = javaFeature;
            names = new NameTable(count, cen.length - Math.min(cen.length, count * FILE_HEADER));
        }

        CentralDirectory parse() throws IOException {
            boolean versions = false;
            int at = 0;
            int seen = 0;
            while (at < cen.length) {
                if (at + FILE_HEADER > cen.length || u32(cen, at) != 0x02014B50) {
                    return null;
                }
                int method = u16(cen, at + 10);
                int compressed = u32(cen, at + 20);
                int size = u32(cen, at + 24);
                int nameLength = u16(cen, at + 28);
                int extraLength = u16(cen, at + 30);
                int offset = u32(cen, at + 42);
                int next = at + FILE_HEADER + nameLength + extraLength + u16(cen, at + 32);
                if (next > cen.length || (u16(cen, at + 8) & 1) != 0 || method != 0 && method != 8 || compressed < 0
                        || size < 0 || method == 0 && size != compressed || offset == 0xFFFFFFFF || !isPlainExtra(at + FILE_HEADER + nameLength, extraLength)) {
                    return null;
                }
                int name = at + FILE_HEADER;
                if (!isUtf8(name, nameLength) || !isUtf8(name + nameLength + extraLength, next - name - nameLength - extraLength)) {
                    return null;
                }
                long place = start + (offset & 0xFFFFFFFFL);
                if (place + LOCAL_HEADER + compressed > directoryAt) {
                    return null;
                }
                names.add(cen, name, nameLength, 0, method, 0, place, compressed, size, 0, u32(cen, at + 16));
                if (isMetaInf(name, nameLength)) {
                    versions |= startsWith(name, nameLength, VERSIONS);
                    indexed |= nameLength == JarIndex.NAME.length() && startsWith(name, nameLength, JarIndex.NAME);
                    inspect(name, nameLength, place, compressed, size, method, u32(cen, at + 16));
                }
                at = next;
                seen++;
            }
            if (seen != count) {
                return null;
            }
            MainAttributes attributes = manifest == null ? MainAttributes.NONE : MainAttributes.parse(manifestBytes());
            if (versions && attributes.multiRelease() && javaFeature > MultiRelease.BASE) {
                addVersions();
            }
            return new CentralDirectory(names, manifest, attributes, signed, indexed, directoryAt);
        }

        /** The JDK checks extra fields since 17.0.8 (JDK-8302483); we take those that are well formed and not zip64. */
        private boolean isPlainExtra(int from, int length) {
            int at = from;
            int end = from + length;
            while (at + 4 <= end) {
                int size = u16(cen, at + 2);
                if (u16(cen, at) == 1 || at + 4 + size > end) {
                    return false;
                }
                at += 4 + size;
            }
            return at == end;
        }

        private boolean isUtf8(int from, int length) {
            for (int i = from; i < from + length; i++) {
                if (cen[i] < 0) {
                    try {
                        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cen, from, length));
                        return true;
                    } catch (CharacterCodingException e) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean isMetaInf(int from, int length) {
            if (length <= META_INF.length) {
                return false;
            }
            for (int i = 0; i < META_INF.length; i++) {
                byte c = cen[from + i];
                byte wanted = META_INF[i];
                if (c != wanted && (wanted < 'A' || c != wanted + 32)) {
                    return false;
                }
            }
            return true;
        }

        private boolean startsWith(int from, int length, String ascii) {
            if (length < ascii.length()) {
                return false;
            }
            for (int i = 0; i < ascii.length(); i++) {
                if (cen[from + i] != ascii.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private boolean equalsIgnoreCase(int from, String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                if (Character.toLowerCase(cen[from + i]) != Character.toLowerCase(ascii.charAt(i))) {
                    return false;
                }
            }
            return true;
        }

        /** Notes the manifest and the signature files, whatever their case (ZipFile.Source.initCEN, JDK 17). */
        private void inspect(int from, int length, long place, int compressed, int size, int method, int checksum) {
            int dot = from + length - 1;
            while (dot > from && cen[dot] != '.' && cen[dot] != '/') {
                dot--;
            }
            int suffix = from + length - dot;
            if (length == 20 && equalsIgnoreCase(from, "META-INF/MANIFEST.MF")) {
                manifest = new ManifestPlace(place, compressed, size, method, checksum);
            } else if (cen[dot] == '.' && (suffix == 3 && equalsIgnoreCase(dot, ".SF")
                    || suffix == 3 && equalsIgnoreCase(dot, ".EC") || suffix == 4 && equalsIgnoreCase(dot, ".RSA")
                    || suffix == 4 && equalsIgnoreCase(dot, ".DSA"))) {
                signed = true;
            }
        }

        /** Adds {@code a/B.class} for each {@code META-INF/versions/N/a/B.class} with 8 &lt;= N &lt;= the Java version. */
        private void addVersions() {
            BitSet withFiles = new BitSet();
            if (DIRECTORIES_HAVE_VERSIONS) {
                for (int at = 0; at < cen.length; at = next(at)) {
                    int version = version(at);
                    if (version > 0 && !isDirectory(at)) {
                        withFiles.set(version);
                    }
                }
            }
            for (int at = 0; at < cen.length; at = next(at)) {
                int version = version(at);
                if (version > 0 && (!isDirectory(at) || withFiles.get(version))) {
                    int rest = at + FILE_HEADER + VERSIONS.length() + (version < 10 ? 2 : version < 100 ? 3 : 4);
                    int length = at + FILE_HEADER + u16(cen, at + 28) - rest;
                    if (!startsWith(rest, length, "META-INF/")) {
                        names.add(cen, rest, length, version, u16(cen, at + 10), 0, start + (u32(cen, at + 42) & 0xFFFFFFFFL),
                                u32(cen, at + 20), u32(cen, at + 24), 0, u32(cen, at + 16));
                    }
                }
            }
        }

        private int next(int at) {
            return at + FILE_HEADER + u16(cen, at + 28) + u16(cen, at + 30) + u16(cen, at + 32);
        }

        private boolean isDirectory(int at) {
            return cen[at + FILE_HEADER + u16(cen, at + 28) - 1] == '/';
        }

        /** The version of a name such as {@code META-INF/versions/9/a/B.class}; 0 where it has none that the running JVM looks at. */
        private int version(int at) {
            int nameLength = u16(cen, at + 28);
            int name = at + FILE_HEADER;
            int first = name + VERSIONS.length();
            int end = name + nameLength;
            if (nameLength <= VERSIONS.length() || !startsWith(name, nameLength, VERSIONS) || cen[first] == '0') {
                return 0;
            }
            int version = 0;
            int digit = first;
            while (digit < end && cen[digit] >= '0' && cen[digit] <= '9' && version < 1000) {
                version = version * 10 + cen[digit++] - '0';
            }
            return digit < end && cen[digit] == '/' && version >= 8 && version <= javaFeature ? version : 0;
        }

        private byte[] manifestBytes() throws IOException {
            byte[] local = jar.read(manifest.offset(), LOCAL_HEADER);
            if (u32(local, 0) != 0x04034B50) {
                throw new IOException("the manifest has no local header");
            }
            long data = manifest.offset() + LOCAL_HEADER + u16(local, 26) + u16(local, 28);
            byte[] bytes = jar.read(data, manifest.compressedSize());
            if (manifest.method() == 0) {
                return bytes;
            }
            Inflater inflater = new Inflater(true);
            try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
                byte[] inflated = in.readNBytes(manifest.size());
                if (inflated.length < manifest.size()) {
                    throw new EOFException("the manifest ends early");
                }
                return inflated;
            } finally {
                inflater.end();
            }
        }
    }
}
