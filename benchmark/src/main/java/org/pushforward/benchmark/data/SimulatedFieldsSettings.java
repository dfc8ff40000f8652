package org.pushforward.benchmark.data;

import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.data.SimulatedFields;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;

/**
 * Random fields on a square grid, simulated anew in every iteration.
 *
 * @param size the number of rows and of columns
 * @param prior the distribution of the fields
 */
@Kind("simulated-fields")
public record SimulatedFieldsSettings(int size, FieldPrior prior) implements DataSettings {
    /** Fields of 32 x 32 cells. */
    public SimulatedFieldsSettings() {
        this(32, new FieldPrior());
    }

    /** Refuses grids that are too small or too large. */
    public SimulatedFieldsSettings {
        SettingException.between(2, 512, "size", size);
    }

    @Override
    public Target load() {
        return new SimulatedFieldsTarget(new SimulatedFields(new FieldSimulator(prior, size, size)));
    }
}
