package org.pushforward.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    @TempDir
    Path folder;

    private final Report report = SyntheticReport.on(List.of("onnx"));

    @Test
    void everySamplerHasItsPicture() throws IOException {
        Path page = ReportWriter.write(report, folder.resolve("runs").resolve("a"));

        Path run = page.getParent();
        assertThat(page).hasFileName("report.html");
        assertThat(names(run)).containsExactly("experiment.yaml", "report.html", "report.json", "samples");
        assertThat(names(run.resolve("samples")))
                .hasSize(3 + 2 * (5 + 5 + 4))
                .contains(
                        "precipitation-real.png",
                        "precipitation-edm-denoiser-heun-onnx.png",
                        "precipitation-edm-denoiser-ancestral-onnx.png",
                        "eight-gaussians-wgan-gp-direct-onnx.png");
        BufferedImage patches =
                ImageIO.read(run.resolve("samples/precipitation-real.png").toFile());
        assertThat(patches.getWidth()).isEqualTo(6 * 96 + 5 * 12);
        assertThat(patches.getHeight()).isEqualTo(4 * 96 + 3 * 12);
    }

    @Test
    void whatWasThereIsReplaced() throws IOException {
        ReportWriter.write(report, folder);
        Files.writeString(folder.resolve("report.html"), "damaged");
        Files.writeString(folder.resolve("notes.txt"), "mine");

        ReportWriter.write(report, folder);

        assertThat(Files.readString(folder.resolve("report.html"))).startsWith("<!DOCTYPE html>");
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void twoModelsOfOneTitleDoNotShareAFile() throws IOException {
        ComparisonResult moons = report.comparisons().get(1);
        ModelResult model = moons.models().get(0);
        ComparisonResult twice = SyntheticReport.withModels(moons, List.of(model, model));

        ReportWriter.write(
                new Report(
                        "twice",
                        1,
                        report.started(),
                        report.wallTime(),
                        Report.Status.COMPLETE,
                        "",
                        report.machine(),
                        report.versions(),
                        List.of(twice),
                        List.of()),
                folder);

        assertThat(names(folder.resolve("samples")))
                .containsExactly(
                        "two-moons-real.png",
                        "two-moons-realnvp-direct-onnx-2.png",
                        "two-moons-realnvp-direct-onnx.png");
    }

    @Test
    void aFolderThatCannotBeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("run"), "a file");

        assertThatThrownBy(() -> ReportWriter.write(report, file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot make the folder " + file
                        + ": a file of that name is in the way; remove it or choose another folder");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
