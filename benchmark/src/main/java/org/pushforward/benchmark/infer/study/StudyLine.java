package org.pushforward.benchmark.infer.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.checkpoint.RecordJson;

/**
 * What one method did on one field of a study.
 *
 * @param field the number of the field, from 0
 * @param method the name of the method
 * @param stationary whether the covariance of the field is the same everywhere
 * @param gauges the number of gauges
 * @param result the result, if the method could predict the field
 * @param failure why it could not
 */
public record StudyLine(
        int field,
        String method,
        boolean stationary,
        int gauges,
        Optional<FieldResult> result,
        Optional<String> failure) {
    /** Reads and prints lines. */
    static final RecordJson<StudyLine> JSON = RecordJson.of(StudyLine.class);

    /**
     * The scores of a forecast in the cells without a gauge.
     *
     * @param rmse the root mean square error of the mean
     * @param crps the mean continuous ranked probability score
     * @param energy the energy score
     * @param covered50 the share of cells in their central 50 % interval
     * @param covered90 the share of cells in their central 90 % interval
     * @param tenths the share of cells whose truth lies in each tenth of their distribution
     * @param texture what the draws look like, relative to the truth
     * @param ranks the share of drawn covariances with a smaller value of a parameter than the true covariance, by parameter
     */
    public record FieldResult(
            double rmse,
            double crps,
            double energy,
            double covered50,
            double covered90,
            List<Double> tenths,
            Texture texture,
            Map<String, Double> ranks) {}

    /** Returns this line as JSON on one line. */
    String text() {
        return JSON.print(this).replaceAll("\\s*\\n\\s*", " ");
    }

    /** Returns whether this line belongs to a field and a method. */
    boolean isOf(int number, String name) {
        return field == number && method.equals(name);
    }
}
