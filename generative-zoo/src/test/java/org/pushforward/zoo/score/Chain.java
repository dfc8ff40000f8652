package org.pushforward.zoo.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.Sampler;

/** A sampler without parameters, from beginning to end in float64, to be held against a formula. */
public final class Chain {
    private final Sampler sampler;
    private final Map<String, Tensor> context = new LinkedHashMap<>();

    /** Runs a sampler. */
    public Chain(Sampler sampler, Map<String, HostArray> context) {
        this.sampler = sampler;
        context.forEach((name, value) -> this.context.put(name, Tensor.constant(value)));
    }

    /** Runs a sampler. */
    public Chain(Sampler sampler) {
        this(sampler, Map.of());
    }

    /** Returns the samples that float64 noise of shape [n, ...] becomes, with the noise of the steps from a key. */
    public HostArray run(HostArray noise, RandomKey key) {
        Tensor given = Tensor.input("noise", noise.type());
        HostArray x =
                value(Graph.builder().inputs(given).output("x", sampler.init(given, context)), Map.of("noise", noise));
        Graph step = step(x.type());
        for (int i = 0; i < sampler.steps(); i++) {
            Map<String, HostArray> inputs = new LinkedHashMap<>();
            double[] numbers = sampler.coefficients(i);
            for (int j = 0; j < numbers.length; j++) {
                inputs.put("number." + j, HostArray.scalar(DType.F64, numbers[j]));
            }
            inputs.put("x", x);
            inputs.put("z", key.fold(i).normal(x.shape()).cast(DType.F64));
            x = ReferenceInterpreter.evaluate(step, inputs).get("x");
        }
        Tensor last = Tensor.input("last", x.type());
        return value(Graph.builder().inputs(last).output("x", sampler.finish(last, context)), Map.of("last", x));
    }

    /** Returns the samples that noise becomes in a sampler whose steps need none. */
    public HostArray run(HostArray noise) {
        return run(noise, RandomKey.of(0));
    }

    private Graph step(TensorType type) {
        Tensor x = Tensor.input("x", type);
        Tensor z = Tensor.input("z", type);
        List<Tensor> numbers = new ArrayList<>();
        for (int i = 0; i < sampler.coefficients(0).length; i++) {
            numbers.add(Tensor.input("number." + i, new TensorType(DType.F64, Shape.scalar())));
        }
        Tensor next = sampler.step(x, new Sampler.Step(numbers, z, context));
        return Graph.builder().inputs(x, z).inputs(numbers).output("x", next).build();
    }

    private static HostArray value(Graph.Builder graph, Map<String, HostArray> inputs) {
        return ReferenceInterpreter.evaluate(graph.build(), inputs).get("x");
    }
}
