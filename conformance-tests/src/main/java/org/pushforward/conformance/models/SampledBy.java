package org.pushforward.conformance.models;

import java.util.List;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;

/**
 * A model with another sampler than its usual one, such as that of a posterior.
 *
 * @param model what is learnt
 * @param sampler how it is sampled
 */
record SampledBy(GenerativeModel model, Sampler sampler) implements GenerativeModel {
    @Override
    public List<ParameterGroup> groups() {
        return model.groups();
    }

    @Override
    public void iterate(Iteration iteration) {
        model.iterate(iteration);
    }

    @Override
    public Shape sampleShape() {
        return model.sampleShape();
    }
}
