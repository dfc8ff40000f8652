package org.pushforward.model;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.Scope;

/**
 * Parameters that share an optimizer, such as those of a critic.
 *
 * @param name the name, in lower case
 * @param parameters the parameters
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ParameterGroup(String name, List<Parameter> parameters) {
    /** Copies the list. */
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /** Returns the group of all parameters declared in a scope. */
    public static ParameterGroup of(String name, Scope scope) {
        return new ParameterGroup(name, scope.parameters());
    }

    /** Returns the parameters as one vector. */
    public FlatParameters flat() {
        return new FlatParameters(parameters);
    }
}
