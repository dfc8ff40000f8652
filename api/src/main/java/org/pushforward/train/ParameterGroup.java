package org.pushforward.train;

import java.util.List;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;

/**
 * Parameters that one optimiser changes, such as those of a critic.
 *
 * @param name the name, in lower case
 * @param parameters the parameters
 */
public record ParameterGroup(String name, List<Parameter> parameters) {
    /** Copies the list. */
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /** Returns the parameters as one vector. */
    public FlatParameters flat() {
        return new FlatParameters(parameters);
    }
}
