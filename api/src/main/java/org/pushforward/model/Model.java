package org.pushforward.model;

import java.util.List;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.nn.Parameter;

/**
 * Something that learns from data: what it is made of, which rows it takes, and how it usually learns.
 *
 * <p>What else it can do, other interfaces of this package say: {@link DensityModel}, {@link SampledModel}, {@link EncodingModel}.
 * {@link org.pushforward.train.Trained} joins a model with the values of its parameters.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Model {

    /** Returns the columns that it learns from. */
    Schema schema();

    /** Returns its parameters in groups, each with an optimizer of its own. */
    List<ParameterGroup> groups();

    /** Returns the values that training replaces without a gradient; there are none unless a model says otherwise. */
    default List<Parameter> buffers() {
        return List.of();
    }

    /** Describes one step of its usual objective. */
    void learn(Step step);

    /** Describes what comes once before the first step; nothing unless a model says otherwise. */
    default void begin(Step step) {}

    /** Returns the parameters of all groups. */
    default List<Parameter> parameters() {
        return groups().stream().flatMap(group -> group.parameters().stream()).toList();
    }

    /** Returns parameters and buffers: everything that is kept of a trained model. */
    default List<Parameter> variables() {
        return Stream.concat(parameters().stream(), buffers().stream()).toList();
    }
}
