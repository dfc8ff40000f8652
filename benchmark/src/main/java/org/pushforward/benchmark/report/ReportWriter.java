package org.pushforward.benchmark.report;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.pushforward.benchmark.report.html.Painter;
import org.pushforward.benchmark.report.html.ReportPage;
import org.pushforward.io.WholeFile;

/**
 * Writes a report to a folder: {@code report.json} with its numbers, {@code report.html} for readers, and
 * {@code samples/*.png} with the pictures of each data set, model, and sampler.
 *
 * <p>The page is self-contained: it needs no other file, no network, and no script. Each file is written under a temporary name and
 * then renamed, so that a reader always finds a complete file, old or new.
 */
public final class ReportWriter {
    private ReportWriter() {}

    /**
     * Writes the files, replaces existing files with the same names, and creates the folder if it does not exist.
     *
     * @param report the report
     * @param folder the folder to write to
     * @return the path of the page
     * @throws UncheckedIOException if a file cannot be written. Files written before it remain: the settings are written first,
     *     then the numbers, the page, and the pictures
     */
    public static Path write(Report report, Path folder) {
        Path page = folder.resolve("report.html");
        WholeFile.makeFolder(folder);
        // The folder then suffices to repeat the run.
        WholeFile.write(folder.resolve("experiment.yaml"), report.settings().getBytes(StandardCharsets.UTF_8));
        WholeFile.write(folder.resolve("report.json"), ReportJson.bytes(report));
        WholeFile.write(page, new ReportPage(report).html().getBytes(StandardCharsets.UTF_8));
        Path samples = folder.resolve("samples");
        WholeFile.makeFolder(samples);
        Set<String> taken = new HashSet<>();
        for (ComparisonResult comparison : report.comparisons()) {
            Painter painter = Painter.of(comparison);
            Path real = samples.resolve(unused(taken, comparison.name(), "real"));
            WholeFile.write(real, painter.raster(comparison.realSamples()).png());
            for (ModelResult model : comparison.models()) {
                for (SamplerResult sampler : model.samplers()) {
                    String name = unused(taken, comparison.name(), model.title(), sampler.name(), model.engine());
                    WholeFile.write(
                            samples.resolve(name),
                            painter.raster(sampler.samples()).png());
                }
            }
        }
        return page;
    }

    /** Returns a portable file name made of these words that is not in use yet. */
    private static String unused(Set<String> taken, String... words) {
        String base = String.join("-", words)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return name + ".png";
    }
}
