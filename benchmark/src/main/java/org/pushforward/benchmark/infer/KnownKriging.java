package org.pushforward.benchmark.infer;

import java.util.List;
import java.util.Optional;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Kriging;

/**
 * Simple kriging with the covariance and the mean that a field was simulated with: its exact posterior.
 *
 * @param name the name for tables
 */
record KnownKriging(String name) implements FieldPosterior {

    @Override
    public Optional<String> obstacle(GaugedField field) {
        return field.known().isPresent() ? Optional.empty() : Optional.of("the true covariance is not known");
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
