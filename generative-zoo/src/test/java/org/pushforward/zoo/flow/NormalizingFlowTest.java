package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.ModelFunction;

/** A flow's inverse and determinant in float64 (P12, P15). */
class NormalizingFlowTest {
    private static final RandomKey KEY = RandomKey.of(3);
    private static final int D = 4;

    private final NormalizingFlow flow = new RealNvp(D, 6, 12).build();
    private final ParameterValues values = Oracle.randomValues(flow.parameters(), KEY);
    private final HostArray x = KEY.fold("x").normal(Shape.of(8, D));

    private List<HostArray> evaluate(java.util.function.Function<Tensor, List<Tensor>> function) {
        try (Backend oracle = Backends.open("reference");
                ModelFunction compiled = ModelFunction.compile(
                        oracle, flow.parameters(), values, List.of(x.type()), in -> function.apply(in.get(0)))) {
            return compiled.apply(x);
        }
    }

    @Test
    void theInverseInverts() {
        HostArray back =
                evaluate(in -> List.of(flow.inverse(flow.forward(in).value()))).get(0);
        assertThat(Oracle.relativeError(back, x)).isLessThan(1e-8);
    }

    @Test
    void theLogDeterminantIsThatOfTheJacobian() {
        List<HostArray> results = evaluate(in -> {
            List<Tensor> tensors = new ArrayList<>();
            Tensor z = flow.forward(in).value();
            tensors.add(flow.forward(in).logAbsDetJacobian());
            for (int i = 0; i < D; i++) {
                // Rows do not meet, so the gradient of a column's sum is that row of every Jacobian.
                tensors.add(Gradients.of(z.slice(1, i, i + 1).sum(), in));
            }
            return tensors;
        });
        for (int n = 0; n < 8; n++) {
            double[][] jacobian = new double[D][D];
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    jacobian[i][j] = results.get(1 + i).get(n * D + j);
                }
            }
            assertThat(results.get(0).get(n)).isCloseTo(Math.log(Math.abs(determinant(jacobian))), within(1e-8));
        }
    }

    @Test
    void theDensityIsThatOfTheNoiseTimesTheDeterminant() {
        List<HostArray> results = evaluate(in -> List.of(
                flow.logProb(in), flow.forward(in).value(), flow.forward(in).logAbsDetJacobian()));
        for (int n = 0; n < 8; n++) {
            double expected = results.get(2).get(n);
            for (int j = 0; j < D; j++) {
                double z = results.get(1).get(n * D + j);
                expected += -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
            }
            // The constant log(2 pi) d / 2 is a float32 number in the graph.
            assertThat(results.get(0).get(n)).isCloseTo(expected, within(1e-6));
        }
    }

    private static double determinant(double[][] matrix) {
        double determinant = 1;
        for (int k = 0; k < D; k++) {
            int pivot = k;
            for (int i = k; i < D; i++) {
                pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
            }
            double[] row = matrix[pivot];
            matrix[pivot] = matrix[k];
            matrix[k] = row;
            determinant *= pivot == k ? row[k] : -row[k];
            for (int i = k + 1; i < D; i++) {
                double factor = matrix[i][k] / row[k];
                for (int j = k; j < D; j++) {
                    matrix[i][j] -= factor * row[j];
                }
            }
        }
        return determinant;
    }
}
