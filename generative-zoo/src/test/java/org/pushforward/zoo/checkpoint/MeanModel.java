package org.pushforward.zoo.checkpoint;

import java.util.List;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Step;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A model without a family that learns the mean of noisy data. It has a buffer, the moving average of batches, and its objective has a
 * state that counts steps and scales the loss. A resumed training must restore all of them.
 */
record MeanModel(ParameterGroup group, List<Parameter> buffers, Tensor mean, Tensor average) implements Model {

    static MeanModel of(int dimension) {
        Scope scope = Scope.root();
        Tensor mean = scope.parameter("mean", Shape.of(dimension), Initializer.zeros());
        Tensor average = scope.buffer("average", Shape.of(dimension), Initializer.zeros());
        return new MeanModel(ParameterGroup.of("mean", scope), scope.buffers(), mean, average);
    }

    @Override
    public Schema schema() {
        return Schema.of(mean.shape());
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    @Override
    public void learn(Step step) {
        Tensor x = step.batch().x();
        Tensor count = step.state("count", HostArray.of(Shape.scalar(), 1f));
        Tensor noisy = x.add(step.normal(x.shape().dims()).mul(0.1f));
        Tensor batch = noisy.sum(0).mul(1f / x.dim(0));
        step.replace(average, average.mul(0.9f).add(batch.mul(0.1f)));
        step.replace(count, count.mul(1.01f));
        Tensor off = mean.sub(average).mul(count.broadcastTo(mean.shape()));
        step.minimize(group, off.square().sum());
        step.report("count", count);
    }
}
