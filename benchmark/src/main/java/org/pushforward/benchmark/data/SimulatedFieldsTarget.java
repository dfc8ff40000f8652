package org.pushforward.benchmark.data;

import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.data.DataSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.data.SimulatedFields;

/** Simulated fields: new ones in every iteration, and new ones for every test. */
record SimulatedFieldsTarget(SimulatedFields fields) implements Target {

    @Override
    public String title() {
        return "Simulated fields";
    }

    @Override
    public String description() {
        return "Gaussian random fields in standard units with random parameters: range, smoothness, anisotropy, nugget, mean and"
                + " standard deviation. In some of them these change from place to place. New fields are drawn in every iteration.";
    }

    @Override
    public Domain domain() {
        return new Pictures(
                1, fields.simulator().grid().rows(), fields.simulator().grid().columns());
    }

    @Override
    public DataSource training() {
        return fields;
    }

    @Override
    public HeldOut heldOut(int atMost, RandomKey key) {
        return new HeldOut(fields.draw(key.fold("first"), atMost), fields.draw(key.fold("second"), atMost));
    }
}
