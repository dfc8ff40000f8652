package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Spherical;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.inference.Hyperprior;

/**
 * The covariances that full Bayes considers, and how probable they are before gauges are seen. With the standard deviation s of the
 * {@link FieldScale} and the length L of the longer side of the map:
 *
 * <table>
 * <caption>Independent distributions of the parameters</caption>
 * <tr><th>parameter</th><th>median</th><th>two thirds of the mass</th></tr>
 * <tr><td>variance</td><td>s^2</td><td>within a factor of 2</td></tr>
 * <tr><td>range</td><td>L / 5</td><td>within a factor of 2.2</td></tr>
 * <tr><td>smoothness</td><td>3/2</td><td>1/2, 3/2 and 5/2 are about equally probable</td></tr>
 * <tr><td>ratio</td><td>1/2</td><td>from 0.27 to 0.73</td></tr>
 * <tr><td>angle</td><td>0</td><td>within 90 degrees</td></tr>
 * <tr><td>nugget</td><td>s^2 / 30</td><td>within a factor of 3.3</td></tr>
 * </table>
 *
 * @param family the covariances
 * @param prior the distribution of their parameters
 */
record FieldHyperprior(CovarianceFamily family, Hyperprior prior) {
    private static final double SMOOTHNESSES = 3;
    private static final double RANGES = 5;
    private static final double NUGGETS = 30;

    /** Returns the hyperprior for a field on a grid. */
    static FieldHyperprior of(CovarianceSettings settings, FieldScale scale, Grid grid) {
        double length = Math.max(grid.rows() * Math.abs(grid.dy()), grid.columns() * Math.abs(grid.dx()));
        double variance = scale.deviation() * scale.deviation();
        Builder builder = new Builder();
        builder.add(CovarianceParameter.positive("variance"), variance, 0.7);
        builder.add(CovarianceParameter.positive("range"), length / RANGES, 0.8);
        Optional<Correlation> fixed = fixed(settings);
        if (fixed.isEmpty()) {
            builder.add(CovarianceParameter.between("smoothness", 0, SMOOTHNESSES), SMOOTHNESSES / 2, 1.7);
        }
        if (settings.anisotropic()) {
            builder.add(CovarianceParameter.between("ratio", 0, 1), 0.5, 1);
            builder.add(CovarianceParameter.real("angle"), 0, 90);
        }
        CovarianceFamily plain = new CovarianceFamily(
                builder.parameters,
                values -> structure(values, fixed, settings.anisotropic()),
                Optional.empty());
        if (settings.nugget()) {
            builder.add(CovarianceParameter.positive("nugget"), variance / NUGGETS, 1.2);
        }
        CovarianceFamily family = settings.nugget() ? plain.withNugget() : plain;
        return new FieldHyperprior(family, builder.prior());
    }

    private static Structure structure(double[] values, Optional<Correlation> fixed, boolean anisotropic) {
        Correlation correlation = fixed.orElseGet(() -> new Matern(smoothness(values[2])));
        int next = fixed.isPresent() ? 2 : 3;
        Ellipse range = anisotropic
                ? new Ellipse(values[1], values[next], values[next + 1])
                : Ellipse.circle(values[1]);
        return new Structure(correlation, values[0], range);
    }

    /** Returns the smoothness 1/2, 3/2 or 5/2, whose correlations have closed forms, in the middle of a third of (0, 3). */
    static double smoothness(double value) {
        return Math.floor(Math.min(value, SMOOTHNESSES - 1)) + 0.5;
    }

    private static Optional<Correlation> fixed(CovarianceSettings settings) {
        return switch (settings.correlation()) {
            case MATERN -> settings.smoothness().map(Matern::new);
            case EXPONENTIAL -> Optional.of(new Exponential());
            case SPHERICAL -> Optional.of(new Spherical());
            case SQUARED_EXPONENTIAL -> Optional.of(new SquaredExponential());
        };
    }

    /** Returns the families to choose from by their likelihood: one for each smoothness if it is unknown. */
    List<FieldHyperprior> bySmoothness() {
        int at = family.parameters().stream()
                .map(CovarianceParameter::name)
                .toList()
                .indexOf("smoothness");
        if (at < 0) {
            return List.of(this);
        }
        List<FieldHyperprior> each = new ArrayList<>();
        for (double value = 0.5; value < SMOOTHNESSES; value++) {
            CovarianceFamily one = family.with("smoothness", value);
            each.add(new FieldHyperprior(
                    one, new Hyperprior(one.parameters(), without(prior.median(), at), without(prior.spread(), at))));
        }
        return each;
    }

    private static double[] without(double[] values, int at) {
        double[] fewer = new double[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, at);
        System.arraycopy(values, at + 1, fewer, at, fewer.length - at);
        return fewer;
    }

    /** Collects parameters with the median and the spread of each. */
    private static final class Builder {
        private final List<CovarianceParameter> parameters = new ArrayList<>();
        private final List<double[]> moments = new ArrayList<>();

        private void add(CovarianceParameter parameter, double median, double spread) {
            parameters.add(parameter);
            moments.add(new double[] {median, spread});
        }

        private Hyperprior prior() {
            double[] median = new double[moments.size()];
            double[] spread = new double[moments.size()];
            Arrays.setAll(median, i -> moments.get(i)[0]);
            Arrays.setAll(spread, i -> moments.get(i)[1]);
            return new Hyperprior(parameters, median, spread);
        }
    }
}
