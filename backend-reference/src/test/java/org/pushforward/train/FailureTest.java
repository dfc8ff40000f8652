package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.WatchedEngine;
import org.pushforward.data.Dataset;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.TrainingResult.Ending;

/**
 * Checks that training stops at the first value that is not finite, names the tensor, and keeps the last good
 * parameters.
 */
class FailureTest {
    private static final RandomKey KEY = RandomKey.of(1);
    private final Backend rounding = Backends.open("rounding");
    private final NormalModel normal = new NormalModel();
    private final Dataset data = Dataset.of(KEY.fold("data").normal(Shape.of(32, 2)));

    @AfterEach
    void close() {
        rounding.close();
    }

    private Trainer trainer() {
        return Trainer.on(rounding).optimizer(Sgd.withRate(0.05)).iterations(30).batch(8);
    }

    private static TrainingException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable training) {
        TrainingException failure = catchThrowableOfType(TrainingException.class, training);
        assertThat(failure).isNotNull();
        assertThat(failure.result()).get().extracting(TrainingResult::ending).isEqualTo(Ending.FAILED);
        return failure;
    }

    private static TrainingResult kept(TrainingException failure) {
        return failure.result().orElseThrow();
    }

    @Test
    void aLossThatIsNotANumberIsNamed() {
        Objective<NormalModel> broken = (model, step) -> step.minimize(
                model.group(),
                model.mean.sum().sub(step.batch().x().abs().sum()).log());
        TrainingException failure = failure(() -> trainer().train(normal, broken, data, KEY));
        assertThat(failure)
                .hasMessageContaining("at iteration 1")
                .hasMessageContaining("'normal' is NaN")
                .hasMessageContaining("the result of log(f32[]")
                .hasMessageContaining("the initial parameters are kept");
        assertThat(kept(failure).iterations()).isZero();
        assertThat(kept(failure).losses().get(NormalModel.GROUP)).isEmpty();
    }

    /**
     * At p = 0 the loss sqrt(p^2) is 0, but its derivative is not finite, so neither is the parameter after one step.
     */
    @Test
    void aParameterThatIsNotANumberInTheLastIterationIsNamed() {
        Objective<NormalModel> length = (model, step) ->
                step.minimize(model.group(), model.mean.square().sum().sqrt());
        ParameterValues initial = NormalModel.values(0, 0, 0);
        TrainingException failure = failure(() -> trainer().iterations(1).train(normal, length, data, KEY, initial));
        assertThat(failure)
                .hasMessageContaining("at iteration 1")
                .hasMessageContaining("'normal' contains NaN or infinity")
                .hasMessageContaining("not finite first");
        assertThat(kept(failure).parameters()).isEqualTo(initial);
        assertThat(kept(failure).lastParameters()).isEqualTo(initial);
        assertThat(kept(failure).iterations()).isZero();
    }

    /** The mean grows by a factor of about 2e9 per step until it overflows. Only the states show it, not the loss log|m|. */
    @Test
    void aLearningRateFarTooLargeKeepsWhatCameBefore() {
        Objective<NormalModel> square = (model, step) -> {
            Tensor m = model.mean.sub(step.batch().x().mean(0));
            step.minimize(model.group(), m.square().sum().mul(0.5));
        };
        List<Long> handedOut = new ArrayList<>();
        TrainingListener keeping = new TrainingListener() {
            @Override
            public void iterated(long iteration, long iterations, Map<String, Double> losses) {}

            @Override
            public void reached(Trained<?> trained) {
                handedOut.add(trained.state().orElseThrow().iteration());
            }
        };
        Trainer wild = trainer().optimizer(Sgd.withRate(1e10)).listener(keeping);
        TrainingException failure = failure(() -> wild.train(normal, square, data, KEY));
        assertThat(handedOut).containsExactly(kept(failure).iterations());
        // Starting at |m| of about 1, a factor of 1e10 per step exceeds 3.4e38 in the fourth step, and its square in
        // the second.
        int good = Math.toIntExact(kept(failure).iterations());
        assertThat(good).isBetween(1, 3);
        assertThat(failure).hasMessageContaining("at iteration " + (good + 1));
        TrainingResult whole = wild.iterations(good).train(normal, square, data, KEY);
        assertThat(kept(failure).lastParameters()).isEqualTo(whole.lastParameters());
        assertThat(kept(failure).lastParameters().get("mean").isFinite()).isTrue();
        assertThat(kept(failure).losses().get(NormalModel.GROUP))
                .containsExactly(whole.losses().get(NormalModel.GROUP));
    }

    @Test
    void dataThatAreTooLargeAreNamed() {
        Dataset huge = Dataset.of(HostArray.of(Shape.of(1, 2), 1e20f, -1e20f));
        TrainingException failure = failure(() -> trainer().train(normal, huge, KEY));
        assertThat(failure).hasMessageContaining("iteration 1").hasMessageContaining("Lower the learning rate");
        assertThat(kept(failure).parameters().get("mean").isFinite()).isTrue();
    }

    /** The kept parameters are those before the failed step, wherever the last snapshot is. */
    @Test
    void theLastGoodStepIsFoundFromTheSnapshotBefore() {
        // The rate grows twentyfold at step 17. From then on m := -19 m until float32 overflows.
        Trainer rising = trainer().iterations(400).optimizer(new Sgd(step -> step < 17 ? 0.1 : 20, 0));
        Objective<NormalModel> pulled = (model, step) ->
                step.minimize(model.group(), model.mean.sub(1).square().sum().mul(0.5));
        TrainingException first = failure(() -> rising.snapshots(1).train(normal, pulled, data, KEY));
        for (int every : new int[] {5, 7, 100, 400}) {
            TrainingException failure = failure(() -> rising.snapshots(every).train(normal, pulled, data, KEY));
            assertThat(kept(failure).iterations()).isEqualTo(kept(first).iterations());
            assertThat(kept(failure).lastParameters()).isEqualTo(kept(first).lastParameters());
            assertThat(failure.getMessage())
                    .startsWith("training failed at iteration " + (kept(first).iterations() + 1) + ":");
        }
        assertThat(kept(first).iterations()).isBetween(30L, 60L);
        TrainingResult whole = rising.iterations(kept(first).iterations()).train(normal, pulled, data, KEY);
        assertThat(kept(first).lastParameters()).isEqualTo(whole.lastParameters());
    }

    /** A state is checked even if no loss depends on it. */
    @Test
    void aStateThatIsNotFiniteIsNamed() {
        Objective<NormalModel> doubling = (model, step) -> {
            Tensor state = step.state("power", HostArray.of(Shape.of(1), 1f));
            step.replace(state, state.mul(1e10));
            step.minimize(model.group(), model.mean.square().sum());
        };
        TrainingException failure = failure(() -> trainer().train(normal, doubling, data, KEY));
        assertThat(failure)
                .hasMessageContaining("'state.power' contains NaN or infinity")
                .hasMessageContaining("at iteration 4");
        assertThat(kept(failure).iterations()).isEqualTo(3);
        assertThat(kept(failure).state().states().get("state.power").item()).isEqualTo(1e30f);
    }

    @Test
    void aFailureIsNotReportedAsAnIteration() {
        Objective<NormalModel> broken = (model, step) -> step.minimize(
                model.group(),
                model.mean.sum().sub(step.batch().x().abs().sum()).log());
        long[] heard = {0};
        failure(() -> trainer()
                .listener((iteration, iterations, losses) -> heard[0] = iteration)
                .train(normal, broken, data, KEY));
        assertThat(heard[0]).isZero();
    }

    /** The loss is the logarithm of a negative sum, which follows 16 products of 16 elements. */
    private static final Objective<NormalModel> LATE = (model, step) -> {
        Tensor x = step.batch().x();
        for (int i = 0; i < 16; i++) {
            x = x.mul(1 + i);
        }
        step.minimize(model.group(), model.mean.sum().sub(x.abs().sum()).log());
    };

    @Test
    void aDiagnosisReadsFewTensorsAtOnce() {
        WatchedEngine engine = WatchedEngine.of();
        try (Backend backend = engine.open()) {
            TrainingGraph program = TrainingGraph.of(
                    normal, LATE, Map.of(NormalModel.GROUP, Sgd.withRate(0.05)), Optional.empty(), data, 8);
            Snapshot before = Snapshot.of(0, program.initialStates(NormalModel.values(0, 0, 0)), program.graph());
            Diagnosis whole = Diagnosis.of(backend, program, KEY, before, 1, 1 << 20);
            assertThat(engine.most()).isGreaterThan(16 * 16);

            WatchedEngine careful = WatchedEngine.of();
            try (Backend bounded = careful.open()) {
                // 128 bytes are 32 elements of float32.
                Diagnosis parts = Diagnosis.of(bounded, program, KEY, before, 1, 128);
                assertThat(careful.most()).isBetween(16L, 32L);
                assertThat(parts.cause()).isEqualTo(whole.cause()).startsWith("the result of log(f32[] from -");
            }
            WatchedEngine narrow = WatchedEngine.of();
            try (Backend bounded = narrow.open()) {
                // A tensor that is larger than this is read separately.
                Diagnosis alone = Diagnosis.of(bounded, program, KEY, before, 1, 1);
                assertThat(narrow.most()).isEqualTo(16);
                assertThat(alone.cause()).isEqualTo(whole.cause());
            }
        }
    }

    /** An engine may be unable to return every tensor. */
    @Test
    void aDiagnosisThatFailsHidesNothing() {
        try (Backend backend = WatchedEngine.refusing(graph -> graph.outputs().containsKey("node.0"))
                .open()) {
            TrainingException failure = failure(() -> Trainer.on(backend)
                    .optimizer(Sgd.withRate(0.05))
                    .iterations(30)
                    .batch(8)
                    .train(normal, LATE, data, KEY));
            assertThat(failure)
                    .hasMessageContaining("training failed after iteration 0: 'normal' is NaN")
                    .hasMessageContaining("not finite first: unknown cause")
                    .hasMessageContaining("the initial parameters are kept");
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(failure.getSuppressed()[0]).hasMessage("this graph is refused");
        }
    }
}
