package org.pushforward.benchmark.infer.method;

import java.util.List;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * What a method predicts for a field, in the unit of the data.
 *
 * @param draws fields drawn from the posterior, [draws, rows, columns]
 * @param cells the distribution of each cell, row by row: exact if it is known, otherwise that of the draws
 * @param parameters what was learned about parameters, possibly nothing
 * @param notes what a reader must know, such as a chain that has not converged
 * @param covariances the covariances of the draws of parameters, none if the method draws no parameters
 */
public record FieldForecast(
        HostArray draws,
        Prediction cells,
        List<ParameterSummary> parameters,
        List<String> notes,
        List<FieldCovariance> covariances) {
    /** Copies the lists. */
    public FieldForecast {
        parameters = List.copyOf(parameters);
        notes = List.copyOf(notes);
        covariances = List.copyOf(covariances);
    }

    /** Creates the forecast of a method that draws no parameters. */
    public FieldForecast(HostArray draws, Prediction cells, List<ParameterSummary> parameters, List<String> notes) {
        this(draws, cells, parameters, notes, List.of());
    }

    /** Returns the forecast that consists of draws only. */
    public static FieldForecast of(HostArray draws, List<String> notes) {
        return new FieldForecast(draws, EnsemblePrediction.of(draws), List.of(), notes);
    }
}
