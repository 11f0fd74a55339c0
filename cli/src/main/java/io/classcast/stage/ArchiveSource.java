package io.classcast.stage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * An archive, unpacked while it is read; nodes get its entries. An entry that could lead outside, or is neither file, directory
 * nor link, ends it, with the entry's name; so does more than the limit of bytes or names, or an entry that lies about its size.
 */
final class ArchiveSource implements Source {
    private static final String[] ENDINGS = {".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst", ".tar.xz", ".txz", ".tar.bz2", ".zip"};
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int LONGEST_LINK = 4095;
    private static final int READ = 1 << 20;

    private final Path archive;
    private final UnpackLimit limit;

    ArchiveSource(Path archive, UnpackLimit limit) {
        this.archive = archive;
        this.limit = limit;
    }

    /** Whether a file's name says that it is an archive that we unpack; jars are not. */
    static boolean isArchive(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Place> places() {
        return List.of();
    }

    @Override
    public long bytesToSend(Map<String, StagedEntry> common) {
        return 0;
    }

    @Override
    public void send(RecordSender sender) throws IOException, InterruptedException {
        try {
            if (archive.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                zip(sender);
            } else {
                tar(sender);
            }
        } catch (IOException e) {
            sender.sourceEnd("");
            throw new IOException(archive + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Commons Compress 1.28 on damaged archives.
            sender.sourceEnd("");
            throw new IOException(archive + ": damaged: " + e, e);
        }
        // Links are made when all files of their source are there; nothing is swept, since the entries have no folder of their own.
        sender.sourceEnd("");
    }

    private void tar(RecordSender sender) throws IOException, InterruptedException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), READ);
                TarArchiveInputStream tar = new TarArchiveInputStream(decompressed(raw), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = StagedPath.check(entry.getName());
                limit.entry(path);
                if (entry.isDirectory()) {
                    if (!path.isEmpty()) {
                        sender.directory(StagedEntry.directory(path, entry.getMode(), nanos(entry.getLastModifiedTime())));
                    }
                } else if (entry.isSymbolicLink()) {
                    link(sender, StagedEntry.symbolicLink(path, entry.getLinkName()));
                } else if (entry.isLink()) {
                    link(sender, StagedEntry.hardLink(path, StagedPath.check(entry.getLinkName())));
                } else if (entry.isFile() && isPlain(entry) && tar.canReadEntryData(entry)) {
                    StagedEntry file = StagedEntry.file(path, entry.getMode(), nanos(entry.getLastModifiedTime()), entry.getRealSize());
                    limit.bytes(path, file.size());
                    if (!sender.keep(file)) {
                        sender.file(file, tar);
                    }
                } else {
                    throw new IOException("entry " + StagedPath.shown(entry.getName()) + " is refused: it is neither a file, a directory nor a link");
                }
            }
        }
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return !entry.isBlockDevice() && !entry.isCharacterDevice() && !entry.isFIFO();
    }

    private InputStream decompressed(InputStream raw) throws IOException {
        String name = archive.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".tgz") ? GzipCompressorInputStream.builder().setInputStream(raw).setDecompressConcatenated(true).get()
                : name.endsWith("zst") ? new ZstdCompressorInputStream(raw)
                : name.endsWith("xz") ? XZCompressorInputStream.builder().setInputStream(raw).setDecompressConcatenated(true).get()
                : name.endsWith("bz2") ? new BZip2CompressorInputStream(raw, true) : raw;
    }

    private void zip(RecordSender sender) throws IOException, InterruptedException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                String path = StagedPath.check(entry.getName().replace('\\', '/'));
                limit.entry(path);
                int mode = entry.getUnixMode();
                if (entry.isDirectory()) {
                    if (!path.isEmpty()) {
                        sender.directory(StagedEntry.directory(path, mode == 0 ? DIRECTORY_MODE : mode, nanos(entry.getLastModifiedTime())));
                    }
                } else if (entry.isUnixSymlink()) {
                    if (entry.getSize() > LONGEST_LINK) {
                        throw new IOException("entry " + StagedPath.shown(path) + " is refused: a link of " + entry.getSize() + " bytes");
                    }
                    link(sender, StagedEntry.symbolicLink(path, zip.getUnixSymlink(entry)));
                } else {
                    regular(sender, zip, entry, path, mode == 0 ? FILE_MODE : mode);
                }
            }
        }
    }

    private void regular(RecordSender sender, ZipFile zip, ZipArchiveEntry entry, String path, int mode) throws IOException, InterruptedException {
        int type = mode & 0170000;
        if (type != 0 && type != 0100000) {
            throw new IOException("entry " + StagedPath.shown(path) + " is refused: it is neither a file, a directory nor a link");
        }
        if (!zip.canReadEntryData(entry)) {
            throw new IOException("entry " + StagedPath.shown(path) + " is encrypted, or compressed by an unknown method");
        }
        StagedEntry file = StagedEntry.file(path, mode, nanos(entry.getLastModifiedTime()), Math.max(0, entry.getSize()));
        limit.bytes(path, file.size());
        if (!sender.keep(file)) {
            try (InputStream in = zip.getInputStream(entry)) {
                sender.file(file, in);
            }
        }
    }

    private static void link(RecordSender sender, StagedEntry link) throws IOException, InterruptedException {
        if (link.kind() == EntryKind.SYMBOLIC_LINK) {
            StagedPath.checkLink(link.path(), link.target());
        }
        sender.link(link);
    }

    private static long nanos(FileTime time) {
        return time == null ? 0 : time.to(TimeUnit.NANOSECONDS);
    }
}
