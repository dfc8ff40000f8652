package org.pushforward.zoo.field.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.TracedCovariance;

/**
 * The gradient of a log-likelihood with respect to the parameters.
 *
 * <p>The chain rule is applied in two steps. The derivative G with respect to the elements of C has a closed form, which uses the Cholesky
 * factor that the host computes anyway. The remaining sum of G_ij dC_ij / dparameter is a graph without matrices that the backend
 * differentiates and runs. The decomposition itself is not traced, since it would take 11 n nodes for n gauges.
 */
public final class LikelihoodGradient implements AutoCloseable {
    private final Likelihood likelihood;
    private final Executable program;

    private LikelihoodGradient(Likelihood likelihood, Executable program) {
        this.likelihood = likelihood;
        this.program = program;
    }

    /**
     * Compiles the gradient.
     *
     * @throws IllegalArgumentException if the family or its correlation has no derivatives, or there are more than
     *     {@value DenseFactor#LARGEST} gauges
     */
    public static LikelihoodGradient of(Likelihood likelihood, Backend backend) {
        TracedCovariance covariance = likelihood
                .family()
                .traced()
                .orElseThrow(() -> new IllegalArgumentException("derivatives of a family of covariances with "
                        + likelihood.family().parameters()
                        + ": it has no form in graphs; search without derivatives"));
        Places places = likelihood.gauges().places();
        int n = places.count();
        if (n > DenseFactor.LARGEST) {
            throw new IllegalArgumentException("derivatives of the likelihood of " + n + " gauges: expected "
                    + DenseFactor.LARGEST + " or fewer; select some of them (Measurements.select)");
        }
        int pairs = n * (n - 1) / 2;
        double[] dx = new double[pairs];
        double[] dy = new double[pairs];
        int pair = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++, pair++) {
                dx[pair] = places.x(i) - places.x(j);
                dy[pair] = places.y(i) - places.y(j);
            }
        }
        int p = likelihood.family().size();
        Tensor values = Tensor.input("values", new TensorType(DType.F64, Shape.of(p)));
        Tensor weights = Tensor.input("weights", new TensorType(DType.F64, Shape.of(pairs)));
        Tensor trace = Tensor.input("trace", new TensorType(DType.F64, Shape.scalar()));
        List<Tensor> scalars = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            scalars.add(values.slice(0, k, k + 1).reshape(Shape.scalar()));
        }
        Tensor sum = covariance
                .between(
                        scalars,
                        Tensor.constant(HostArray.wrap(Shape.of(pairs), dx)),
                        Tensor.constant(HostArray.wrap(Shape.of(pairs), dy)))
                .mul(weights)
                .sum()
                .add(covariance.variance(scalars).mul(trace));
        Graph graph = Graph.builder()
                .inputs(values, weights, trace)
                .output("gradient", Gradients.of(sum, values))
                .build();
        return new LikelihoodGradient(likelihood, backend.compile(graph));
    }

    /** Returns the gradient with respect to the parameter values. */
    public double[] at(double... values) {
        DMatrixRMaj g = likelihood.kriging(values).likelihoodByCovariance(likelihood.restricted());
        int n = g.numRows;
        double[] weights = new double[n * (n - 1) / 2];
        double trace = 0;
        int pair = 0;
        for (int i = 0; i < n; i++) {
            trace += g.get(i, i);
            for (int j = 0; j < i; j++) {
                weights[pair++] = 2 * g.get(i, j);
            }
        }
        int p = likelihood.family().size();
        Map<String, HostArray> result = program.run(Map.of(
                "values", HostArray.of(Shape.of(p), Arrays.copyOf(values, p)),
                "weights", HostArray.wrap(Shape.of(weights.length), weights),
                "trace", HostArray.scalar(DType.F64, trace)));
        double[] gradient = Arrays.copyOf(result.get("gradient").toDoubles(), values.length);
        if (likelihood.noisy()) {
            gradient[p] = trace;
        }
        return gradient;
    }

    /** Returns the gradient with respect to the real coordinates of the parameters. */
    double[] atReal(double[] real) {
        double[] gradient = at(likelihood.fromReal(real));
        List<CovarianceParameter> parameters = likelihood.parameters();
        for (int i = 0; i < real.length; i++) {
            gradient[i] *= Math.exp(parameters.get(i).logSlope(real[i]));
        }
        return gradient;
    }

    @Override
    public void close() {
        program.close();
    }
}
