package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.WatchedEngine;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.TrainingResult.Ending;

/**
 * Checks early stopping with closed forms. Training pulls the mean to 10, m_n = 10 (1 - 0.9^n), and held-out rows are
 * at 3. So the loss on them, (m - 3)^2, is lowest at n = 3, where m = 2.71.
 */
class ValidationTest {
    private static final RandomKey KEY = RandomKey.of(6);
    private static final Objective<NormalModel> SQUARES = (normal, step) -> {
        Tensor misfit = normal.mean.sub(step.batch().x()).square().sum(1).mean();
        step.minimize(normal.group(), misfit.mul(0.5));
        step.report("twice", misfit);
    };
    private final Backend oracle = Backends.open("reference");
    private final NormalModel normal = new NormalModel();
    private final Dataset training = Dataset.of(HostArray.of(Shape.of(1, 2), 10f, 0f));
    private final Rows heldOut = Rows.of(HostArray.of(Shape.of(3, 2), 3f, 0f, 3f, 0f, 3f, 0f));

    @AfterEach
    void close() {
        oracle.close();
    }

    private static double mean(int n) {
        return 10 * (1 - Math.pow(0.9, n));
    }

    private TrainingResult train(int iterations, Validation validation) {
        return Trainer.on(oracle)
                .optimizer(Sgd.withRate(0.1))
                .iterations(iterations)
                .batch(2)
                .validation(validation)
                .train(normal, SQUARES, training, KEY);
    }

    private static double learned(TrainingResult result) {
        return result.parameters().get("mean").get(0);
    }

    @Test
    void trainingStopsOnceTheLossHasRisenForLongEnough() {
        TrainingResult result = train(50, Validation.on(heldOut, 1).withPatience(4));
        assertThat(result.ending()).isEqualTo(Ending.STOPPED_EARLY);
        assertThat(result.iterations()).isEqualTo(3 + 4);
        assertThat(learned(result)).isCloseTo(mean(3), within(1e-5));
        assertThat(result.lastParameters().get("mean").get(0)).isCloseTo(mean(7), within(1e-5));
        assertThat(result.losses().get(NormalModel.GROUP)).hasSize(7);
    }

    @Test
    void theBestParametersAreKeptIfTrainingCompletes() {
        TrainingResult result = train(9, Validation.on(heldOut, 1).withPatience(100));
        assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
        assertThat(learned(result)).isCloseTo(mean(3), within(1e-5));
    }

    @Test
    void withoutPatienceTheLastParametersAreKept() {
        TrainingResult result = train(9, Validation.on(heldOut, 1));
        assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
        assertThat(learned(result)).isCloseTo(mean(9), within(1e-5));
        assertThat(result.validation().get(NormalModel.GROUP)).hasSize(9);
    }

    /** Validated every two steps, best at n = 4. Three rows in batches of two give the mean over all three. */
    @Test
    void validationLossesUseTheCurrentParameters() {
        List<Long> when = new ArrayList<>();
        Rows apart = Rows.of(HostArray.of(Shape.of(3, 2), 3f, 0f, 3f, 0f, 6f, 0f));
        TrainingResult result = Trainer.on(oracle)
                .optimizer(Sgd.withRate(0.1))
                .iterations(8)
                .batch(2)
                .validation(Validation.on(apart, 2))
                .listener(new TrainingListener() {
                    @Override
                    public void iterated(long iteration, long iterations, Map<String, Double> losses) {}

                    @Override
                    public void validated(long iteration, Map<String, Double> losses) {
                        when.add(iteration);
                        assertThat(losses).containsOnlyKeys(NormalModel.GROUP, "twice");
                    }
                })
                .train(normal, SQUARES, training, KEY);
        assertThat(when).containsExactly(2L, 4L, 6L, 8L);
        for (int i = 0; i < 4; i++) {
            double m = mean(2 * i + 2);
            double expected = (2 * Math.pow(m - 3, 2) + Math.pow(m - 6, 2)) / 3;
            assertThat(result.validation().get("twice")[i]).isCloseTo(expected, within(1e-4));
            assertThat(result.validation().get(NormalModel.GROUP)[i]).isCloseTo(expected / 2, within(1e-4));
        }
    }

