package org.pushforward.benchmark.infer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * A denoiser of fields with gauges that sees none: the denoiser of the prior.
 *
 * @param gauged the denoiser with gauges; without any, all columns of its context are 0
 */
record Ungauged(ConditionalDenoiser gauged) implements ConditionalDenoiser {

    /** Returns the model without gauges. */
    static DiffusionModel of(DiffusionModel model) {
        return model.denoisedBy(new Ungauged(model.denoiser()));
    }

    @Override
    public Schema context() {
        return Schema.empty();
    }

    @Override
    public Denoiser given(Context none) {
        return (x, sigma) -> {
            Map<String, Tensor> columns = new LinkedHashMap<>();
            gauged.context()
                    .names()
                    .forEach(name -> columns.put(name, Tensor.full(gauged.context().rows(name, x.dim(0)), 0)));
            return gauged.given(new Context(columns)).denoise(x, sigma);
        };
    }
}
