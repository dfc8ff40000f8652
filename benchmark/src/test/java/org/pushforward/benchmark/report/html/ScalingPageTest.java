package org.pushforward.benchmark.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.report.ScalingCurve;
import org.pushforward.benchmark.report.chart.Xml;

class ScalingPageTest {
    private static ScalingCurve.Line line(String engine, double... milliseconds) {
        return new ScalingCurve.Line(
                engine,
                List.of(
                        new ScalingCurve.Point(100, milliseconds[0]),
                        new ScalingCurve.Point(200, milliseconds[1]),
                        new ScalingCurve.Point(400, milliseconds[2])));
    }

    @Test
    void aStraightLineIsFound() {
        ScalingCurve.Fit fit = line("onnx", 7, 9, 13).fit();

        assertThat(fit.offset()).isCloseTo(5, within(1e-9));
        assertThat(fit.slope()).isCloseTo(0.02, within(1e-12));
        assertThat(fit.worst()).isCloseTo(0, within(1e-9));
    }

    /** Through (100, 1), (200, 1), (400, 4) with weights 1, 1, 1/16: normal equations solved by hand. */
    @Test
    void smallSizesCountAsMuchAsLargeOnes() {
        ScalingCurve.Fit fit = line("onnx", 1, 1, 4).fit();
        double mean = (100 + 200 + 400 / 16.0) / (33 / 16.0);
        double xx = Math.pow(100 - mean, 2) + Math.pow(200 - mean, 2) + Math.pow(400 - mean, 2) / 16;
        double y = (1 + 1 + 4 / 16.0) / (33 / 16.0);
        double xy = (100 - mean) * (1 - y) + (200 - mean) * (1 - y) + (400 - mean) * (4 - y) / 16;

        assertThat(fit.slope()).isCloseTo(xy / xx, within(1e-12));
        assertThat(fit.offset()).isCloseTo(y - xy / xx * mean, within(1e-12));
        assertThat(fit.worst()).isBetween(0.3, 0.9);
    }

    @Test
    void thePageShowsEachCurveAndIsWellFormed(@TempDir Path folder) {
        Path file = folder.resolve("cost.html");
        ScalingPage.write(
                file,
                "2 cores of Abacus <3000>",
                List.of(
                        new ScalingCurve("vae-train", "batch", List.of(line("onnx", 1, 2, 4), line("djl", 2, 3, 5))),
                        new ScalingCurve("vae-train", "parameters", List.of(line("onnx", 1, 2, 4)))));

        assertThat(file)
                .content()
                .contains("vae-train, by batch", "vae-train, by parameters", "Abacus &lt;3000&gt;")
                .containsPattern("(?s)(<circle.*){9}");
        Xml.parse(ScalingPage.html("x", List.of()));
    }

    @Test
    void onePointIsNoLine() {
        assertThatThrownBy(() -> new ScalingCurve.Line("onnx", List.of(new ScalingCurve.Point(1, 1))))
                .hasMessageContaining("two different sizes");
    }
}
