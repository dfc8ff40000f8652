package org.pushforward.conformance.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pushforward.io.WholeFile;

/**
 * The three files of a report, whose names differ in their endings.
 *
 * @param page the page in HTML
 * @param table the table in Markdown, for a repository
 * @param data the data in JSON, to be merged
 */
public record ReportFiles(Path page, Path table, Path data) {
    private static final String ENDING = ".html";

    /**
     * Returns the files of a report with the given page. The other files are in the same folder.
     *
     * @throws IllegalArgumentException if the name of the page does not end with {@code .html}
     */
    public static ReportFiles of(Path page) {
        String name = String.valueOf(page.getFileName());
        if (!name.endsWith(ENDING)) {
            throw new IllegalArgumentException("report " + page + ": expected a name that ends with " + ENDING);
        }
        String stem = name.substring(0, name.length() - ENDING.length());
        return new ReportFiles(page, page.resolveSibling(stem + ".md"), page.resolveSibling(stem + ".json"));
    }

    /** Returns those of the files that exist. */
    public List<Path> existing() {
        return Stream.of(page, table, data).filter(Files::exists).toList();
    }

    /**
     * Makes the folder of the report, and makes sure that the files can be written there.
     *
     * @throws UncheckedIOException if the folder cannot be made
     * @throws IllegalArgumentException if the folder is read-only, or a folder has the name of a file
     */
    public void prepare() {
        Path folder = page.toAbsolutePath().getParent();
        WholeFile.makeFolder(folder);
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("cannot write to the folder " + folder + ": permission denied");
        }
        existing().stream().filter(Files::isDirectory).findFirst().ifPresent(taken -> {
            throw new IllegalArgumentException("cannot write " + taken + ": a folder of that name is in the way");
        });
    }

    /**
     * Writes a report. Each file is written whole or not at all.
     *
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(ConformanceReport report) {
        prepare();
        WholeFile.write(data, ConformanceJson.bytes(report));
        WholeFile.write(table, new MarkdownReport(report).text().getBytes(StandardCharsets.UTF_8));
        WholeFile.write(page, new HtmlReport(report).text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the data of a report.
     *
     * @throws UncheckedIOException if the file cannot be read, saying why
     * @throws IllegalArgumentException if it is not the data of a report, saying at which line and column
     */
    public static ConformanceReport read(Path data) {
        try (InputStream content = Files.newInputStream(data)) {
            return ConformanceJson.read(content);
        } catch (IOException e) {
            throw WholeFile.unreadable(data, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(data + ": " + e.getMessage(), e);
        }
    }
}