    /** Held-out rows go through the preprocessing that was fitted to the training rows. */
    @Test
    void heldOutRowsArePreprocessedToo() {
        Dataset pair = Dataset.of(HostArray.of(Shape.of(2, 2), 8f, 0f, 12f, 2f));
        TrainingResult result = Trainer.on(oracle)
                .optimizer(Sgd.withRate(1e-9))
                .iterations(1)
                .batch(2)
                .preprocessing(org.pushforward.distribution.Preprocessing.standardize())
                .validation(Validation.on(Rows.of(HostArray.of(Shape.of(1, 2), 14f, 1f)), 1))
                .fit(normal, SQUARES, pair, KEY)
                .training()
                .orElseThrow();
        // (14 - 10) / 2 = 2 deviations of the first coordinate.
        assertThat(result.validation().get("twice")[0]).isCloseTo(4, within(1e-5));
    }

    /** Validation uses the current values of the objective's states and does not change them. */
    @Test
    void validationUsesTheStatesOfTraining() {
        Objective<NormalModel> counting = (model, step) -> {
            Tensor count = step.state("count", HostArray.scalar(DType.F32, 0));
            step.replace(count, count.add(1));
            step.minimize(model.group(), model.mean.square().sum());
            step.report("count", count);
        };
        TrainingResult result = Trainer.on(oracle)
                .iterations(4)
                .batch(2)
                .validation(Validation.on(heldOut, 1))
                .train(normal, counting, training, KEY);
        assertThat(result.losses().get("count")).containsExactly(1, 2, 3, 4);
        assertThat(result.validation().get("count")).containsExactly(1, 2, 3, 4);
    }

    /** Seven rows in batches of two are four parts of two sizes. Part i has the noise of number i, whatever its program. */
    @Test
    void aProgramServesAllPartsOfOneSize() {
        Rows seven = Rows.of(KEY.fold("held out").normal(Shape.of(7, 2)));
        Objective<NormalModel> noisy = (model, step) -> {
            Tensor x = step.batch().x();
            step.minimize(model.group(), model.mean.square().sum());
            step.report("product", x.mul(step.normal(step.rows(), 2)).mean());
        };
        WatchedEngine engine = WatchedEngine.of();
        try (Backend backend = engine.open()) {
            TrainingResult result = Trainer.on(backend)
                    .iterations(1)
                    .batch(2)
                    .validation(Validation.on(seven, 1))
                    .train(normal, noisy, training, KEY);
            assertThat(engine.compiled()).isEqualTo(1 + 2);
            double product = 0;
            for (int i = 0; i < 4; i++) {
                int from = 2 * i;
                int to = Math.min(7, from + 2);
                // The batch is declared first, the noise second.
                HostArray noise = KEY.fold("validation").fold(i).fold(1).normal(Shape.of(to - from, 2));
                for (int j = 0; j < noise.size(); j++) {
                    product += noise.get(j) * seven.x().get(2 * from + j) / 14;
                }
            }
            assertThat(result.validation().get("product")[0]).isCloseTo(product, within(1e-12));
        }
    }

    private void assertLeavesNothingOpen(Predicate<Graph> refused, int compiled) {
        WatchedEngine engine = WatchedEngine.refusing(refused);
        try (Backend backend = engine.open()) {
            Trainer trainer = Trainer.on(backend).iterations(1).batch(2).validation(Validation.on(heldOut, 1));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> trainer.train(normal, SQUARES, training, KEY))
                        .hasMessage("this graph is refused");
                assertThat(engine.compiled()).as("attempt " + attempt).isEqualTo(compiled);
            }
        }
        assertThat(engine.closed()).isEqualTo(compiled);
    }

    /** The step and a program for two rows compile, but the program for one row is refused. */
    @Test
    void whatWasCompiledBeforeARefusalIsClosed() {
        assertLeavesNothingOpen(graph -> isValidation(graph, 2), 1);
        assertLeavesNothingOpen(graph -> isValidation(graph, 1), 2);
    }

    private static boolean isValidation(Graph graph, int rows) {
        boolean validation =
                graph.states().stream().anyMatch(state -> state.name().equals("validation.variables"));
        return validation && graph.inputs().get(0).dim(0) == rows;
    }
}
