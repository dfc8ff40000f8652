package org.pushforward.zoo.family;

import java.util.List;
import java.util.Set;
import org.pushforward.data.Schema;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.flow.RationalQuadraticSpline;

/**
 * A neural spline flow: couplings that map each coordinate by a monotone rational-quadratic spline. Coordinates beyond the bound are not
 * changed, so data should be standardized.
 *
 * <p>Durkan, Bekasov, Murray and Papamakarios, <i>Neural spline flows</i>, 2019.
 *
 * @param couplings the number of couplings, 2 or more
 * @param hidden the width of the two hidden layers of each coupling's network
 * @param bins the number of bins of each spline, 2 to 100
 * @param bound the splines change the coordinates between -bound and bound
 */
@Kind("nsf")
public record NeuralSpline(int couplings, int hidden, int bins, double bound) implements Family {
    /** Six couplings of width 64 with 8 bins between -5 and 5. */
    public NeuralSpline() {
        this(6, 64, 8, 5);
    }

    /** Refuses values out of range. */
    public NeuralSpline {
        SettingException.between(2, 1_000, "couplings", couplings);
        SettingException.between(1, 65_536, "hidden", hidden);
        new RationalQuadraticSpline(bins, bound);
    }

    @Override
    public Description description() {
        return new Description(
                "Neural spline flow",
                "Durkan, Bekasov, Murray and Papamakarios: Neural spline flows",
                2019,
                Set.of(Gives.DENSITY, Gives.SAMPLES, Gives.ENCODING, Gives.CONDITIONAL),
                "any shape of 2 elements or more");
    }

    /** Returns the flow, which is initially a permutation of the coordinates. */
    @Override
    public Flow build(DataType data) {
        return Couplings.flow(
                "A neural spline flow", data, couplings, hidden, new RationalQuadraticSpline(bins, bound));
    }

    @Override
    public List<Example> examples() {
        Schema conditional = Schema.of(Shape.of(3)).with("y", TensorType.f32(2));
        return List.of(
                new Example("nsf", new NeuralSpline(4, 24, 8, 3), DataType.standard(Shape.of(6))),
                new Example("nsf-conditional", new NeuralSpline(2, 24, 4, 2), new DataType(conditional, 0, 1)));
    }
}
