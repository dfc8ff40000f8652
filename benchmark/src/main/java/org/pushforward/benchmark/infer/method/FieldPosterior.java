package org.pushforward.benchmark.infer.method;

import java.util.Optional;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;

/** A method that predicts a field from its gauges: an exact one such as kriging, or one with a learned prior. */
public interface FieldPosterior {

    /** Returns the name for tables, such as {@code full Bayes}. */
    String name();

    /** Returns why this method does not apply to a field, if it does not. */
    default Optional<String> obstacle(GaugedField field) {
        return Optional.empty();
    }

    /**
     * Predicts a field.
     *
     * @param field the grid, the gauges and their units
     * @param draws the number of fields to draw, 2 or more. The same number gives the same draws; with another number, a method that draws
     *     parameters may choose other ones for draw k
     * @param key the key of all random numbers
     * @param cancellation a request to stop
     * @throws IllegalArgumentException if this method cannot predict this field; the message says why
     * @throws java.util.concurrent.CancellationException if a stop was requested
     */
    FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation);
}
