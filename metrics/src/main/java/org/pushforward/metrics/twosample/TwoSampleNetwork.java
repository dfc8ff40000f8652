package org.pushforward.metrics.twosample;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.data.Batch;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Step;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Dense;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The logit of the probability that a point is of the first sample, a perceptron from d to 10 d to 10 d numbers to one. Its loss is the
 * mean of log(1 + e^t) - y t, and half of 1e-4 times the squared weights over the number of rows; biases are not penalized.
 *
 * @param width d
 * @param layers the layers
 * @param group their parameters
 */
record TwoSampleNetwork(int width, List<Layer> layers, ParameterGroup group) implements Model {
    static final String GROUP = "classifier";
    static final String LABEL = "label";
    private static final int FACTOR = 10;
    private static final double PENALTY = 1e-4;

    static TwoSampleNetwork of(int width) {
        Scope scope = Scope.root();
        int hidden = FACTOR * width;
        List<Layer> layers = new ArrayList<>();
        layers.add(dense(scope, 0, width, hidden));
        layers.add(Activation.RELU);
        layers.add(dense(scope, 1, hidden, hidden));
        layers.add(Activation.RELU);
        layers.add(dense(scope, 2, hidden, 1));
        return new TwoSampleNetwork(width, List.copyOf(layers), ParameterGroup.of(GROUP, scope));
    }

    private static Layer dense(Scope scope, int number, int inputs, int outputs) {
        Initializer initializer = Initializer.uniform(Math.sqrt(6.0 / (inputs + outputs)));
        return new Dense(scope.child(number), inputs, outputs, initializer);
    }

    /** Returns the schema of points, without labels. */
    Schema points() {
        return Schema.of(Shape.of(width));
    }

    @Override
    public Schema schema() {
        return points().with(LABEL, new TensorType(DType.F32, Shape.of(1)));
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    /** Returns the logits, [n, 1], of points [n, d]. */
    Tensor logits(Tensor points) {
        Tensor values = points;
        for (Layer layer : layers) {
            values = layer.apply(values);
        }
        return values;
    }

    @Override
    public void learn(Step step) {
        Batch batch = step.batch();
        Tensor logits = logits(batch.x());
        Tensor loss = logits.softplus().sub(batch.get(LABEL).mul(logits)).mean();
        for (Parameter parameter : group.parameters()) {
            Tensor value = parameter.tensor();
            if (value.shape().rank() == 2) {
                loss = loss.add(value.square().sum().mul(PENALTY / 2 / step.rows()));
            }
        }
        step.minimize(group, loss);
    }
}
