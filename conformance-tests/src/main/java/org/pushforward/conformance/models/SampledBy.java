package org.pushforward.conformance.models;

import java.util.List;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;

/**
 * A model with a sampler other than its own, such as one of a posterior.
 *
 * @param model the model that is trained
 * @param sampler the sampler
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
