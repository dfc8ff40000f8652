package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.tensor.Shape;

/** A distribution for each context. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface ConditionalDistribution {

    /** Returns the shape of one sample. */
    Shape event();

    /** Returns the columns that it is conditioned on. */
    Schema context();

    /** Returns the distribution whose rows are conditioned on the rows of a context. */
    Distribution given(Context context);
}
