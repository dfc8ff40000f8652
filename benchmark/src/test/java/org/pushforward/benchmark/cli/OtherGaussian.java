package org.pushforward.benchmark.cli;

import java.util.List;
import java.util.Set;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.settings.Kind;

/** A family that claims the name of another one. */
@Kind("full-gaussian")
public record OtherGaussian() implements Family {
    @Override
    public Description description() {
        return new Description("Other", "nobody", 2000, Set.of(), "no data");
    }

    @Override
    public Model build(DataType data) {
        throw new IllegalArgumentException("it takes no data");
    }

    @Override
    public List<Example> examples() {
        return List.of();
    }
}
