package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.model.DataType;
import org.pushforward.optim.Adam;
import org.pushforward.optim.LearningRate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.family.RealNvp;

/** A flow that learns x given c, where x = f(c) + s e has a known conditional density (P18). */
class LearnedConditionalFlowTest {
    private static final RandomKey KEY = RandomKey.of(8);
    private static final double S = 0.3;
    private static final Schema CONDITIONAL = Schema.of(Shape.of(2)).with("c", TensorType.f32(1));

    /** Draws c uniform on [-2, 2], f(c) = (sin 2c, c^2 / 2 - 1) and x. */
    private record Curve(Schema schema) implements DataSource {
        @Override
        public Rows draw(RandomKey key, int count) {
            float[] c = key.fold("c").uniform(Shape.of(count)).toFloats();
            float[] x = key.fold("e").normal(Shape.of(count, 2)).toFloats();
            for (int n = 0; n < count; n++) {
                c[n] = 4 * c[n] - 2;
                x[2 * n] = (float) (Math.sin(2 * c[n]) + S * x[2 * n]);
                x[2 * n + 1] = (float) (c[n] * c[n] / 2 - 1 + S * x[2 * n + 1]);
            }
            Rows rows = Rows.of(HostArray.wrap(Shape.of(count, 2), x));
            return schema.equals(CONDITIONAL) ? rows.with("c", HostArray.wrap(Shape.of(count, 1), c)) : rows;
        }
    }

    /** Returns log p(x | c) for each row. */
    private static double[] truth(Rows rows) {
        HostArray x = rows.x();
        double[] result = new double[x.shape().dim(0)];
        for (int n = 0; n < result.length; n++) {
            double c = rows.get("c").get(n, 0);
            double first = (x.get(n, 0) - Math.sin(2 * c)) / S;
            double second = (x.get(n, 1) - c * c / 2 + 1) / S;
            result[n] = -0.5 * (first * first + second * second) - Math.log(2 * Math.PI * S * S);
        }
        return result;
    }

    private static double[] learned(Schema schema, Rows held) {
        Curve data = new Curve(schema);
        try (Backend oracle = Backends.open("reference");
                Trained<Flow> flow = Trainer.on(oracle)
                        .optimizer(Adam.withRate(LearningRate.cosine(1e-2, 0, 300)))
                        .iterations(300)
                        .batch(64)
                        .fit(new RealNvp(2, 32).build(DataType.of(data)), data, KEY.fold("train"))) {
            Rows rows = schema.equals(CONDITIONAL) ? held : Rows.of(held.x());
            return flow.logProb(rows).toDoubles();
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The loss is within 0.05 nats of the truth and better only by chance; the context is worth 1.5 nats. */
    @Test
    void conditionalDensityIsCloseToTheTruth() {
        Rows held = new Curve(CONDITIONAL).draw(KEY.fold("held"), 1000);
        double[] truth = truth(held);
        double[] conditional = learned(CONDITIONAL, held);
        double[] unconditional = learned(Schema.of(Shape.of(2)), held);
        double[] gaps = new double[truth.length];
        Arrays.setAll(gaps, i -> truth[i] - conditional[i]);
        double gap = mean(gaps);
        double square =
                Arrays.stream(gaps).map(each -> (each - gap) * (each - gap)).sum();
        double standardError = Math.sqrt(square) / gaps.length;
        assertThat(gap).isBetween(-3 * standardError, 0.05);
        assertThat(mean(conditional)).isGreaterThan(mean(unconditional) + 1.3);
    }
}
