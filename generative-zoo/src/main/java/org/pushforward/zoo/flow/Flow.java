package org.pushforward.zoo.flow;

import java.util.List;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.distribution.Distribution;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DecodingModel;
import org.pushforward.model.DensityModel;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A normalizing flow: the distribution whose image under a bijector is a base distribution:
 *
 * <pre>
 * log p(x) = log base(f(x)) + log |det df/dx|
 * </pre>
 *
 * <p>It learns by maximum likelihood. Rezende and Mohamed, <i>Variational inference with normalizing flows</i>, 2015;
 * Papamakarios, Nalisnick, Rezende, Mohamed and Lakshminarayanan, <i>Normalizing flows for probabilistic modeling and
 * inference</i>, 2021.
 *
 * @param event the shape of one sample
 * @param map f, which maps data to noise
 * @param base the distribution of the noise
 * @param group the parameters of both
 */
public record Flow(Shape event, ConditionalBijector map, ConditionalDistribution base, ParameterGroup group)
        implements DensityModel, DecodingModel, ConditionalDistribution {
    /** The default name of the parameter group and therefore of the loss, which is -log p in nats. */
    public static final String GROUP = "flow";

    /** Returns a flow that trains all parameters declared in a scope. */
    public static Flow of(Shape event, ConditionalBijector map, ConditionalDistribution base, Scope scope) {
        return new Flow(event, map, base, ParameterGroup.of(GROUP, scope));
    }

    @Override
    public Schema context() {
        return map.context();
    }

    @Override
    public Schema schema() {
        return Schema.of(Schema.X, new TensorType(DType.F32, event)).and(context());
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    @Override
    public ConditionalDistribution distribution() {
        return this;
    }

    @Override
    public Distribution given(Context context) {
        Bijector f = map.given(context);
        Distribution noise = base.given(context);
        return new Distribution() {
            @Override
            public Shape event() {
                return event;
            }

            @Override
            public Tensor logProb(Tensor x) {
                Events.check("data of a flow", x, event);
                Bijector.Image image = f.forward(x);
                return noise.logProb(image.value()).add(image.logAbsDet());
            }

            @Override
            public Tensor sample(Noise source, int count) {
                return f.inverse(noise.sample(source, count)).value();
            }
        };
    }

    /** Returns the noise of each row. */
    @Override
    public Tensor encode(Tensor x, Context context) {
        Events.check("data of a flow", x, event);
        return map.given(context).forward(x).value();
    }

    /** Returns the data of each row of noise. */
    @Override
    public Tensor decode(Tensor z, Context context) {
        return map.given(context).inverse(z).value();
    }
}
