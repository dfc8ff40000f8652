package org.pushforward.distribution;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;

/** An invertible map for each context. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface ConditionalBijector {

    /** Returns the columns that it is conditioned on. */
    Schema context();

    /** Returns the map whose rows are conditioned on the rows of a context. */
    Bijector given(Context context);

    /** Returns the conditional map that is the inverse for each context. */
    static ConditionalBijector inverseOf(ConditionalBijector map) {
        return new ConditionalBijector() {
            @Override
            public Schema context() {
                return map.context();
            }

            @Override
            public Bijector given(Context given) {
                return Bijector.inverseOf(map.given(given));
            }
        };
    }

    /** Returns the composition of some conditional maps with the same context, which applies the first one first. */
    static ConditionalBijector chain(Schema context, List<? extends ConditionalBijector> maps) {
        List<ConditionalBijector> all = List.copyOf(maps);
        return new ConditionalBijector() {
            @Override
            public Schema context() {
                return context;
            }

            @Override
            public Bijector given(Context given) {
                return Bijector.chain(all.stream().map(map -> map.given(given)).toList());
            }
        };
    }
}
