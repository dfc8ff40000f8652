package org.pushforward.benchmark.infer.method;

import java.util.Optional;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Measurements;

/** Small fields whose posterior has a closed form. */
final class GaugesForTests {
    private GaugesForTests() {}

    /** Returns 1 x 5 cells from x = 0 to x = 4 with one exact gauge of a value at x = 0. */
    static GaugedField one(double value, FieldUnits units, GaugedField.KnownField known) {
        Grid line = new Grid(1, 5, 0, 0, 1, -1);
        return new GaugedField(
                line,
                Measurements.of(Places.of(new double[] {0}, new double[] {0}), value),
                units,
                new FieldScale(known.mean(), Math.sqrt(known.covariance().variance(0, 0))),
                Optional.of(known));
    }

    /** Returns a field with variance 4, mean 10 and correlation exp(-distance / 2). */
    static GaugedField.KnownField exponential() {
        return new GaugedField.KnownField(Structure.of(new Exponential(), 4, 2), 10);
    }
}
