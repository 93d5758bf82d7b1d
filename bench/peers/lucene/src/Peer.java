import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/** Lucene with its FrenchAnalyzer. See `bench/README.md` for what each command has to do and to print. */
public final class Peer {
    private static final int WARM_UP = 20;
    private static final String END = "";

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "version" -> System.out.println(Version.LATEST + ", Java " + Runtime.version());
            case "index" -> index(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
            case "warm" -> warm(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
            case "cold" -> cold(Path.of(args[1]), args[2], args[3]);
            case "change" -> change(Path.of(args[1]), Path.of(args[2]));
            case "export" -> export(Path.of(args[1]), args[2], Path.of(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void index(Path articles, Path folder, int threads) throws Exception {
        clear(folder);
        double commitCpu;
        int segments;
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(folder), French.config(256))) {
            addAll(writer, articles, threads);
            writer.commit();
            commitCpu = cpuSeconds();
            try (DirectoryReader reader = DirectoryReader.open(writer)) {
                segments = reader.leaves().size();
            }
            writer.forceMerge(1);
        }
        String form = "{\"commit_cpu_s\": %.2f, \"segments_at_commit\": %d}%n";
        System.out.printf(Locale.ROOT, form, commitCpu, segments);
    }

    private static void addAll(IndexWriter writer, Path articles, int threads) throws Exception {
        if (threads == 1) {
            French.eachLine(articles, line -> writer.addDocument(French.document(line)));
            return;
        }
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(256);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(new Thread(() -> work(writer, lines)));
        }
        workers.forEach(Thread::start);
        French.eachLine(articles, line -> put(lines, line));
        for (Thread worker : workers) {
            put(lines, END);
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static void work(IndexWriter writer, BlockingQueue<String> lines) {
        try {
            for (String line = lines.take(); !line.isEmpty(); line = lines.take()) {
                writer.addDocument(French.document(line));
            }
        } catch (IOException | InterruptedException error) {
            error.printStackTrace();
            System.exit(1);
        }
    }

    private static void put(BlockingQueue<String> lines, String line) {
        try {
            lines.put(line);
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Both ways of asking: the ten best, where blocks may be skipped, and the ten best with an exact count. */
    private static void warm(Path folder, Path file, int rounds) throws IOException {
        List<String[]> queries = Files.readAllLines(file).stream().map(line -> line.split("\t")).toList();
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder))) {
            IndexSearcher searcher = searcher(reader);
            for (String measure : List.of("top10", "top10count")) {
                long[][] times = new long[queries.size()][rounds];
                long[] counts = new long[queries.size()];
                for (int round = -WARM_UP; round < rounds; round++) {
                    for (int i = 0; i < queries.size(); i++) {
                        long start = System.nanoTime();
                        Query query = query(queries.get(i)[1], queries.get(i)[2]);
                        TopDocs found = measure.equals("top10") ? searcher.search(query, 10) : counted(searcher, query);
                        if (round >= 0) {
                            times[i][round] = System.nanoTime() - start;
                        }
                        counts[i] = measure.equals("top10") ? found.scoreDocs.length : found.totalHits.value;
                    }
                }
                for (int i = 0; i < queries.size(); i++) {
                    StringJoiner cells = new StringJoiner(" ");
                    Arrays.stream(times[i]).mapToObj(Long::toString).forEach(cells::add);
                    System.out.println(queries.get(i)[0] + "\t" + measure + "\t" + counts[i] + "\t" + cells);
                }
            }
        }
    }

    private static TopDocs counted(IndexSearcher searcher, Query query) throws IOException {
        return searcher.search(query, new TopScoreDocCollectorManager(10, null, Integer.MAX_VALUE));
    }

    private static void cold(Path folder, String kind, String text) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder))) {
            IndexSearcher searcher = searcher(reader);
            StoredFields stored = searcher.storedFields();
            for (ScoreDoc hit : searcher.search(query(kind, text), 10).scoreDocs) {
                System.out.printf(Locale.ROOT, "%.4f\t%s%n", hit.score, stored.document(hit.doc).get("id"));
            }
        }
    }

    private static void change(Path folder, Path article) throws IOException {
        Document document = French.document(Files.readString(article));
        MMapDirectory directory = new MMapDirectory(folder);
        try (IndexWriter writer = new IndexWriter(directory, French.config(64).setOpenMode(OpenMode.APPEND))) {
            writer.updateDocument(new Term("id", document.get("id")), document);
            writer.commit();
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                System.out.println(reader.numDocs());
            }
        }
    }

    private static void export(Path folder, String word, Path out) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder));
                BufferedWriter lines = Files.newBufferedWriter(out)) {
            IndexSearcher searcher = searcher(reader);
            StoredFields stored = searcher.storedFields();
            ScoreDoc[] hits = searcher.search(query("term", word), Math.max(1, reader.numDocs())).scoreDocs;
            for (ScoreDoc hit : hits) {
                Document document = stored.document(hit.doc);
                Map<String, Object> row =
                        Map.of("id", document.get("id"), "score", hit.score, "text", document.get(French.BODY));
                lines.write(French.json(row));
                lines.newLine();
            }
            System.out.println(hits.length);
        }
    }

    private static IndexSearcher searcher(DirectoryReader reader) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(French.similarity());
        // What was asked before must not answer what is asked now.
        searcher.setQueryCache(null);
        return searcher;
    }

    private static Query query(String kind, String text) throws IOException {
        List<French.Placed> terms = French.terms(text);
        if (terms.isEmpty()) {
            return new MatchNoDocsQuery();
        }
        if (terms.size() == 1) {
            return new TermQuery(terms.get(0).term());
        }
        if (kind.equals("phrase")) {
            PhraseQuery.Builder phrase = new PhraseQuery.Builder();
            int first = terms.get(0).position();
            terms.forEach(placed -> phrase.add(placed.term(), placed.position() - first));
            return phrase.build();
        }
        Occur occur = kind.equals("and") ? Occur.MUST : Occur.SHOULD;
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        terms.forEach(placed -> query.add(new TermQuery(placed.term()), occur));
        return query.build();
    }

    private static double cpuSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
