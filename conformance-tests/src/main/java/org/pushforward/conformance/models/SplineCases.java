package org.pushforward.conformance.models;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Expect;
import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.flow.RationalQuadraticSpline;

/** What a spline must be in float32 on every engine, also with extreme parameters and numbers. */
final class SplineCases {
    private static final float BOUND = 3;
    private static final int INSIDE = 2001;
    private static final float[] OUTSIDE = {BOUND, -BOUND, Math.nextUp(BOUND), -3.5f, 1e6f, -1e30f, 3e38f};
    private static final RationalQuadraticSpline SPLINE = new RationalQuadraticSpline(8, BOUND);

    private SplineCases() {}

    static void aSplineIsIncreasingAndFinite(BackendUnderTest backend) {
        int count = INSIDE + OUTSIDE.length;
        Tensor x = Tensor.input("x", TensorType.f32(count, 1));
        Tensor parameters = Tensor.input("parameters", TensorType.f32(count, SPLINE.parameters()));
        Image there = SPLINE.forward(x, parameters);
        Image back = SPLINE.inverse(x, parameters);
        Graph.Builder graph = Graph.builder()
                .inputs(x, parameters)
                .output("y", there.value())
                .output("log slope", there.logAbsDet())
                .output("inverse", back.value())
                .output("round trip", SPLINE.inverse(there.value(), parameters).value());
        for (Image image : List.of(there, back)) {
            Tensor sum = image.value().sum(1).add(image.logAbsDet()).sum();
            List<Tensor> gradients = Gradients.of(sum, List.of(x, parameters));
            String direction = image == there ? "there" : "back";
            graph.output("slope " + direction, gradients.get(0));
            graph.output("gradient " + direction, gradients.get(1));
        }
        HostArray numbers = numbers(count);
        try (Executable spline = backend.backend().compile(graph.build())) {
            for (double scale : new double[] {0, 1, 30, 1e6, 1e30}) {
                check(scale, numbers, spline.run(Map.of("x", numbers, "parameters", parameters(count, scale))));
            }
        }
    }

    private static HostArray numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < INSIDE; i++) {
            numbers[i] = Math.nextDown(BOUND) * (2f * i / (INSIDE - 1) - 1);
        }
        System.arraycopy(OUTSIDE, 0, numbers, INSIDE, OUTSIDE.length);
        return HostArray.wrap(Shape.of(count, 1), numbers);
    }

    private static HostArray parameters(int count, double scale) {
        float[] once = RandomKey.of(5).normal(Shape.of(SPLINE.parameters())).toFloats();
        float[] repeated = new float[count * once.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = (float) (scale * once[i % once.length]);
        }
        return HostArray.wrap(Shape.of(count, once.length), repeated);
    }

    private static void check(double scale, HostArray x, Map<String, HostArray> results) {
        String with = " of a spline with parameters of size " + scale;
        results.forEach((name, values) -> Expect.isTrue(
                name + with + " is finite", DoubleStream.of(values.toDoubles()).allMatch(Double::isFinite)));
        for (String name : List.of("y", "inverse")) {
            HostArray y = results.get(name);
            for (int i = 1; i < INSIDE; i++) {
                // Neighbors in a flat place may be rounded apart, by four units in the last place of the bound.
                Expect.atMost(name + with + ": the decrease at " + x.get(i), y.get(i - 1) - y.get(i), 1e-6);
            }
            for (int i = INSIDE; i < x.size(); i++) {
                Expect.equal(name + with + " outside", y.get(i), x.get(i));
            }
        }
        for (int i = 0; i < INSIDE; i++) {
            // A dozen roundings of numbers up to the bound, which the slope of the inverse enlarges.
            double rounding = 3e-6 * (1 + Math.exp(-results.get("log slope").get(i)));
            Expect.close("the round trip" + with, results.get("round trip").get(i), x.get(i), rounding);
        }
    }
}
