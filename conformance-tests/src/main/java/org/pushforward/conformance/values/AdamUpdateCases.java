package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of the three composites that make up an update by Adam. */
final class AdamUpdateCases {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double RATE = 2e-3;

    private AdamUpdateCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            RandomOperands random = new RandomOperands("adam " + dtype);
            for (int size : new int[] {0, 1, 7, 1037}) {
                Shape shape = Shape.of(size);
                HostArray m = random.uniform(dtype, shape, -1, 1);
                HostArray v = random.uniform(dtype, shape, 0, 1);
                HostArray gradient = random.uniform(dtype, shape, -2, 2);
                HostArray parameters = random.uniform(dtype, shape, -3, 3);
                for (double beta : new double[] {0, BETA1, BETA2}) {
                    String label = shape + " with " + beta;
                    cases.add(SmoothCases.composed(
                            new AdamUpdate.AdamFirstMoment(beta),
                            label,
                            2,
                            x -> first(beta, x.get(0), x.get(1)),
                            m,
                            gradient));
                    cases.add(SmoothCases.composed(
                            new AdamUpdate.AdamSecondMoment(beta),
                            label,
                            2,
                            x -> second(beta, x.get(0), x.get(1)),
                            v,
                            gradient));
                }
                for (double decay : new double[] {0, 0.1}) {
                    for (int number : new int[] {1, 1000}) {
                        String label = shape + ", update " + number + ", decay " + decay;
                        cases.add(step(label, decay, number, parameters, m, v, gradient));
                    }
                }
                HostArray zeros = HostArray.zeros(gradient.type());
                cases.add(step(shape + ", without a gradient yet", 0, 1, parameters, zeros, zeros, zeros));
            }
        }
        return cases;
    }

    private static Tensor first(double beta, Tensor m, Tensor gradient) {
        return Tensor.of(new AdamUpdate.AdamFirstMoment(beta), List.of(m.abs(), gradient.abs()));
    }

    private static Tensor second(double beta, Tensor v, Tensor gradient) {
        return Tensor.of(new AdamUpdate.AdamSecondMoment(beta), List.of(v, gradient));
    }

    private static ConformanceCase step(
            String label,
            double decay,
            int number,
            HostArray parameters,
            HostArray m,
            HostArray v,
            HostArray gradient) {
        double epsilon = 1e-8;
        DType dtype = parameters.dtype();
        double[] scalars = {
            RATE / (1 - Math.pow(BETA1, number)),
            1 / Math.sqrt(1 - Math.pow(BETA2, number)),
            1 - RATE * decay,
            RATE,
            number
        };
        List<HostArray> operands = new ArrayList<>(List.of(parameters, m, v, gradient));
        for (double scalar : scalars) {
            operands.add(HostArray.scalar(dtype, scalar));
        }
        // The terms are the parameters and the step, whose first moment is taken with nothing canceled.
        return SmoothCases.composed(
                new AdamUpdate.AdamStep(BETA1, BETA2, epsilon, decay),
                label,
                2,
                x -> {
                    Tensor scale = second(BETA2, x.get(2), x.get(3))
                            .sqrt()
                            .mul(x.get(5))
                            .add(epsilon);
                    Tensor step = first(BETA1, x.get(1), x.get(3)).mul(x.get(4)).div(scale);
                    return x.get(0).abs().add(step);
                },
                operands.toArray(HostArray[]::new));
    }
}
