package org.pushforward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks compositions and inverses of maps. */
class BijectorTest {
    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.input("x", 3, 2);

    /** z = a x + b. */
    private record Affine(double scale, double shift) implements Bijector {
        @Override
        public Image forward(Tensor x) {
            return new Image(x.mul(scale).add(shift), volume(x, Math.log(Math.abs(scale))));
        }

        @Override
        public Image inverse(Tensor z) {
            return new Image(z.sub(shift).mul(1 / scale), volume(z, -Math.log(Math.abs(scale))));
        }

        private static Tensor volume(Tensor x, double each) {
            return Events.sum(x.zerosLike().add(each));
        }
    }

    /** z = sinh x. */
    private record Sinh() implements Bijector {
        @Override
        public Image forward(Tensor x) {
            return new Image(x.exp().sub(x.neg().exp()).mul(0.5), Events.sum(logCosh(x)));
        }

        @Override
        public Image inverse(Tensor z) {
            Tensor x = z.add(z.square().add(1).sqrt()).log();
            return new Image(x, Events.sum(logCosh(x)).neg());
        }

        private static Tensor logCosh(Tensor x) {
            return x.exp().add(x.neg().exp()).mul(0.5).log();
        }
    }

    /** x + x^3, which is one-to-one but has no inverse here. */
    private record Cubic() implements Transform {
        @Override
        public Image forward(Tensor x) {
            return new Image(
                    x.add(x.square().mul(x)),
                    Events.sum(x.square().mul(3).add(1).log()));
        }
    }

    private final Bijector chain = Bijector.chain(List.of(new Affine(2, 1), new Sinh(), new Affine(-0.5, 3)));

    @Test
    void aChainAppliesTheFirstMapFirst() {
        double[] z = oracle.evaluate(chain.forward(x).value());
        for (int i = 0; i < z.length; i++) {
            assertThat(z[i]).isCloseTo(3 - 0.5 * Math.sinh(2 * oracle.value(x).get(i) + 1), within(1e-12));
        }
    }

    @Test
    void aChainAddsChangesOfVolume() {
        double[] change = oracle.evaluate(chain.forward(x).logAbsDet());
        for (int n = 0; n < 3; n++) {
            double expected = 0;
            for (int j = 0; j < 2; j++) {
                expected += Math.log(Math.cosh(2 * oracle.value(x).get(n, j) + 1));
            }
            // |2 * -0.5| = 1
            assertThat(change[n]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void aChainIsInvertedInReverseOrder() {
        Bijector.Image image = chain.forward(x);
        Bijector.Image back = chain.inverse(image.value());
        assertThat(oracle.evaluate(back.value())).containsExactly(oracle.evaluate(x), within(1e-12));
        assertThat(oracle.evaluate(back.logAbsDet().add(image.logAbsDet())))
                .containsExactly(new double[3], within(1e-12));
    }

    @Test
    void anInverseSwapsTheDirections() {
        Bijector turned = Bijector.inverseOf(chain);
        assertThat(oracle.evaluate(turned.forward(x).value()))
                .containsExactly(oracle.evaluate(chain.inverse(x).value()));
        assertThat(oracle.evaluate(turned.forward(x).logAbsDet()))
                .containsExactly(oracle.evaluate(chain.inverse(x).logAbsDet()));
        assertThat(oracle.evaluate(turned.inverse(x).value()))
                .containsExactly(oracle.evaluate(chain.forward(x).value()));
    }

    @Test
    void anEmptyChainIsTheIdentity() {
        Bijector nothing = Bijector.chain(List.of());
        assertThat(nothing.forward(x).value()).isSameAs(x);
        assertThat(oracle.evaluate(nothing.forward(x).logAbsDet())).containsExactly(0, 0, 0);
        assertThat(nothing.codomain(Shape.of(7))).isEqualTo(Shape.of(7));
    }

    /** It fails when it is built, not in the middle of sampling. */
    @Test
    void aMapWithoutInverseIsRefusedWhenItIsBuilt() {
        Transform cubic = new Cubic();
        assertThat(oracle.evaluate(cubic.forward(x).value())).hasSize(6);
        assertThatThrownBy(() -> Bijector.inverseOf(cubic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cubic has no inverse in closed form");
    }

    /** A map whose shift is the context. */
    private record Shift(double sign) implements ConditionalBijector {
        @Override
        public Schema context() {
            return Schema.of("y", TensorType.f32(2));
        }

        @Override
        public Bijector given(Context context) {
            Tensor y = context.get("y").mul(sign);
            return new Bijector() {
                @Override
                public Image forward(Tensor x) {
                    return new Image(x.add(y), Events.sum(x).zerosLike());
                }

                @Override
                public Image inverse(Tensor z) {
                    return new Image(z.sub(y), Events.sum(z).zerosLike());
                }
            };
        }
    }

    @Test
    void conditionalMapsAreAllGivenOneContext() {
        Tensor y = oracle.input("y", 3, 2);
        ConditionalBijector maps = ConditionalBijector.chain(
                new Shift(1).context(), List.of(new Shift(1), new Affine(2, 0), new Shift(-3)));
        Bijector map = maps.given(Context.of("y", y));
        double[] z = oracle.evaluate(map.forward(x).value());
        for (int i = 0; i < z.length; i++) {
            double expected = 2 * (oracle.value(x).get(i) + oracle.value(y).get(i))
                    - 3 * oracle.value(y).get(i);
            assertThat(z[i]).isCloseTo(expected, within(1e-12));
        }
        Bijector turned = ConditionalBijector.inverseOf(maps).given(Context.of("y", y));
        assertThat(oracle.evaluate(turned.forward(map.forward(x).value()).value()))
                .containsExactly(oracle.evaluate(x), within(1e-12));
        assertThat(ConditionalBijector.inverseOf(maps).context()).isEqualTo(maps.context());
    }
}
