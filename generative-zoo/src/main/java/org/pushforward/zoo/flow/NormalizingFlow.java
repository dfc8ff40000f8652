package org.pushforward.zoo.flow;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.PushForward;

/**
 * The law whose image under bijectors is N(0, I): log p(x) = log N(f(x); 0, I) + log |det df/dx|, learnt by maximum
 * likelihood.
 */
public final class NormalizingFlow implements PushForward {
    /** The name of the only group of parameters, and of the loss, which is -log p in nats. */
    public static final String GROUP = "flow";

    private final int dimension;
    private final List<Bijector> bijectors;
    private final ParameterGroup parameters;

    NormalizingFlow(int dimension, List<Bijector> bijectors, ParameterGroup parameters) {
        this.dimension = dimension;
        this.bijectors = List.copyOf(bijectors);
        this.parameters = parameters;
    }

    /** Returns the noise of each row of data, and log |det| of the whole map. */
    public Bijector.Image forward(Tensor x) {
        Tensor value = x;
        Tensor total = x.slice(1, 0, 1).reshape(-1).zerosLike();
        for (Bijector bijector : bijectors) {
            Bijector.Image image = bijector.forward(value);
            value = image.value();
            total = total.add(image.logAbsDetJacobian());
        }
        return new Bijector.Image(value, total);
    }

    /** Returns the data of each row of noise. */
    public Tensor inverse(Tensor z) {
        Tensor value = z;
        for (int i = bijectors.size() - 1; i >= 0; i--) {
            value = bijectors.get(i).inverse(value);
        }
        return value;
    }

    /** Returns the logarithm of the density at each row, in nats: from shape [n, d] to [n]. */
    public Tensor logProb(Tensor x) {
        Bijector.Image image = forward(x);
        double constant = 0.5 * dimension * Math.log(2 * Math.PI);
        return image.value().square().sum(1).mul(-0.5).sub(constant).add(image.logAbsDetJacobian());
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(parameters);
    }

    @Override
    public void iterate(Iteration iteration) {
        iteration.minimise(GROUP, logProb(iteration.data()).mean().neg());
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(dimension);
    }

    @Override
    public Shape noiseShape() {
        return Shape.of(dimension);
    }

    @Override
    public Tensor push(Tensor noise) {
        return inverse(noise);
    }
}
