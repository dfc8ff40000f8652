package org.pushforward.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Dataset;
import org.pushforward.train.Iteration;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingException;
import org.pushforward.train.TrainingProcedure;
import org.pushforward.train.TrainingResult;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.flow.RealNvp;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/** How training and sampling begin, end and fail. */
class TrainerTest {
    private static final RandomKey KEY = RandomKey.of(1);

    private final Backend oracle = Backends.open("reference");
    private final NormalizingFlow flow = new RealNvp(2, 2, 4).build();
    private final Dataset data = new Dataset(KEY.fold("data").normal(Shape.of(32, 2)));

    @AfterEach
    void close() {
        oracle.close();
    }

    private Trainer.Builder trainer() {
        return Trainer.on(oracle)
                .optimizer(NormalizingFlow.GROUP, Sgd.withRate(0.05))
                .iterations(10)
                .batch(8);
    }

    @Test
    void trainingReportsEveryIteration() {
        TrainingResult result = trainer().build().train(flow, data, KEY);
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.COMPLETED);
        assertThat(result.losses().get(NormalizingFlow.GROUP)).hasSize(10);
        assertThat(result.parameters().byPath()).hasSameSizeAs(flow.parameters());
    }

    @Test
    void cancellationKeepsWhatWasLearnt() {
        Cancellation cancellation = new Cancellation();
        TrainingResult whole = trainer().iterations(3).build().train(flow, data, KEY);
        TrainingResult result = trainer()
                .cancellation(cancellation)
                .listener((iteration, iterations, losses) -> {
                    if (iteration == 3) {
                        cancellation.request();
                    }
                })
                .build()
                .train(flow, data, KEY);
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
        assertThat(result.iterations()).isEqualTo(3);
        assertThat(result.lastParameters()).isEqualTo(whole.lastParameters());
    }

    @Test
    void aDeadlineEndsTraining() {
        TrainingResult result = trainer().deadline(Duration.ofNanos(1)).build().train(flow, data, KEY);
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.DEADLINE);
        assertThat(result.iterations()).isZero();
        assertThat(result.losses().get(NormalizingFlow.GROUP)).isEmpty();
    }

    @Test
    void aLossThatIsNotANumberIsAnError() {
        TrainingProcedure broken = new TrainingProcedure() {
            @Override
            public List<ParameterGroup> groups() {
                return flow.groups();
            }

            @Override
            public void iterate(Iteration iteration) {
                iteration.minimise(
                        NormalizingFlow.GROUP,
                        flow.logProb(iteration.data()).sub(1e6).log().mean());
            }
        };
        assertThatThrownBy(() -> trainer().build().train(broken, data, KEY))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("loss 'flow' is NaN at iteration 1");
    }

    @Test
    void everyGroupNeedsAnOptimiser() {
        assertThatThrownBy(() -> Trainer.on(oracle).build().train(flow, data, KEY))
                .hasMessageContaining("'flow'");
        assertThatThrownBy(() -> trainer().batch(0)).hasMessageContaining("batch = 0");
        assertThatThrownBy(() -> trainer().iterations(0)).hasMessageContaining("iterations = 0");
    }

    @Test
    void samplingNeedsItsContext() {
        GaugeInfilling model = new GaugeInfilling(2, 2, 0, 1, new Preconditioning(1), NoiseLevels.standard(), 2, 4);
        ParameterValues values = ParameterValues.initial(model.parameters(), KEY);
        try (SamplingLoop loop =
                SamplingLoop.compile(oracle, model.sampler(), model.parameters(), values, 4, new Cancellation())) {
            assertThatThrownBy(() -> loop.draw(KEY, 4)).hasMessageContaining("observed");
            Map<String, HostArray> narrow = Map.of(
                    GaugeInfilling.OBSERVED,
                    KEY.normal(Shape.of(4, 3)),
                    GaugeInfilling.MASK,
                    KEY.normal(Shape.of(4, 4)));
            assertThatThrownBy(() -> loop.draw(KEY, 4, narrow))
                    .hasMessageContaining("expected f32[4, 4], not f32[4, 3]");
            assertThatThrownBy(() -> loop.draw(KEY, 0, narrow)).hasMessageContaining("count = 0");
        }
    }

    @Test
    void samplingStopsBetweenSteps() {
        Cancellation cancellation = new Cancellation();
        HeunSampler sampler =
                new HeunSampler(GaussianDenoiser.of(Shape.of(1), 0, 1), Shape.of(1), NoiseLevels.standard(), 4);
        try (SamplingLoop loop =
                SamplingLoop.compile(oracle, sampler, List.of(), new ParameterValues(Map.of()), 2, cancellation)) {
            cancellation.request();
            assertThatThrownBy(() -> loop.draw(KEY, 2))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("step 0 of 3");
        }
    }
}
