package org.pushforward.train;

import java.util.List;
import org.pushforward.nn.Parameter;

/** How a model learns: what it learns with, and one iteration of learning. */
public interface TrainingProcedure {

    /** Returns the parameters, in groups that are each minimised by themselves. */
    List<ParameterGroup> groups();

    /** Describes one iteration by calling {@link Iteration#minimise} once or more. */
    void iterate(Iteration iteration);

    /** Returns all parameters. */
    default List<Parameter> parameters() {
        return groups().stream().flatMap(group -> group.parameters().stream()).toList();
    }
}
