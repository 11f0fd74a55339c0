package io.classcast.bench.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/**
 * The application whose class loading is recorded: text extraction with Tika, a search index with Lucene, a MapReduce job with Hadoop's local runner.
 *
 * <pre>java ... io.classcast.bench.application.TextPipeline DOCUMENTS WORK</pre>
 */
public final class TextPipeline {
    private TextPipeline() {
    }

    /**
     * Runs the three stages one after the other.
     *
     * @param args at their end: the directory with documents, a directory to write to, which several of us may share
     * @throws Exception if a stage fails; a document that cannot be parsed is skipped
     */
    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(args[args.length - 1])), "run");
        List<String> texts = extract(Path.of(args[args.length - 2]));
        int found = new TextIndex(work.resolve("index")).indexAndSearch(texts);
        long counted = WordCountJob.run(texts, work);
        System.out.printf("%d documents, %d found, %d words counted%n", texts.size(), found, counted);
        // Hadoop leaves threads behind.
        System.exit(0);
    }

    private static List<String> extract(Path documents) throws IOException {
        AutoDetectParser parser = new AutoDetectParser();
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(documents)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                BodyContentHandler text = new BodyContentHandler(100_000);
                try (var in = Files.newInputStream(file)) {
                    parser.parse(in, text, new Metadata(), new ParseContext());
                } catch (IOException | SAXException | org.apache.tika.exception.TikaException | RuntimeException | LinkageError e) {
                    continue;
                }
                texts.add(text.toString());
            }
        }
        return texts;
    }
}
