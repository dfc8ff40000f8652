package org.pushforward.zoo.family;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.Events;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.score.DenoiserNetwork;

/** Adapts layers, networks and flows on vectors to data of any shape by flattening each sample. */
final class Flattened {
    private Flattened() {}

    /** Returns the number of elements of a sample of float32 data. */
    static int size(String family, Schema schema) {
        TensorType x = schema.get(Schema.X);
        if (x.dtype() != DType.F32 || x.shape().size() < 1) {
            throw new IllegalArgumentException(
                    family + " cannot learn data of type " + x + ": it takes float32 data of any shape");
        }
        return x.shape().size();
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(x.dim(0), -1);
    }

    private static Tensor shaped(Tensor flat, Shape event) {
        return flat.reshape(event.prepend(flat.dim(0)));
    }

    /** Returns a layer that flattens its input first. */
    static Layer input(Layer layer) {
        return x -> layer.apply(flat(x));
    }

    /** Returns a layer that reshapes its output to samples. */
    static Layer output(Layer layer, Shape event) {
        return x -> shaped(layer.apply(x), event);
    }

    /** Returns a denoiser network whose input and output are samples of a shape. */
    static DenoiserNetwork network(DenoiserNetwork network, Shape event) {
        return (x, noise, context) -> shaped(network.apply(flat(x), noise.reshape(noise.dim(0), 1), context), event);
    }

    /** Returns a flow that takes data to a standard normal by a sequence of maps on vectors. */
    static Flow flow(DataType data, List<? extends ConditionalBijector> maps, Scope scope) {
        List<ConditionalBijector> all = new ArrayList<>(maps);
        if (data.event().rank() != 1) {
            all.add(0, bijector(data.event()));
        }
        return Flow.of(
                data.event(),
                ConditionalBijector.chain(data.context(), all),
                new StandardNormal(Shape.of(data.event().size())),
                scope);
    }

    /** Returns the bijector that flattens samples. */
    private static Bijector bijector(Shape event) {
        return new Bijector() {
            @Override
            public Image forward(Tensor x) {
                Events.check("data", x, event);
                return new Image(flat(x), Events.sum(x).zerosLike());
            }

            @Override
            public Image inverse(Tensor z) {
                return new Image(shaped(z, event), z.sum(1).zerosLike());
            }

            @Override
            public Shape codomain(Shape domain) {
                return Shape.of(domain.size());
            }
        };
    }
}
