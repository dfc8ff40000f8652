package org.pushforward.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** An invertible map with a known Jacobian determinant. The forward direction maps data to noise. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Bijector extends Transform, ConditionalBijector {

    /** Returns the preimage of each row and the log absolute determinant of the inverse, the negative of that of {@link #forward}. */
    Image inverse(Tensor z);

    @Override
    default Schema context() {
        return Schema.empty();
    }

    @Override
    default Bijector given(Context context) {
        return this;
    }

    /** Returns the composition of some maps, which applies the first one first. */
    static Bijector chain(List<? extends Bijector> maps) {
        List<Bijector> all = List.copyOf(maps);
        return new Bijector() {
            @Override
            public Image forward(Tensor x) {
                return through(all, x, Bijector::forward);
            }

            @Override
            public Image inverse(Tensor z) {
                List<Bijector> reversed = new ArrayList<>(all);
                Collections.reverse(reversed);
                return through(reversed, z, Bijector::inverse);
            }

            @Override
            public Shape codomain(Shape domain) {
                Shape shape = domain;
                for (Bijector map : all) {
                    shape = map.codomain(shape);
                }
                return shape;
            }
        };
    }

    private static Image through(List<Bijector> maps, Tensor x, BiFunction<Bijector, Tensor, Image> direction) {
        Tensor value = x;
        Tensor total = null;
        for (Bijector map : maps) {
            Image image = direction.apply(map, value);
            value = image.value();
            total = total == null ? image.logAbsDet() : total.add(image.logAbsDet());
        }
        return new Image(value, total == null ? Events.sum(x).zerosLike() : total);
    }

    /**
     * Returns the inverse of a map as a bijector.
     *
     * @throws IllegalArgumentException if the map has no inverse in closed form
     */
    static Bijector inverseOf(Transform map) {
        if (!(map instanceof Bijector bijector)) {
            throw new IllegalArgumentException(
                    map.getClass().getSimpleName() + " has no inverse in closed form: it serves"
                            + " in one direction only, such as to give the density of its own samples");
        }
        return new Bijector() {
            @Override
            public Image forward(Tensor x) {
                return bijector.inverse(x);
            }

            @Override
            public Image inverse(Tensor z) {
                return bijector.forward(z);
            }
        };
    }
}
