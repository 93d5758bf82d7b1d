import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.similarities.BM25Similarity;

/** What both programs share: Lucene's stock French analysis, BM25, one field for title and text. */
final class French {
    static final String BODY = "body";
    static final Analyzer ANALYZER = new FrenchAnalyzer();
    private static final ObjectMapper JSON = new ObjectMapper();

    private French() {}

    /** BM25 with Lucene's own defaults, written out. */
    static BM25Similarity similarity() {
        return new BM25Similarity(1.2f, 0.75f);
    }

    static IndexWriterConfig config(double bufferMegabytes) {
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
        config.setSimilarity(similarity());
        config.setRAMBufferSizeMB(bufferMegabytes);
        config.setUseCompoundFile(false);
        return config;
    }

    interface Sink {
        void take(String line) throws IOException;
    }

    static void eachLine(Path file, Sink sink) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    sink.take(line);
                }
            }
        }
    }

    /** A line of JSON with `id`, `title` (may be missing) and `text` as a document whose text is stored. */
    static Document document(String line) throws IOException {
        JsonNode article = JSON.readTree(line);
        String title = article.path("title").isTextual() ? article.get("title").asText() + "\n" : "";
        Document document = new Document();
        document.add(new StringField("id", article.get("id").asText(), Field.Store.YES));
        document.add(new TextField(BODY, title + article.get("text").asText(), Field.Store.YES));
        return document;
    }

    static String json(Object value) throws IOException {
        return JSON.writeValueAsString(value);
    }

    /** The terms of a text with their positions. */
    static List<Placed> terms(String text) throws IOException {
        List<Placed> terms = new ArrayList<>();
        try (TokenStream stream = ANALYZER.tokenStream(BODY, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
            stream.reset();
            for (int position = -1; stream.incrementToken(); ) {
                position += step.getPositionIncrement();
                terms.add(new Placed(new Term(BODY, term.toString()), position));
            }
            stream.end();
        }
        return terms;
    }

    record Placed(Term term, int position) {}
}
