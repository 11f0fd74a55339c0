package io.classcast.demo.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * A rank's share of the documents: every size-th of the sorted list.
 *
 * @param root directory with the documents
 * @param rank of this process
 * @param size number of ranks
 */
record Share(Path root, int rank, int size) {

    /** Extracts the text of the whole share; with {@code each} also prints a line per document on stderr. */
    Totals extract(boolean each) throws Exception {
        List<Path> documents = list();
        Totals totals = new Totals();
        Extractor extractor = new Extractor();
        for (int i = rank; i < documents.size(); i += size) {
            String name = root.relativize(documents.get(i)).toString();
            Extraction extraction = extractor.extract(documents.get(i), name);
            totals.add(extraction);
            if (each) {
                System.err.println(extraction);
            }
        }
        return totals;
    }

    /** Sorted by the relative name's characters, so that each host of a job has the same order, whatever its locale or file system. */
    private List<Path> list() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .sorted((a, b) -> root.relativize(a).toString().compareTo(root.relativize(b).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the documents in " + root, e);
        }
    }

    /** Damaged documents make the parsers log a great deal. No window is ever opened, and no font cache is left in the user's home. */
    static void quiet() {
        LogManager.getLogManager().reset();
        System.setProperty("java.awt.headless", "true");
        System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
    }
}
