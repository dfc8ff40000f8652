package org.pushforward.benchmark.infer.method;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Kriging;

/**
 * Simple kriging with the covariance and the mean that a field was simulated with: its exact posterior.
 *
 * @param name the name for tables
 */
public record KnownKriging(String name) implements FieldPosterior {

    @Override
    public Optional<String> obstacle(GaugedField field) {
        if (field.known().isEmpty()) {
            return Optional.of("the true covariance is not known");
        }
        Grid grid = field.grid();
        return grid.cells() <= DenseFactor.LARGEST
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the field has %d x %d cells, and draws with its true covariance need a matrix of all pairs of them, which"
                                + " takes too much memory with more than %,d cells; a 'size' of %d in 'data' is small enough",
                        grid.rows(),
                        grid.columns(),
                        DenseFactor.LARGEST,
                        (int) Math.sqrt(DenseFactor.LARGEST)));
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        GaugedField.KnownField known = field.known().orElseThrow();
        return forecast(field, known.covariance(), Trend.known(known.mean()), draws, key);
    }

    /** Returns the forecast of kriging with one covariance. */
    static FieldForecast forecast(
            GaugedField field, FieldCovariance covariance, Trend trend, int draws, RandomKey key) {
        Kriging kriging = Kriging.of(covariance, trend, field.gauges());
        return new FieldForecast(
                field.units().toData(FieldDraws.given(covariance, trend, field.gauges(), field.grid(), draws, key)),
                field.units().toData(kriging.predict(field.grid().places())),
                List.of(),
                List.of());
    }
}
