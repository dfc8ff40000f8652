package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Each denoiser takes a level for each row, or one for all, and refuses a vector, which could broadcast along the wrong axis. */
class LevelsTest {
    private static final Tensor X = Tensor.input("x", TensorType.f32(3, 3));

    private final List<Denoiser> denoisers = List.of(
            GaussianDenoiser.of(Shape.of(3), 0, 1),
            new Preconditioning(1)
                    .denoiser(Schema.empty(), (x, noise, context) -> x)
                    .given(Context.none()));

    private static Tensor level(int... dims) {
        return Tensor.input("sigma", TensorType.f32(dims));
    }

    @Test
    void aLevelForEachRowOrOneForAll() {
        for (Denoiser denoiser : denoisers) {
            assertThatCode(() -> denoiser.denoise(X, level(3, 1))).doesNotThrowAnyException();
            assertThatCode(() -> denoiser.denoise(X, level(1, 1))).doesNotThrowAnyException();
            for (int[] dims : new int[][] {{3}, {1}, {3, 3}, {2, 1}, {1, 3}, {3, 1, 1}}) {
                Tensor sigma = level(dims);
                assertThatThrownBy(() -> denoiser.denoise(X, sigma))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("noise levels of type " + sigma.type())
                        .hasMessageContaining("f32[3, 3]")
                        .hasMessageContaining("[3, 1] or [1, 1]");
            }
        }
    }

    @Test
    void aScalarIsTheLevelOfAllRows() {
        Tensor images = Tensor.input("x", TensorType.f32(5, 2, 4, 4));
        Tensor level = Levels.of(Tensor.scalar(DType.F32, 0.5), images);
        assertThat(level.shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThat(new Oracle().evaluate(level)).containsExactly(0.5);
    }

    @Test
    void aMeanThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new GaussianDenoiser(HostArray.of(Shape.of(2), 1f, 2f), Isotropic.of(Shape.of(3), 1)))
                .hasMessageContaining("f32[2]")
                .hasMessageContaining("shape [3]");
        assertThatThrownBy(
                        () -> new GaussianDenoiser(HostArray.of(Shape.of(3), 1L, 2L, 3L), Isotropic.of(Shape.of(3), 1)))
                .hasMessageContaining("i64[3]");
        assertThat(new Preconditioning(1)
                        .denoiser(Schema.of(Shape.of(3)), (x, noise, context) -> x)
                        .context())
                .isEqualTo(Schema.of(Shape.of(3)));
    }

    /** m + v / (v + sigma^2) (x - m). */
    @Test
    void theDenoiserOfIndependentCoordinatesShrinksTowardTheMean() {
        Tensor x = Tensor.constant(HostArray.of(Shape.of(1, 2), 5.0, -1.0));
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(1, 1), 2.0));
        assertThat(new Oracle().evaluate(GaussianDenoiser.of(Shape.of(2), 1, 12).denoise(x, sigma)))
                .containsExactly(4, -0.5);
    }
}
