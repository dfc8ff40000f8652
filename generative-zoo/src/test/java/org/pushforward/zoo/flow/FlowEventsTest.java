package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.Distribution;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.MaskedMlp;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A flow and its maps refuse rows of another width, and a flow goes both ways by the map that it is made of. */
class FlowEventsTest {
    private static final Tensor THREE = Tensor.input("x", TensorType.f32(5, 3));

    /** The map z = (x - 1) / 2 of two coordinates. */
    private static final Bijector HALVED = new Bijector() {
        @Override
        public Image forward(Tensor x) {
            return new Image(x.sub(1).mul(0.5), x.sum(1).mul(0).sub(2 * Math.log(2)));
        }

        @Override
        public Image inverse(Tensor z) {
            return new Image(z.mul(2).add(1), z.sum(1).mul(0).add(2 * Math.log(2)));
        }
    };

    private static Flow halved() {
        return Flow.of(
                Shape.of(2),
                new ConditionalBijector() {
                    @Override
                    public Schema context() {
                        return Schema.empty();
                    }

                    @Override
                    public Bijector given(Context context) {
                        return HALVED;
                    }
                },
                new StandardNormal(Shape.of(2)),
                Scope.root());
    }

    private static double[] numbers(Tensor value) {
        return new Oracle().arrays(List.of(value)).get(0).toDoubles();
    }

    @Test
    void encodingIsTheMapAndDecodingAndSamplingItsInverse() {
        Tensor rows = Tensor.constant(HostArray.of(Shape.of(1, 2), 5.0, -3));
        Distribution distribution = halved().given(Context.none());
        Noise given = new Noise() {
            @Override
            public Tensor normal(int... shape) {
                assertThat(shape).containsExactly(1, 2);
                return rows;
            }

            @Override
            public Tensor uniform(int... shape) {
                throw new AssertionError("no uniform numbers are needed");
            }
        };

        assertThat(numbers(halved().encode(rows, Context.none()))).containsExactly(2, -2);
        assertThat(numbers(halved().decode(rows, Context.none()))).containsExactly(11, -5);
        assertThat(numbers(distribution.sample(given, 1))).containsExactly(11, -5);
        // The density of N(1, 4) in two coordinates: -log(2 pi) - 2 log 2 - (2^2 + 2^2) / 2.
        assertThat(numbers(distribution.logProb(rows))[0])
                .isCloseTo(-Math.log(2 * Math.PI) - 2 * Math.log(2) - 4, within(1e-12));
        assertThat(distribution.event()).isEqualTo(Shape.of(2));
    }

    @Test
    void aFlowRefusesRowsOfAnotherWidth() {
        assertThatThrownBy(() -> halved().encode(THREE, Context.none())).hasMessageContaining("data of a flow");
        assertThatThrownBy(() -> halved().given(Context.none()).logProb(THREE)).hasMessageContaining("data of a flow");
    }

    @Test
    void aPermutationRefusesRowsOfAnotherWidth() {
        Permutation swapped = new Permutation(new int[] {1, 0});

        assertThatThrownBy(() -> swapped.forward(THREE)).hasMessageContaining("input of a permutation");
        assertThatThrownBy(() -> swapped.inverse(THREE)).hasMessageContaining("input of a permutation");
        assertThatThrownBy(() -> new Permutation(new int[] {0, 1, 1})).hasMessageContaining("from 0 to 2 once");
    }

    @Test
    void anAutoregressiveMapRefusesRowsOfAnotherWidth() {
        Scope scope = Scope.root();
        AffineMap affine = new AffineMap();
        MaskedMlp network =
                new MaskedMlp(scope, Activation.RELU, 2, new ContextColumns(Schema.empty()), affine.parameters(), 8);
        Bijector map = new Autoregressive(Schema.empty(), network, affine).given(Context.none());

        assertThatThrownBy(() -> map.forward(THREE)).hasMessageContaining("input of an autoregressive map");
        assertThatThrownBy(() -> map.inverse(THREE)).hasMessageContaining("input of an autoregressive map");
    }

    @Test
    void anAffineMapTakesTwoParametersForEachCoordinate() {
        AffineMap affine = new AffineMap();
        Tensor five = Tensor.input("p", new TensorType(DType.F32, Shape.of(5, 5)));

        assertThat(affine.parameters()).isEqualTo(2);
        assertThatThrownBy(() -> affine.forward(THREE, five)).hasMessageContaining("parameters of an affine map");
    }

    @Test
    void aCouplingSplitsBetweenItsCoordinates() {
        assertThatThrownBy(() -> new Coupling(Schema.empty(), 4, 4, true, (x, given) -> x, new AffineMap()))
                .hasMessageContaining("a split from 1 to 3");
        assertThatThrownBy(() -> new Coupling(Schema.empty(), 4, 0, true, (x, given) -> x, new AffineMap()))
                .hasMessageContaining("a split from 1 to 3");
    }
}
