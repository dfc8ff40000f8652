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
import org.pushforward.zoo.flow.AffineMap;
import org.pushforward.zoo.flow.Flow;

/**
 * RealNVP: affine couplings in which each coupling conditions on the part that the previous one changed, and on the context of the data,
 * if any.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, 2017.
 *
 * @param couplings the number of couplings, 2 or more
 * @param hidden the width of the two hidden layers of each coupling's network
 */
@Kind("real-nvp")
public record RealNvp(int couplings, int hidden) implements Family {
    /** Eight couplings of width 64. */
    public RealNvp() {
        this(8, 64);
    }

    /** Refuses values out of range. */
    public RealNvp {
        SettingException.between(2, 1_000, "couplings", couplings);
        SettingException.between(1, 65_536, "hidden", hidden);
    }

    @Override
    public Description description() {
        return new Description(
                "RealNVP",
                "Dinh, Sohl-Dickstein and Bengio: Density estimation using Real NVP",
                2017,
                Set.of(Gives.DENSITY, Gives.SAMPLES, Gives.ENCODING, Gives.CONDITIONAL),
                "any shape of 2 elements or more");
    }

    /** Returns the flow, which is initially a permutation of the coordinates. */
    @Override
    public Flow build(DataType data) {
        return Couplings.flow("RealNVP", data, couplings, hidden, new AffineMap());
    }

    @Override
    public List<Example> examples() {
        Schema conditional = Schema.of(Shape.of(3)).with("y", TensorType.f32(2));
        return List.of(
                new Example("real-nvp", new RealNvp(4, 24), DataType.standard(Shape.of(6))),
                new Example("real-nvp-conditional", new RealNvp(2, 24), new DataType(conditional, 0, 1)));
    }
}
