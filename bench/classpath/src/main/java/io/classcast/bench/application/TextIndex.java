package io.classcast.bench.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.highlight.Highlighter;
import org.apache.lucene.search.highlight.InvalidTokenOffsetsException;
import org.apache.lucene.search.highlight.QueryScorer;
import org.apache.lucene.store.FSDirectory;

/** A Lucene index of texts. */
final class TextIndex {
    private final Path directory;

    TextIndex(Path directory) {
        this.directory = directory;
    }

    /** Indexes the texts and returns how many documents a few queries find. */
    int indexAndSearch(List<String> texts) throws IOException, ParseException, InvalidTokenOffsetsException {
        int found = 0;
        try (FSDirectory store = FSDirectory.open(directory); Analyzer english = new EnglishAnalyzer(); Analyzer japanese = new JapaneseAnalyzer()) {
            try (IndexWriter writer = new IndexWriter(store, new IndexWriterConfig(english))) {
                for (int i = 0; i < texts.size(); i++) {
                    Document document = new Document();
                    document.add(new StringField("id", Integer.toString(i), Field.Store.YES));
                    document.add(new IntPoint("length", texts.get(i).length()));
                    document.add(new TextField("text", texts.get(i), Field.Store.YES));
                    document.add(new TextField("folded", new ICUFoldingFilter(japanese.tokenStream("folded", texts.get(i)))));
                    writer.addDocument(document);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(store)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                for (String line : List.of("test", "\"this is\"~3", "docum*", "te?t AND NOT page", "tika~1", "folded:tika", "text:[a TO c]", "/te[sx]t/")) {
                    var query = new QueryParser("text", english).parse(line);
                    var hits = searcher.search(query, 10);
                    found += hits.scoreDocs.length;
                    Highlighter highlighter = new Highlighter(new QueryScorer(query));
                    for (var hit : hits.scoreDocs) {
                        highlighter.getBestFragment(english, "text", searcher.storedFields().document(hit.doc).get("text"));
                    }
                }
            }
        }
        return found;
    }
}
