package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.BlockDiagonal;
import org.pushforward.linalg.covariance.Circulant;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.DenseCovariance;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.linalg.covariance.LowRankPlusDiagonal;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks the exact denoiser of Gaussian data for every kind of covariance, with a noise level for each row. */
class GaussianDenoiserTest {
    private static final double[] LEVELS = {0.01, 0.8, 30};
    private static final HostArray MEAN = HostArray.of(Shape.of(4), 0.5, -1, 2, 0);

    /** The covariances with their eigenvalues. */
    private record Case(Covariance covariance, double... eigenvalues) {}

    private static final List<Case> CASES = List.of(
            new Case(Isotropic.of(Shape.of(4), 0.7), 0.7, 0.7, 0.7, 0.7),
            new Case(Diagonal.of(HostArray.of(Shape.of(4), 0.1, 2, 3, 0.4)), 0.1, 2, 3, 0.4),
            new Case(
                    BlockDiagonal.of(
                            DenseCovariance.of(HostArray.of(Shape.of(2, 2), 2, 0.5, 0.5, 2)),
                            Isotropic.of(Shape.of(2), 3)),
                    2.5,
                    1.5,
                    3,
                    3),
            new Case(
                    LowRankPlusDiagonal.of(Isotropic.of(Shape.of(4), 0.2), HostArray.of(Shape.of(4, 1), 1.0, 2, 0, -1)),
                    6.2,
                    0.2,
                    0.2,
                    0.2),
            new Case(Circulant.of(HostArray.of(Shape.of(4), 1, 0.3, 0.1, 0.3)), 1.7, 0.5, 0.9, 0.9));

    private final Oracle oracle = new Oracle();
    private final Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), LEVELS));

    /** D - x is sigma^2 times the score: (C + sigma^2 I) (x - D) = sigma^2 (x - m). */
    @Test
    void theDenoiserGivesTheScore() {
        Tensor x = oracle.input("x", 3, 4);
        for (Case each : CASES) {
            Tensor moved = x.sub(new GaussianDenoiser(MEAN, each.covariance).denoise(x, sigma));
            Tensor left = each.covariance.apply(moved).add(moved.mul(sigma.square()));
            Tensor right = x.sub(Tensor.constant(MEAN)).mul(sigma.square());
            double[] difference = oracle.evaluate(left.sub(right));
            // The numbers are as large as 3 times 30^2.
            assertThat(Arrays.stream(difference).map(Math::abs).max().orElse(1)).isLessThan(1e-11);
        }
    }

    /** P31: the mean squared error is the trace of the posterior covariance sigma^2 dD/dx, sum l sigma^2 / (l + sigma^2). */
    @Test
    void meanSquaredErrorFollowsFromTheEigenvalues() {
        Tensor x = oracle.input("x", 3, 4);
        for (Case each : CASES) {
            Tensor denoised = new GaussianDenoiser(MEAN, each.covariance).denoise(x, sigma);
            double[] traces = oracle.evaluate(Gradients.divergence(denoised, x));
            for (int row = 0; row < 3; row++) {
                double level = LEVELS[row] * LEVELS[row];
                double expected = Arrays.stream(each.eigenvalues)
                        .map(l -> l * level / (l + level))
                        .sum();
                assertThat(level * traces[row]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    /**
     * For data along one direction u, D = u (u x) / (|u|^2 + sigma^2). Computing C (C + sigma^2 I)^-1 in two steps would amplify rounding
     * errors by |u|^2 / sigma^2 at low levels, and x - sigma^2 (C + sigma^2 I)^-1 x would do so at high ones.
     */
    @Test
    void noDigitsAreLostAtLowAndHighLevels() {
        HostArray line = HostArray.of(Shape.of(4, 1), 1.0, 2, 0, -1);
        HostArray ones = HostArray.of(Shape.of(4), 1.0, 1, 1, 1);
        HostArray outer = HostArray.of(Shape.of(4, 4), 1.0, 2, 0, -1, 2, 4, 0, -2, 0, 0, 0, 0, -1, -2, 0, 1);
        assertExactAlong(LowRankPlusDiagonal.of(Isotropic.of(Shape.of(4), 0), line), 1, 2, 0, -1);
        assertExactAlong(DenseCovariance.of(outer), 1, 2, 0, -1);
        assertExactAlong(Circulant.of(ones), 1, 1, 1, 1);
        assertExactAlong(
                BlockDiagonal.of(
                        DenseCovariance.of(HostArray.of(Shape.of(3, 3), 1.0, 2, 0, 2, 4, 0, 0, 0, 0)),
                        Isotropic.of(Shape.of(1), 0)),
                1,
                2,
                0,
                0);
    }

    private static void assertExactAlong(Covariance covariance, double... u) {
        HostArray zero = HostArray.of(Shape.of(4), 0.0, 0, 0, 0);
        Oracle oracle = new Oracle();
        Tensor x = oracle.input("x", 2, 4);
        double[] levels = {1e-6, 1e6};
        Tensor extreme = Tensor.constant(HostArray.of(Shape.of(2, 1), levels));
        HostArray denoised = oracle.array(new GaussianDenoiser(zero, covariance).denoise(x, extreme));
        double square = Arrays.stream(u).map(each -> each * each).sum();
        for (int row = 0; row < 2; row++) {
            double along = 0;
            for (int i = 0; i < 4; i++) {
                along += u[i] * oracle.value(x).get(row, i);
            }
            double share = along / (square + levels[row] * levels[row]);
            for (int i = 0; i < 4; i++) {
                assertThat(denoised.get(row, i)).isCloseTo(share * u[i], within(1e-14 * Math.abs(share)));
            }
        }
    }
}
