package org.pushforward.zoo.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pushforward.data.Schema;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.nn.Activation;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.MaskedMlp;
import org.pushforward.nn.Scope;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.flow.AffineMap;
import org.pushforward.zoo.flow.Autoregressive;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.flow.Permutation;

/**
 * A masked autoregressive flow: affine maps of each coordinate given the earlier ones, with the order reversed between maps.
 *
 * <p>Papamakarios, Pavlakou and Murray, <i>Masked autoregressive flow for density estimation</i>, 2017.
 *
 * @param layers the number of autoregressive maps, 1 or more
 * @param hidden the width of each hidden layer of their networks
 */
@Kind("maf")
public record MaskedAutoregressive(int layers, List<Integer> hidden) implements Family {
    /** Five maps with two hidden layers of width 64. */
    public MaskedAutoregressive() {
        this(5, List.of(64, 64));
    }

    /** Refuses values out of range. */
    public MaskedAutoregressive {
        SettingException.between(1, 1_000, "layers", layers);
        hidden = Widths.checked("hidden", hidden);
    }

    @Override
    public Description description() {
        return new Description(
                "MAF",
                "Papamakarios, Pavlakou and Murray: Masked autoregressive flow for density estimation",
                2017,
                Set.of(Gives.DENSITY, Gives.SAMPLES, Gives.ENCODING, Gives.CONDITIONAL),
                "any shape");
    }

    @Override
    public Flow build(DataType data) {
        int dimension = Flattened.size("MAF", data.schema());
        int[] reversed = new int[dimension];
        for (int i = 0; i < dimension; i++) {
            reversed[i] = dimension - 1 - i;
        }
        Scope scope = Scope.root();
        List<ConditionalBijector> maps = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            if (i > 0) {
                maps.add(new Permutation(reversed));
            }
            MaskedMlp network = new MaskedMlp(
                    scope.child("layer").child(i),
                    Activation.RELU,
                    dimension,
                    new ContextColumns(data.context()),
                    2,
                    Widths.array(hidden));
            maps.add(new Autoregressive(data.context(), network, new AffineMap()));
        }
        return Flattened.flow(data, maps, scope);
    }

    @Override
    public List<Example> examples() {
        Schema conditional = Schema.of(Shape.of(3)).with("y", TensorType.f32(2));
        return List.of(
                new Example("maf", new MaskedAutoregressive(2, List.of(16, 16)), new DataType(conditional, 0, 1)));
    }
}
