import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Version;

/** `Judged ARTICLES.jsonl TOPICS.tsv DEPTH`: Lucene's ranking of every topic, as a TREC run on standard output. */
public final class Judged {
    public static void main(String[] args) throws IOException {
        Path articles = Path.of(args[0]);
        Path topics = Path.of(args[1]);
        int depth = Integer.parseInt(args[2]);
        Directory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, French.config(256))) {
            French.eachLine(articles, line -> writer.addDocument(French.document(line)));
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(French.similarity());
            PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            for (String line : Files.readAllLines(topics)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] cells = line.split("\t");
                    rank(searcher, cells[0], cells[1], depth, out);
                }
            }
            out.flush();
        }
    }

    private static void rank(IndexSearcher searcher, String topic, String text, int depth, PrintStream out)
            throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (French.Placed placed : French.terms(text)) {
            query.add(new TermQuery(placed.term()), Occur.SHOULD);
        }
        StoredFields stored = searcher.storedFields();
        int rank = 0;
        double last = Double.MAX_VALUE;
        for (ScoreDoc hit : searcher.search(query.build(), depth).scoreDocs) {
            // Programs that read runs order equal scores by name; so that Lucene's own order is measured,
            // scores fall.
            last = Math.min(hit.score, last - 1e-6);
            String id = encoded(stored.document(hit.doc).get("id"));
            String form = "%s Q0 %s %d %.6f lucene-%s%n";
            out.printf(Locale.ROOT, form, encoded(topic), id, ++rank, last, Version.LATEST);
        }
    }

    /** A name as `vigie` writes it in TREC files: without `%` and white space. */
    private static String encoded(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b == '%' || (b >= 0 && b <= ' ')) {
                out.append(String.format("%%%02X", b));
            } else {
                out.append((char) (b & 0xff));
            }
        }
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
