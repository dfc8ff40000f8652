package org.pushforward.conformance.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report in three files that differ in their ending: a page, a table for a repository, and data to merge. */
public final class ReportFiles {
    private ReportFiles() {}

    /**
     * Writes a report.
     *
     * @param page the path of the page, which ends with {@code .html}; the others are written beside it
     * @return the three paths
     * @throws UncheckedIOException if a file cannot be written
     */
    public static List<Path> write(ConformanceReport report, Path page) {
        String name = page.getFileName().toString();
        if (!name.endsWith(".html")) {
            throw new IllegalArgumentException("report " + page + ": expected a name that ends with .html");
        }
        String stem = name.substring(0, name.length() - ".html".length());
        Path table = page.resolveSibling(stem + ".md");
        Path data = page.resolveSibling(stem + ".json");
        try {
            if (page.toAbsolutePath().getParent() != null) {
                Files.createDirectories(page.toAbsolutePath().getParent());
            }
            Files.writeString(data, RecordJson.write(report));
            Files.writeString(table, new MarkdownReport(report).text());
            Files.writeString(page, new HtmlReport(report).text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + page + ": " + e.getMessage(), e);
        }
        return List.of(page, table, data);
    }

    /**
     * Reads the data of a report.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is not the data of a report, saying where it is not
     */
    public static ConformanceReport read(Path data) {
        try {
            return RecordJson.read(ConformanceReport.class, Files.readString(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report " + data + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(data + ": " + e.getMessage(), e);
        }
    }
}
