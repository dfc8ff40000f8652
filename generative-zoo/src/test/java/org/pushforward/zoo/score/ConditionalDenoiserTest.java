package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks what wraps a conditional denoiser: guidance, a missing class, and a mean. */
class ConditionalDenoiserTest {
    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.input("x", 3, 2);
    private final Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.5, 1.0, 2.0));
    private final Context labels =
            Context.of(ClassConditional.LABEL, Tensor.constant(HostArray.of(Shape.of(3), 0L, 1L, 2L)));

    /** Of three classes, D = x^2 / sigma + 10^c, where c = 3 means absent. */
    private final ClassConditional model = new ClassConditional(3, new ConditionalDenoiser() {
        @Override
        public Schema context() {
            return ClassConditional.labels();
        }

        @Override
        public Denoiser given(Context context) {
            Tensor powers = Tensor.constant(HostArray.of(Shape.of(4), 1.0, 10, 100, 1000));
            return (in, level) -> in.square()
                    .div(level)
                    .add(powers.gather(0, context.get(ClassConditional.LABEL)).expandDims(1));
        }
    });

    private double[] denoised(ConditionalDenoiser denoiser) {
        return oracle.evaluate(denoiser.given(labels).denoise(x, sigma));
    }

    private double squared(int n, int j) {
        double value = oracle.value(x).get(n, j);
        return value * value / Math.pow(2, n - 1);
    }

    /** (1 + w) D(c) - w D(absent). */
    @Test
    void guidancePushesAwayFromTheAbsentClass() {
        double[] guided = denoised(new ClassifierFree(model, 0.5));
        for (int n = 0; n < 3; n++) {
            for (int j = 0; j < 2; j++) {
                double expected = squared(n, j) + 1.5 * Math.pow(10, n) - 0.5 * 1000;
                assertThat(guided[2 * n + j]).isCloseTo(expected, within(1e-9));
            }
        }
        assertThat(denoised(new ClassifierFree(model, 0))).containsExactly(denoised(model));
        assertThat(denoised(new ClassifierFree(model, -1))).containsExactly(denoised(model.unconditional()));
        assertThat(new ClassifierFree(model, 1).context()).isEqualTo(ClassConditional.labels());
        assertThatThrownBy(() -> new ClassifierFree(model, -1.5)).hasMessageContaining("weight = -1.5");
        assertThatThrownBy(() -> new ClassifierFree(model, Double.NaN)).hasMessageContaining("weight = NaN");
    }

    @Test
    void absentIsTheClassBehindTheLast() {
        double[] free = oracle.evaluate(model.unconditional().denoise(x, sigma));
        for (int n = 0; n < 3; n++) {
            assertThat(free[2 * n]).isCloseTo(squared(n, 0) + 1000, within(1e-9));
        }
        assertThat(model.context())
                .isEqualTo(Schema.of("label", new TensorType(DType.I64, Shape.scalar())))
                .isEqualTo(ClassConditional.labels());
    }

    /** Data shifted by m have the denoiser m + D(x - m). */
    @Test
    void aMeanShiftsTheDenoiser() {
        assertThat(model.around(0)).isSameAs(model);
        ConditionalDenoiser moved = model.around(4);
        assertThat(moved.context()).isEqualTo(ClassConditional.labels());
        double[] actual = denoised(moved);
        for (int n = 0; n < 3; n++) {
            double off = oracle.value(x).get(n, 1) - 4;
            assertThat(actual[2 * n + 1]).isCloseTo(4 + off * off / Math.pow(2, n - 1) + Math.pow(10, n), within(1e-9));
        }
    }

    /** A denoiser without a context is a conditional denoiser that ignores it. */
    @Test
    void aDenoiserTakesNoContext() {
        Denoiser plain = (in, level) -> in;
        assertThat(plain.context()).isEqualTo(Schema.empty());
        assertThat(plain.given(labels)).isSameAs(plain);
    }

    @Test
    void recordedContextsAreColumnsOfTheData() {
        Tensor y = oracle.input("y", 3, 1);
        Batch batch = new Batch(Map.of(Schema.X, x, "y", y));
        Context context = Conditioning.recorded().context(Schema.of("y", TensorType.f32(1)), batch, null);
        assertThat(context.values()).isEqualTo(Map.of("y", y));
    }

    /** A share of 0 keeps all classes, and a share of 1 drops them all. */
    @Test
    void sharesOfZeroAndOneAreAllowed() {
        assertThat(ClassConditional.withDropout(3, 0)).isNotNull();
        assertThat(ClassConditional.withDropout(3, 1)).isNotNull();
    }
}
