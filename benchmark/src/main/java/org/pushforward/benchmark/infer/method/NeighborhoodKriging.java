package org.pushforward.benchmark.infer.method;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.Neighborhood;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.simulation.FieldSampler;

/**
 * Ordinary kriging of each cell from the nearest gauges, for more gauges than one system can have. A draw is an unconditional field z plus
 * the kriging of the residuals y - z - e at the gauges, from the same neighborhoods, where e is noise. For draws, each gauge moves to the
 * center of its cell.
 *
 * @param covariance the covariance of the field
 * @param nearest the number of gauges of each cell
 */
record NeighborhoodKriging(FieldCovariance covariance, int nearest) {

    /**
     * Returns the forecast of a field.
     *
     * @throws CancellationException if a stop was requested
     */
    FieldForecast forecast(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        NormalPrediction cells = predict(field.gauges(), field.grid().places());
        return new FieldForecast(
                field.units().toData(draws(field, draws, key, cancellation)),
                field.units().toData(cells),
                List.of(),
                List.of());
    }

    private NormalPrediction predict(Measurements gauges, Places places) {
        return Neighborhood.of(nearest)
                .kriging(covariance, Trend.constant(), gauges)
                .predict(places);
    }

    private HostArray draws(GaugedField field, int count, RandomKey key, Cancellation cancellation) {
        int cells = field.grid().cells();
        Places places = field.grid().places();
        Measurements gauges = FieldDraws.centered(field.gauges(), field.grid());
        int[] cellOf = new int[gauges.count()];
        Arrays.setAll(
                cellOf,
                g -> GaugedField.cell(
                        field.grid(), gauges.places().x(g), gauges.places().y(g)));
        FieldSampler prior = FieldDraws.prior(covariance, field.grid());
        double[] fields = new double[Math.multiplyExact(count, cells)];
        for (int k = 0; k < count; k++) {
            if (cancellation.isRequested()) {
                throw new CancellationException("kriging was stopped");
            }
            double[] drawn = prior.sample(1, key.fold("fields").fold(k)).toDoubles();
            double[] error =
                    key.fold("errors").fold(k).normal(Shape.of(gauges.count())).toDoubles();
            double[] residuals = new double[gauges.count()];
            Arrays.setAll(residuals, g -> gauges.value(g) - drawn[cellOf[g]] - Math.sqrt(gauges.noise(g)) * error[g]);
            double[] moved = predict(gauges.with(residuals), places).mean();
            for (int i = 0; i < cells; i++) {
                fields[k * cells + i] = drawn[i] + moved[i];
            }
        }
        return HostArray.wrap(Shape.of(count, field.grid().rows(), field.grid().columns()), fields);
    }
}
