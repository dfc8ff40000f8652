package org.pushforward.train;

import java.util.List;
import java.util.Map;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.distribution.Distribution;
import org.pushforward.distribution.IsotropicNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DensityModel;
import org.pushforward.model.EncodingModel;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** N(mean, e^logVariance I) in the plane, optionally with a mean shifted by a context column. It imports api only. */
final class NormalModel implements DensityModel, EncodingModel {
    static final String GROUP = "normal";
    static final Shape PLANE = Shape.of(2);
    private final Scope scope = Scope.root();
    final Tensor mean = scope.parameter("mean", PLANE, Initializer.zeros());
    final Tensor logVariance = scope.parameter("log_variance", Shape.scalar(), Initializer.zeros());
    private final ParameterGroup group = ParameterGroup.of(GROUP, scope);
    private final Schema context;

    NormalModel() {
        this(Schema.empty());
    }

    private NormalModel(Schema context) {
        this.context = context;
    }

    /** Returns a model whose mean is shifted by a column. */
    static NormalModel shifted() {
        return new NormalModel(Schema.of("shift", TensorType.f32(2)));
    }

    static ParameterValues values(float first, float second, double logVariance) {
        return new ParameterValues(Map.of(
                "mean", HostArray.of(PLANE, first, second), "log_variance", HostArray.scalar(DType.F32, logVariance)));
    }

    ParameterGroup group() {
        return group;
    }

    @Override
    public Schema schema() {
        return Schema.of(PLANE).and(context);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    private Tensor mean(int rows, Context given) {
        Tensor all = mean.broadcastTo(Shape.of(rows, 2));
        return context.isEmpty() ? all : all.add(given.get("shift"));
    }

    @Override
    public ConditionalDistribution distribution() {
        return new ConditionalDistribution() {
            @Override
            public Shape event() {
                return PLANE;
            }

            @Override
            public Schema context() {
                return context;
            }

            @Override
            public Distribution given(Context given) {
                return new Distribution() {
                    @Override
                    public Shape event() {
                        return PLANE;
                    }

                    @Override
                    public Tensor logProb(Tensor x) {
                        return new IsotropicNormal(mean(x.dim(0), given), logVariance).logProb(x);
                    }

                    @Override
                    public Tensor sample(Noise noise, int count) {
                        return new IsotropicNormal(mean(count, given), logVariance).sample(noise, count);
                    }
                };
            }
        };
    }

    /** Returns (x - mean) / e^(logVariance / 2). */
    @Override
    public Tensor encode(Tensor x, Context given) {
        return x.sub(mean(x.dim(0), given)).mul(logVariance.mul(-0.5).exp());
    }
}
