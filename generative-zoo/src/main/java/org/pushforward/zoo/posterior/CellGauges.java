package org.pushforward.zoo.posterior;

import java.util.Arrays;
import org.pushforward.data.Rows;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Gauges in cells of a field, for a model that is conditioned on them ({@link GaugeDenoiser}).
 *
 * @param cells the number of the cell of each gauge, counted row by row from 0; no two are the same
 * @param values the measured values, in the unit of the model
 * @param deviations the standard deviations of their noise, 0 where they are exact
 */
public record CellGauges(int[] cells, double[] values, double[] deviations) {
    /** Refuses arrays of different lengths, values that are not finite, and two gauges in one cell. */
    public CellGauges {
        if (values.length != cells.length || deviations.length != cells.length) {
            throw new IllegalArgumentException(cells.length + " cells, " + values.length + " values and "
                    + deviations.length + " deviations of gauges: expected as many of each");
        }
        for (int k = 0; k < cells.length; k++) {
            if (!Double.isFinite(values[k]) || !(deviations[k] >= 0 && Double.isFinite(deviations[k]))) {
                throw new IllegalArgumentException("gauge " + k + " with value " + values[k] + " and noise deviation "
                        + deviations[k] + ": expected finite numbers, and a deviation of 0 or more");
            }
        }
        int[] sorted = cells.clone();
        Arrays.sort(sorted);
        for (int k = 1; k < sorted.length; k++) {
            if (sorted[k] == sorted[k - 1]) {
                throw new IllegalArgumentException(
                        "two gauges in cell " + sorted[k] + ": expected one; merge them, weighted by precision");
            }
        }
    }

    /** Returns exact gauges. */
    public static CellGauges exact(int[] cells, double[] values) {
        return new CellGauges(cells, values, new double[cells.length]);
    }

    /**
     * Returns the context of a model on fields of some shape: one row.
     *
     * @param event the shape of a field, [1, rows, columns]
     * @throws IllegalArgumentException if a cell is outside the field
     */
    public Rows context(Shape event) {
        float[] observed = new float[event.size()];
        float[] mask = new float[event.size()];
        float[] noise = new float[event.size()];
        for (int k = 0; k < cells.length; k++) {
            if (cells[k] < 0 || cells[k] >= event.size()) {
                throw new IllegalArgumentException("gauge " + k + " in cell " + cells[k] + " of a field of shape "
                        + event + ": expected a cell from 0 to " + (event.size() - 1));
            }
            observed[cells[k]] = (float) values[k];
            mask[cells[k]] = 1;
            noise[cells[k]] = (float) deviations[k];
        }
        Shape one = event.prepend(1);
        return Rows.of(GaugeDenoiser.OBSERVED, HostArray.wrap(one, observed))
                .with(GaugeDenoiser.MASK, HostArray.wrap(one, mask))
                .with(GaugeDenoiser.NOISE, HostArray.wrap(one, noise));
    }
}
