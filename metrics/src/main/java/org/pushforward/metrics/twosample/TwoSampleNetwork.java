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
import org.pushforward.nn.Convolution;
import org.pushforward.nn.Dense;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The logit t of the probability that a point is of the first sample. Its loss is the mean of log(1 + e^t) - y t, where y is 1 for the
 * first sample and 0 for the second, plus half of 1e-4 times the sum of squared weights over the number of rows. Biases are not
 * penalized.
 *
 * @param width d
 * @param layers the layers
 * @param group their parameters
 */
record TwoSampleNetwork(int width, List<Layer> layers, ParameterGroup group) implements Model {
    static final String GROUP = "classifier";
    static final String LABEL = "label";
    private static final int FACTOR = 10;
    private static final int FINE = 8;
    private static final int COARSE = 16;
    private static final double PENALTY = 1e-4;

    /** Returns a perceptron from d to 10 d to 10 d numbers to one. */
    static TwoSampleNetwork perceptron(int width) {
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

    /**
     * Returns a network of two convolutions with windows of 3 x 3 cells, the second at every other cell, with 8 and 16
     * channels and ReLUs, and one logit that is linear in all of them.
     */
    static TwoSampleNetwork convolutional(int channels, int rows, int columns) {
        Scope scope = Scope.root();
        List<Layer> layers = new ArrayList<>();
        layers.add(x -> x.reshape(-1, channels, rows, columns));
        layers.add(Convolution.same(scope.child(0), channels, FINE, 3));
        layers.add(Activation.RELU);
        layers.add(Convolution.builder(FINE, COARSE, 3).stride(2).padding(1).build(scope.child(1)));
        layers.add(Activation.RELU);
        int found = COARSE * ((rows + 1) / 2) * ((columns + 1) / 2);
        layers.add(x -> x.reshape(-1, found));
        layers.add(dense(scope, 2, found, 1));
        return new TwoSampleNetwork(channels * rows * columns, List.copyOf(layers), ParameterGroup.of(GROUP, scope));
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
            if (value.shape().rank() > 1) {
                loss = loss.add(value.square().sum().mul(PENALTY / 2 / step.rows()));
            }
        }
        step.minimize(group, loss);
    }
}
