package org.pushforward.benchmark.infer.method;

import java.util.List;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.data.Rows;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.observation.CellObservation;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;

/**
 * The distribution of gauges given a field in standard units, for guidance of a learned prior, and what they measured. A gauge between the
 * centers of cells observes their bilinear interpolation.
 *
 * @param observation the distribution
 * @param measured what the gauges measured, one row
 * @param notes what a reader must know
 */
record GaugeLikelihood(Observation observation, Rows measured, List<String> notes) {
    /** The least standard deviation of the noise of a gauge, in standard units. */
    static final double LEAST = 0.02;

    /** Returns the likelihood of the gauges of a field. Exact gauges get a noise of {@value #LEAST} standard deviations of the field. */
    static GaugeLikelihood of(GaugedField field, Grid window) {
        Measurements gauges = field.gauges();
        double deviation = field.scale().deviation();
        double[] variances = new double[gauges.count()];
        float[] observed = new float[gauges.count()];
        boolean raised = false;
        for (int k = 0; k < variances.length; k++) {
            double own = gauges.noise(k) / (deviation * deviation);
            variances[k] = Math.max(own, LEAST * LEAST);
            raised |= own < variances[k];
            observed[k] = (float) field.scale().standard(gauges.value(k));
        }
        List<String> notes = raised
                ? List.of("gauges have a noise of " + LEAST
                        + " standard deviations of the field at least, which guidance needs")
                : List.of();
        return new GaugeLikelihood(
                new Observation(
                        CellObservation.gauges(window, inside(window, gauges.places())),
                        Diagonal.of(HostArray.wrap(Shape.of(variances.length), variances))),
                Rows.of(PosteriorDenoiser.OBSERVED, HostArray.wrap(Shape.of(1, observed.length), observed)),
                notes);
    }

    /** Returns places that rounding does not move out of the outermost cells. */
    private static Places inside(Grid grid, Places places) {
        double[] x = new double[places.count()];
        double[] y = new double[places.count()];
        for (int k = 0; k < x.length; k++) {
            x[k] = grid.x0()
                    + grid.dx() * Math.max(0, Math.min((places.x(k) - grid.x0()) / grid.dx(), grid.columns() - 1));
            y[k] = grid.y0()
                    + grid.dy() * Math.max(0, Math.min((places.y(k) - grid.y0()) / grid.dy(), grid.rows() - 1));
        }
        return Places.of(x, y);
    }
}
