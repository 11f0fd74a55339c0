package io.classcast.demo.tika;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.ocr.TesseractOCRParser;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/** Extracts text with Tika's own choice of detectors and parsers, all found through {@code META-INF/services}. Not thread-safe. */
final class Extractor {
    private final AutoDetectParser parser;

    Extractor() {
        // OCR would start an external program where one happens to be installed, and the output would depend on the host.
        ServiceLoader services = new ServiceLoader(Extractor.class.getClassLoader());
        DefaultParser parsers = new DefaultParser(MediaTypeRegistry.getDefaultRegistry(), services, List.of(TesseractOCRParser.class));
        parser = new AutoDetectParser(new DefaultDetector(MimeTypes.getDefaultMimeTypes(), services), parsers);
    }

    /**
     * Extracts one document, with the documents inside it.
     *
     * @param document the file
     * @param name what the document is called in the digest
     * @return counts and digest of its text; a failure is part of the result, up to a class that cannot be linked
     */
    Extraction extract(Path document, String name) {
        Metadata metadata = new Metadata();
        TextTally tally = new TextTally();
        String failure = "";
        try (TikaInputStream in = TikaInputStream.get(document, metadata)) {
            parser.parse(in, new BodyContentHandler(tally), metadata, new ParseContext());
        } catch (IOException | SAXException | TikaException | RuntimeException | LinkageError e) {
            failure = e.getClass().getName();
        }
        String type = metadata.get(Metadata.CONTENT_TYPE);
        String mediaType = type == null ? "application/octet-stream" : type.replaceFirst(";.*", "");
        long characters = tally.characters();
        long words = tally.words();
        tally.mark(name);
        tally.mark(mediaType);
        tally.mark(failure);
        return new Extraction(name, mediaType, characters, words, tally.digest(), failure);
    }
}
