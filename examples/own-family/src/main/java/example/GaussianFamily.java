package example;

import java.util.List;
import java.util.Set;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.model.ParameterGroup;

/**
 * Gaussians with a full covariance matrix. The components of this record are the keys of the family in YAML.
 *
 * @param scale the initial standard deviation, in units of the standard deviation of the data, positive
 */
@Kind("full-gaussian")
public record GaussianFamily(double scale) implements Family {
    /** Creates the default: as wide as the data. */
    public GaussianFamily() {
        this(1);
    }

    /** Refuses a scale that is not positive. */
    public GaussianFamily {
        SettingException.unless(scale > 0, "scale", scale, "a positive number");
    }

    @Override
    public Description description() {
        return new Description(
                "Full Gaussian",
                "Gauss: Theoria motus corporum coelestium",
                1809,
                Set.of(Gives.DENSITY, Gives.SAMPLES),
                "any shape");
    }

    @Override
    public Gaussian build(DataType data) {
        if (data.schema().get("x").dtype() != DType.F32) {
            throw new IllegalArgumentException("a full Gaussian takes float32 data, not " + data.schema());
        }
        int d = data.event().size();
        double precision = 1 / (scale * data.standardDeviation());
        Scope scope = Scope.root();
        Tensor mean = scope.parameter("mean", Shape.of(d), Initializer.constant(data.mean()));
        Tensor logDiagonal = scope.parameter("log_diagonal", Shape.of(d), Initializer.constant(Math.log(precision)));
        Tensor below = scope.parameter("below", Shape.of(d, d), Initializer.zeros());
        return new Gaussian(data.event(), mean, logDiagonal, below, ParameterGroup.of("gaussian", scope));
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("full-gaussian", new GaussianFamily(), DataType.standard(Shape.of(3))));
    }
}
