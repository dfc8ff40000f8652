package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.config.PosteriorSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.report.RealScores;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.metrics.inference.NullBand;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.family.VaeFamily;

/** How often a perfect model, one that draws from the distribution itself, is called worse than real data. */
class RealBandTest {
    private static final int TRAININGS = 3;
    private static final int SETS = 2;

    /** Scores a perfect model so many times and returns how often each distance is above its band. */
    private static int[] worse(int repetitions) {
        EvaluationSettings settings = new EvaluationSettings(400, 16, SETS, new PosteriorSettings());
        ComparisonSettings comparison = new ComparisonSettings(
                "moons", new ToySettings(), List.of(Candidate.of(new VaeFamily(1, 4), Trials.training(1))));
        int[] worse = new int[Scores.DistanceKind.values().length];
        try (Backend backend = Backends.open("onnx", BackendOptions.defaults().withThreads(1))) {
            for (int i = 0; i < repetitions; i++) {
                EvaluationContext context = EvaluationContext.of(
                        comparison, settings, RandomKey.of(61).fold(i));
                RealScores real = context.real(backend, new Cancellation());
                List<Scores> perfect = IntStream.range(0, TRAININGS * SETS)
                        .mapToObj(j -> context.distances(backend, new Cancellation())
                                .between(
                                        EvaluationContext.vectors(context.target()
                                                .training()
                                                .draw(
                                                        context.key()
                                                                .fold("perfect")
                                                                .fold(j),
                                                        400)
                                                .x()),
                                        context.heldOut(j / SETS, j % SETS).first()))
                        .toList();
                for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
                    NullBand band = real.band(kind, TRAININGS * SETS).orElseThrow();
                    double[] numbers = perfect.stream().mapToDouble(kind::of).toArray();
                    worse[kind.ordinal()] += band.isWorse(numbers) ? 1 : 0;
                }
            }
        }
        return worse;
    }

    private static void expectLevel(int repetitions) {
        int[] worse = worse(repetitions);
        double level = (1 - RealScores.LEVEL) / 2;
        double error = Math.sqrt(level * (1 - level) / repetitions);
        System.out.println("A perfect model is called worse than real data in " + Arrays.toString(worse) + " of "
                + repetitions + " scorings (sliced, max-sliced) at level " + level);
        for (int count : worse) {
            // Four standard errors, and 0.01 for logarithms that are not quite normal.
            assertThat((double) count / repetitions).isBetween(level - 4 * error - 0.01, level + 4 * error + 0.01);
        }
    }

    @Test
    void theBandHoldsItsLevel() {
        expectLevel(60);
    }

    /** A minute or two: {@code ./mvnw -pl benchmark test -Pacceptance -Dtest=RealBandTest}. */
    @Test
    @Tag("acceptance")
    void theBandHoldsItsLevelOverAThousandScorings() {
        expectLevel(1000);
    }
}
