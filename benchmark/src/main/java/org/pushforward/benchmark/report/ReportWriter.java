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
 * {@code samples/*.png} with the pictures of each data set, model and sampler.
 *
 * <p>The page holds all that it shows: it needs no other file, no network and no script. Each file is written under
 * another name and then renamed, so that a reader finds a whole file, old or new, and never half of one.
 */
public final class ReportWriter {
    private ReportWriter() {}

    /**
     * Writes the files, in place of those of the same names, and makes the folder if there is none.
     *
     * @param report what to write
     * @param folder where to
     * @return the page
     * @throws UncheckedIOException if a file cannot be written; those written before it stay. The settings come first, then
     *     the numbers, the page and the pictures
     */
    public static Path write(Report report, Path folder) {
        Path page = folder.resolve("report.html");
        WholeFile.makeFolder(folder);
        // So that the folder alone is enough to run it again.
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

    /** Returns a file name of these words that is portable and has not been given out yet. */
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
