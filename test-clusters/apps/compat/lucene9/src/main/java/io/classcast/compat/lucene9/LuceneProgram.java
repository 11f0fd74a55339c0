package io.classcast.compat.lucene9;

import io.classcast.compat.Identity;
import io.classcast.compat.Report;
import java.nio.file.Path;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenizerFactory;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Indexes and searches, in memory and in mapped files. Runs on Lucene 9 and 10: it calls only what both have. */
public final class LuceneProgram {
    private static final String[] TEXTS = {"Rank zero reads the class path", "Every other rank reads from memory",
        "Broadcasting is not reading"};

    private LuceneProgram() {
    }

    /**
     * Runs the program.
     *
     * @param arguments none
     * @throws Exception any
     */
    public static void main(String[] arguments) throws Exception {
        try (Directory memory = new ByteBuffersDirectory(); Directory files = FSDirectory.open(Path.of("index"))) {
            search("memory", memory);
            search("files", files);
        }
        Report.say("codecs " + new TreeSet<>(Codec.availableCodecs()) + " default " + Codec.getDefault());
        Report.say("postings " + new TreeSet<>(PostingsFormat.availablePostingsFormats()));
        Report.say("values " + new TreeSet<>(DocValuesFormat.availableDocValuesFormats()));
        Report.say("tokenizers " + new TreeSet<>(TokenizerFactory.availableTokenizers()));
        Identity.ofClasses(Codec.class, EnglishAnalyzer.class, QueryParser.class, LuceneProgram.class);
        Identity.ofResources("META-INF/services/org.apache.lucene.codecs.Codec", "org/apache/lucene/analysis/en/nothing.txt",
                "org/apache/lucene/analysis/snowball/english_stop.txt");
        Identity.ofServices(Codec.class, PostingsFormat.class);
        Report.end();
    }

    private static void search(String name, Directory directory) throws Exception {
        try (Analyzer analyzer = new EnglishAnalyzer()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (String text : TEXTS) {
                    Document document = new Document();
                    document.add(new TextField("text", text, Field.Store.YES));
                    writer.addDocument(document);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                Query query = new QueryParser("text", analyzer).parse("read AND rank");
                Report.say(name + ": " + query + " matches " + searcher.count(query));
                for (ScoreDoc hit : searcher.search(query, 10).scoreDocs) {
                    Report.say(name + ": " + searcher.storedFields().document(hit.doc).get("text") + " " + hit.score);
                }
            }
        }
    }
}
