package org.pushforward.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Random numbers in the graph equal those of the host and have the right distributions. */
class TracedKeyTest {
    private final PhiloxKey key = PhiloxKey.of(0x0123456789abcdefL);
    private final Oracle oracle = new Oracle();
    private final TracedKey traced = TracedKey.input("key");

    TracedKeyTest() {
        oracle.with(traced.words(), key.words());
    }

    private static Tensor number(long value) {
        return Tensor.constant(HostArray.of(Shape.scalar(), value));
    }

    /** The first known answer that the generator's authors published. */
    @Test
    void theFirstBlockOfTheZeroKeyIsKnown() {
        assertThat(new PhiloxKey(0, 0).bits(Shape.of(1, 4), 0))
                .isEqualTo(HostArray.of(Shape.of(1, 4), 0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L));
    }

    @Test
    void graphAndHostDrawTheSameBits() {
        for (Shape shape :
                new Shape[] {Shape.of(3, 7), Shape.of(5), Shape.of(2, 2, 4), Shape.of(0, 3), Shape.of(3, 0)}) {
            assertThat(oracle.array(traced.bits(shape, number(11)))).isEqualTo(key.bits(shape, 11));
            TensorType type = new TensorType(DType.F32, shape);
            assertThat(oracle.array(traced.uniform(type)))
                    .isEqualTo(key.uniform(shape, 0).cast(DType.F64));
        }
        assertThat(oracle.array(traced.fold(5).fold(number(0xFFFFFFFFL)).words()))
                .isEqualTo(key.fold(5).fold(0xFFFFFFFFL).words());
    }

    @Test
    void graphAndHostDrawTheSameNormalNumbers() {
        Shape shape = Shape.of(40, 5);
        double[] host = key.normal(shape, 3).toDoubles();
        double[] graph = oracle.evaluate(traced.normal(new TensorType(DType.F64, shape), number(3)));
        // The host rounds to float32, and numbers are below 6.
        assertThat(graph).containsExactly(host, within(3e-7));
    }

    @Test
    void normalNumbersHaveTheShapeThatIsAskedFor() {
        for (Shape shape : new Shape[] {Shape.of(3, 1), Shape.of(5), Shape.of(2, 3, 3), Shape.of(0, 3)}) {
            HostArray host = key.normal(shape, 0);
            HostArray graph = oracle.array(traced.normal(new TensorType(DType.F64, shape)));
            assertThat(host.shape()).isEqualTo(shape);
            assertThat(graph.shape()).isEqualTo(shape);
            assertThat(graph.toDoubles()).containsExactly(host.toDoubles(), within(3e-7));
        }
    }

    @Test
    void aRowDependsOnlyOnTheKeyAndItsNumber() {
        TensorType many = TensorType.f32(6, 9);
        Tensor alone = traced.normal(TensorType.f32(1, 9), number(4));
        assertThat(oracle.evaluate(traced.normal(many).slice(0, 4, 5))).isEqualTo(oracle.evaluate(alone));
        Tensor shorter = traced.normal(TensorType.f32(1, 5), number(4));
        assertThat(oracle.evaluate(alone.slice(1, 0, 5))).isEqualTo(oracle.evaluate(shorter));
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheirDistribution() {
        int n = 20_000;
        double[] z = oracle.evaluate(traced.normal(TensorType.f32(n / 4, 4)));
        double[] moments = new double[5];
        for (double value : z) {
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(value, k) / n;
            }
        }
        // Four standard errors, of variances 1, 2, 15 and 96, at a fixed key.
        assertThat(moments[1]).isCloseTo(0, within(4 * Math.sqrt(1.0 / n)));
        assertThat(moments[2]).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
        assertThat(moments[3]).isCloseTo(0, within(4 * Math.sqrt(15.0 / n)));
        assertThat(moments[4]).isCloseTo(3, within(4 * Math.sqrt(96.0 / n)));
        double product = 0;
        for (int i = 0; i < n; i += 2) {
            product += z[i] * z[i + 1] / (n / 2);
        }
        assertThat(product).isCloseTo(0, within(4 * Math.sqrt(2.0 / n)));
    }

    @Test
    void uniformNumbersAreEvenAndOpen() {
        int n = 20_000;
        double[] u = oracle.evaluate(traced.uniform(TensorType.f32(n)));
        assertThat(Arrays.stream(u).boxed()).allMatch(value -> value > 0 && value < 1 && value.floatValue() == value);
        int[] counts = new int[10];
        Arrays.stream(u).forEach(value -> counts[(int) (10 * value)]++);
        double statistic = Arrays.stream(counts)
                .mapToDouble(count -> Math.pow(count - n / 10.0, 2) / (n / 10.0))
                .sum();
        // The 0.999 quantile of chi-squared with 9 degrees of freedom, at a fixed key.
        assertThat(statistic).isLessThan(27.88);
    }

    @Test
    void wordsAreChecked() {
        assertThatThrownBy(() -> new PhiloxKey(-1, 0)).hasMessageContaining("of() takes any seed");
        assertThatThrownBy(() -> new PhiloxKey(0, 1L << 32)).hasMessageContaining("of() takes any seed");
        assertThatThrownBy(() -> new TracedKey(number(1))).hasMessageContaining("i64[2]");
    }

    @Test
    void numbersThatNoWordHoldsAreRefused() {
        for (long number : new long[] {-1, 1L << 32, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> key.fold(number))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(number + " of a derived key: expected 0 to 2^32 exclusive");
            assertThatThrownBy(() -> traced.fold(number))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(number + " of a derived key: expected 0 to 2^32 exclusive");
        }
        assertThatThrownBy(() -> key.bits(Shape.of(2, 4), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row number -1: expected 0 or more");
        // The last possible rows, whose numbers do not fit an int.
        HostArray rows = key.bits(Shape.of(2, 4), Integer.MAX_VALUE);
        assertThat(oracle.array(traced.bits(Shape.of(2, 4), number(Integer.MAX_VALUE))))
                .isEqualTo(rows);
    }
}
