package org.pushforward.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class RecordsTest {
    @Test
    void aThinnedLossKeepsEveryStridethValueFromTheFirst() {
        double[] losses = new double[1001];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = i;
        }

        LossCurve curve = LossCurve.thinned("loss", losses, 1, 500);

        assertThat(curve.stride()).isEqualTo(3);
        assertThat(curve.values().size()).isEqualTo(334);
        assertThat(curve.values().get(2)).isEqualTo(6);
        assertThat(curve.iteration(2)).isEqualTo(7);
        LossCurve everyTenth = LossCurve.thinned("loss", losses, 10, 500);
        assertThat(everyTenth.iteration(0)).isEqualTo(10);
        assertThat(everyTenth.iteration(2)).isEqualTo(70);
        assertThat(LossCurve.thinned("loss", losses, 1, 1001).stride()).isOne();
        assertThat(LossCurve.thinned("loss", new double[0], 1, 5).values().size())
                .isZero();
    }

    @Test
    void aFieldsScaleIsItsOwnInverse() {
        Field field = new Field(8, 8, "precipitation", "mm", 5.9, 1.3);

        assertThat(field.quantity(0)).isCloseTo(Math.exp(5.9) - 1, within(1e-9));
        assertThat(field.quantity(field.standardized(1234))).isCloseTo(1234, within(1e-9));
    }

    @Test
    void samplesOfAnotherDimensionAreRefused() {
        HostArray patches = HostArray.zeros(new TensorType(DType.F32, Shape.of(5, 64)));

        assertThatThrownBy(() -> new ComparisonResult(
                        "two-moons",
                        "Two moons",
                        "",
                        new Plane(),
                        1,
                        1,
                        1,
                        1,
                        0,
                        new RealScores(List.of(), List.of()),
                        OptionalDouble.empty(),
                        patches,
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two-moons: real samples are " + patches.type())
                .hasMessageEndingWith("expected shape [count, 2]");
    }

    @Test
    void aPosteriorOfUnequalArraysIsRefused() {
        HostArray four = HostArray.of(Shape.of(4), 0f, 0, 0, 0);
        HostArray three = HostArray.of(Shape.of(3), 0f, 0, 0);

        assertThatThrownBy(() -> new PosteriorCase(four, four, four, four, three, List.of(), four))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the standard deviation is " + three.type())
                .hasMessageContaining("4 cells");
    }

    @Test
    void anEngineIsABackendAndItsDeviceUnlessThatIsTheProcessor() {
        assertThat(ModelResult.failed("a", "A", "onnx", "cpu", 1, 1, "").engine())
                .isEqualTo("onnx");
        assertThat(ModelResult.failed("a", "A", "onnx", "gpu:0", 1, 1, "").engine())
                .isEqualTo("onnx gpu:0");
        assertThat(ModelResult.failed("a", "A", "onnx", "cpu", 1, 1, "").iterationsPerSecond())
                .isNaN();
    }
}
