package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * P7: sigma^2 dD/dx is the covariance of clean data given noisy data. Here data is a mixture of two Gaussians w_k N(m_k, v_k I), whose
 * posterior is a mixture too, with weights r_k in proportion to w_k N(x; m_k, (v_k + sigma^2) I):
 *
 * <pre>
 * D = sum r_k c_k,   C = sum r_k (v_k sigma^2 / (v_k + sigma^2) I + c_k c_k^T) - D D^T,   c_k = (sigma^2 m_k + v_k x) / (v_k + sigma^2)
 * </pre>
 */
class TweedieTest {
    private static final double[] WEIGHTS = {0.3, 0.7};
    private static final double[][] MEANS = {{1, -0.5}, {-0.4, 0.8}};
    private static final double[] VARIANCES = {0.2, 0.6};
    private static final double[] LEVELS = {0.3, 0.9, 2.5};

    private final Oracle oracle = new Oracle();

    /** The exact denoiser, whose weights are a sigmoid of the logarithm of their ratio. */
    private static final class Mixture implements Denoiser {
        @Override
        public Tensor denoise(Tensor x, Tensor sigma) {
            Tensor ratio = logarithm(0, x, sigma).sub(logarithm(1, x, sigma));
            Tensor first = ratio.sigmoid().reshape(x.dim(0), 1);
            return first.mul(center(0, x, sigma)).add(first.neg().add(1).mul(center(1, x, sigma)));
        }

        private static Tensor mean(int k) {
            return Tensor.constant(HostArray.of(Shape.of(1, 2), MEANS[k]));
        }

        private static Tensor logarithm(int k, Tensor x, Tensor sigma) {
            Tensor variance = sigma.square().add(VARIANCES[k]).reshape(x.dim(0));
            Tensor squares = x.sub(mean(k)).square().sum(1);
            return squares.div(variance).mul(-0.5).sub(variance.log()).add(Math.log(WEIGHTS[k]));
        }

        private static Tensor center(int k, Tensor x, Tensor sigma) {
            Tensor noise = sigma.square();
            return mean(k).mul(noise).add(x.mul(VARIANCES[k])).div(noise.add(VARIANCES[k]));
        }
    }

    @Test
    void theDerivativeOfTheDenoiserIsTheCovarianceOfThePosterior() {
        Tensor x = oracle.input("x", 3, 2);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), LEVELS));
        double[] points = oracle.evaluate(x);
        double[] derivative = oracle.evaluate(Gradients.jacobianPerSample(new Mixture().denoise(x, sigma), x));

        for (int row = 0; row < 3; row++) {
            double noise = LEVELS[row] * LEVELS[row];
            double[][] covariance = covariance(points[2 * row], points[2 * row + 1], noise);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    assertThat(noise * derivative[4 * row + 2 * i + j]).isCloseTo(covariance[i][j], within(1e-12));
                }
            }
        }
    }

    private static double[][] covariance(double x, double y, double noise) {
        double[] shares = new double[2];
        double[] mean = new double[2];
        double[][] second = new double[2][2];
        double[][] centers = new double[2][];
        for (int k = 0; k < 2; k++) {
            double total = VARIANCES[k] + noise;
            double squares = Math.pow(x - MEANS[k][0], 2) + Math.pow(y - MEANS[k][1], 2);
            shares[k] = WEIGHTS[k] * Math.exp(-0.5 * squares / total) / total;
            centers[k] = new double[] {
                (noise * MEANS[k][0] + VARIANCES[k] * x) / total, (noise * MEANS[k][1] + VARIANCES[k] * y) / total
            };
        }
        for (int k = 0; k < 2; k++) {
            double share = shares[k] / (shares[0] + shares[1]);
            for (int i = 0; i < 2; i++) {
                mean[i] += share * centers[k][i];
                for (int j = 0; j < 2; j++) {
                    double within = i == j ? VARIANCES[k] * noise / (VARIANCES[k] + noise) : 0;
                    second[i][j] += share * (within + centers[k][i] * centers[k][j]);
                }
            }
        }
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                second[i][j] -= mean[i] * mean[j];
            }
        }
        return second;
    }
}
