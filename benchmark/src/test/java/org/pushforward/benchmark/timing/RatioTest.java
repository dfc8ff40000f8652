package org.pushforward.benchmark.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
    private static Timing timing(String workload, String mode, double median) {
        return new Timing(workload, mode, median, 0.9 * median, 1.25 * median);
    }

    private static Ratio find(List<Ratio> ratios, String workload, String engine, String opponent) {
        return ratios.stream()
                .filter(ratio -> ratio.workload().equals(workload)
                        && ratio.engine().equals(engine)
                        && ratio.opponent().equals(opponent))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRatioIsTheirTimeOverOurs() {
        List<Ratio> ratios = Ratio.of(
                List.of(timing("vae-train", "onnx", 0.02)),
                List.of(timing("vae-train", "eager", 0.03), timing("vae-train", "compile", 0.025)));

        assertThat(ratios).hasSize(3);
        assertThat(find(ratios, "vae-train", "onnx", "eager").value()).isCloseTo(1.5, within(1e-12));
        assertThat(find(ratios, "vae-train", "onnx", "compile").value()).isCloseTo(1.25, within(1e-12));
        Ratio fastest = find(ratios, "vae-train", "onnx", Ratio.FASTEST);
        assertThat(fastest.value()).isCloseTo(1.25, within(1e-12));
        // Their fast steps over our slow ones, and their slow ones over our fast ones.
        assertThat(fastest.low()).isCloseTo(0.9 * 0.025 / (1.25 * 0.02), within(1e-12));
        assertThat(fastest.high()).isCloseTo(1.25 * 0.025 / (0.9 * 0.02), within(1e-12));
    }

    @Test
    void roundsAreComparedOneByOne() {
        List<Ratio> ratios = Ratio.of(
                List.of(timing("w", "onnx", 1), timing("w", "onnx", 2), timing("w", "onnx", 1)),
                List.of(timing("w", "eager", 1.5), timing("w", "eager", 5), timing("w", "eager", 1.2)));

        Ratio ratio = find(ratios, "w", "onnx", "eager");
        assertThat(ratio.value()).isCloseTo(1.5, within(1e-12));
        assertThat(ratio.low()).isCloseTo(1.2, within(1e-12));
        assertThat(ratio.high()).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void geometricMeansAreOverTheFastestOpponent() {
        List<Ratio> ratios = Ratio.of(
                List.of(timing("a", "onnx", 1), timing("a", "djl", 2), timing("b", "onnx", 4), timing("b", "djl", 1)),
                List.of(timing("a", "eager", 2), timing("a", "compile", 8), timing("b", "eager", 4)));

        // onnx 2 and 1, djl 1 and 4, the best of both 2 and 4.
        assertThat(Ratio.geometricMeans(ratios))
                .hasSize(3)
                .hasEntrySatisfying("onnx", mean -> assertThat(mean).isCloseTo(Math.sqrt(2), within(1e-12)))
                .hasEntrySatisfying("djl", mean -> assertThat(mean).isCloseTo(2, within(1e-12)))
                .hasEntrySatisfying(Ratio.BEST, mean -> assertThat(mean).isCloseTo(Math.sqrt(8), within(1e-12)));
    }

    @Test
    void anEngineThatFailedSomewhereHasNoMean() {
        List<Ratio> ratios = Ratio.of(
                List.of(timing("a", "onnx", 1), timing("b", "onnx", 1), timing("b", "djl", 1)),
                List.of(timing("a", "eager", 3), timing("b", "eager", 3)));

        assertThat(Ratio.geometricMeans(ratios).keySet()).containsExactly("onnx", Ratio.BEST);
    }

    @Test
    void withoutAnOpponentThereIsNothing() {
        List<Ratio> ratios = Ratio.of(List.of(timing("a", "onnx", 1)), List.of(timing("b", "eager", 1)));

        assertThat(ratios).isEmpty();
        assertThat(Ratio.geometricMeans(ratios)).isEmpty();
        assertThat(Ratio.geometricMeans(Ratio.of(List.of(timing("a", "o", 1)), List.of(timing("a", "p", 2)))))
                .contains(entry("o", 2.0));
    }
}
