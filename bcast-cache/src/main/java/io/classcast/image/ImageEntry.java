package io.classcast.image;

/**
 * One entry of the class path, or a file that is served beside it.
 *
 * @param url what the JDK uses as the code source's location, for example {@code file:/shared/lib/a.jar}; beside the
 *        class path its path without links, empty where {@code path} is that
 * @param path path of the original file or directory, empty where the URL names no file
 * @param storeName name of the file in the store, empty where nothing was copied
 * @param kind what the entry is
 * @param multiRelease the manifest says {@code Multi-Release: true}
 * @param viaJarFile only {@link java.util.jar.JarFile} can read it rightly: it is signed, or of a rare shape such as zip64
 * @param packed the store has some of its bytes only, see {@link ImageFormat#PLACE_PACKED}
 * @param size bytes of the original; of a directory, those of all its files
 * @param mtime last modification of the original, milliseconds since 1970; of a directory, a fingerprint of its listing
 * @param storeLength bytes in the store
 * @param checksum CRC-32 of the bytes in the store
 * @param content number of the content file, -1 where nothing was copied
 * @param manifest where the manifest is, null without one
 * @param stamp tells one state of the original from another: of its size, times, inode and device; 0 where nobody asked
 */
public record ImageEntry(String url, String path, String storeName, EntryKind kind, boolean multiRelease, boolean viaJarFile,
        boolean packed, long size, long mtime, long storeLength, int checksum, int content, ManifestPlace manifest, long stamp) {

    static final int MULTI_RELEASE = 1;
    static final int VIA_JAR_FILE = 2;
    static final int PACKED = 4;

    /**
     * The same, of a known state of the original.
     *
     * @param known the stamp
     * @return the entry
     */
    public ImageEntry withStamp(long known) {
        return new ImageEntry(url, path, storeName, kind, multiRelease, viaJarFile, packed, size, mtime, storeLength, checksum, content,
                manifest, known);
    }

    /**
     * The same, with another content file.
     *
     * @param number of the content file
     * @return the entry
     */
    public ImageEntry withContent(int number) {
        return new ImageEntry(url, path, storeName, kind, multiRelease, viaJarFile, packed, size, mtime, storeLength, checksum, number,
                manifest, stamp);
    }

    /**
     * Where a jar's manifest is; the JDK finds it whatever the case of its name (JarFile, JDK 17 to 25).
     *
     * @param offset of its local file header; of a packed entry, of its bytes in the store
     * @param compressedSize bytes in the jar
     * @param size bytes when inflated
     * @param method 0 stored, 8 deflated
     * @param checksum CRC-32 of the inflated bytes, as the jar has it
     */
    public record ManifestPlace(long offset, int compressedSize, int size, int method, int checksum) {
    }
}
