package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
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
import org.pushforward.zoo.field.covariance.Tabulated;
import org.pushforward.zoo.field.inference.Hyperprior;
import org.pushforward.zoo.field.prior.FieldPrior;

/**
 * The stationary covariances that kriging and full Bayes consider, and how probable they are before gauges are seen: those of the
 * {@link FieldPrior} that the learned prior was trained on. Its standard units are those of the {@link FieldScale}, and the longer side of
 * its map of 32 cells is the longer side of the map.
 *
 * <p>The {@code range} is the distance along the major axis at which the correlation falls to 0.05. If the smoothness is unknown, the
 * parameter {@code smoothness} is a number in (0, k) whose whole part counts the k possible ones. The {@code angle} counts quarter turns,
 * because chains move in steps of about 1.
 *
 * @param family the covariances
 * @param prior the distribution of their parameters
 * @param correlations the correlations, one of which is unknown if there are several
 */
public record FieldHyperprior(CovarianceFamily family, Hyperprior prior, List<Correlation> correlations) {
    /** The name of the parameter that chooses among several correlations. */
    static final String SMOOTHNESS = "smoothness";
    /** The name of the direction of the major axis. */
    static final String ANGLE = "angle";

    private static final double QUARTER = 90;
    /** So wide a normal distribution is uniform on a circle. */
    private static final double ANY_QUARTER = 2;

    /** The number of cells along a side of the map of the learned prior. */
    private static final double SIDE = 32;

    private static final double FALLEN = 0.05;
    /** A logit-normal distribution of this spread is nearly uniform. */
    private static final double UNIFORM = 1.7;

    /** The smoothnesses whose correlations have closed forms. */
    private static final List<Double> CLOSED = List.of(0.5, 1.5, 2.5);

    /** Returns the hyperprior for a field on a grid. */
    public static FieldHyperprior of(CovarianceSettings settings, FieldScale scale, Grid grid) {
        double length = Math.max(grid.rows() * Math.abs(grid.dy()), grid.columns() * Math.abs(grid.dx()));
        return of(settings, scale, length, correlations(settings));
    }

    private static FieldHyperprior of(
            CovarianceSettings settings, FieldScale scale, double length, List<Correlation> correlations) {
        FieldPrior usual = new FieldPrior();
        double unit = scale.deviation() * scale.deviation();
        Parameters parameters = new Parameters();
        parameters.add(
                CovarianceParameter.positive("variance"),
                unit * usual.deviation() * usual.deviation(),
                2 * usual.deviationSpread());
        parameters.add(CovarianceParameter.positive("range"), length * usual.range() / SIDE, usual.rangeSpread());
        boolean several = correlations.size() > 1;
        if (several) {
            int count = correlations.size();
            parameters.add(CovarianceParameter.between(SMOOTHNESS, 0, count), count / 2.0, UNIFORM);
        }
        if (settings.anisotropic()) {
            parameters.add(CovarianceParameter.between("ratio", 0, 1), usual.ratio(), usual.ratioSpread());
            parameters.add(CovarianceParameter.real(ANGLE), 0, ANY_QUARTER);
        }
        double[] reaches = correlations.stream()
                .mapToDouble(each -> FieldPrior.reach(each, FALLEN))
                .toArray();
        CovarianceFamily plain = new CovarianceFamily(
                parameters.all,
                values -> {
                    int kind = several ? kind(values[2], correlations.size()) : 0;
                    double range = values[1] / reaches[kind];
                    int next = several ? 3 : 2;
                    Ellipse ellipse = settings.anisotropic()
                            ? new Ellipse(range, values[next], QUARTER * values[next + 1])
                            : Ellipse.circle(range);
                    return new Structure(correlations.get(kind), values[0], ellipse);
                },
                Optional.empty());
        if (settings.nugget()) {
            parameters.add(CovarianceParameter.positive("nugget"), unit * usual.nugget(), usual.nuggetSpread());
        }
        return new FieldHyperprior(settings.nugget() ? plain.withNugget() : plain, parameters.prior(), correlations);
    }

    private static int kind(double value, int count) {
        return (int) Math.min(value, count - 1);
    }

    private static List<Correlation> correlations(CovarianceSettings settings) {
        return switch (settings.correlation()) {
            case MATERN ->
                settings.smoothness().map(List::of).orElse(new FieldPrior().smoothness()).stream()
                        .map(FieldHyperprior::matern)
                        .toList();
            case EXPONENTIAL -> List.of(new Exponential());
            case SPHERICAL -> List.of(new Spherical());
            case SQUARED_EXPONENTIAL -> List.of(new SquaredExponential());
        };
    }

    private static Correlation matern(double smoothness) {
        Matern matern = new Matern(smoothness);
        return CLOSED.contains(smoothness) ? matern : Tabulated.of(matern);
    }

    /** Returns the hyperpriors to choose from by likelihood: one for each correlation. */
    static List<FieldHyperprior> each(CovarianceSettings settings, FieldScale scale, Grid grid) {
        double length = Math.max(grid.rows() * Math.abs(grid.dy()), grid.columns() * Math.abs(grid.dx()));
        return correlations(settings).stream()
                .map(one -> of(settings, scale, length, List.of(one)))
                .toList();
    }

    /** Returns this hyperprior with a covariance that ends every search and chain when a stop is requested. */
    FieldHyperprior stoppedBy(Cancellation cancellation) {
        CovarianceFamily stopped = new CovarianceFamily(
                family.parameters(),
                values -> {
                    if (cancellation.isRequested()) {
                        throw new CancellationException("the inference of the covariance was stopped");
                    }
                    return family.at(values);
                },
                family.traced());
        return new FieldHyperprior(stopped, prior, correlations);
    }

    /** Returns the value of a parameter for readers: the smoothness instead of its number, and the angle in degrees. */
    double shown(String parameter, double value) {
        return switch (parameter) {
            case SMOOTHNESS -> new FieldPrior().smoothness().get(kind(value, correlations.size()));
            case ANGLE -> QUARTER * value;
            default -> value;
        };
    }

    /** Collects parameters with the median and the spread of each. */
    private static final class Parameters {
        private final List<CovarianceParameter> all = new ArrayList<>();
        private final List<double[]> moments = new ArrayList<>();

        private void add(CovarianceParameter parameter, double median, double spread) {
            all.add(parameter);
            moments.add(new double[] {median, spread});
        }

        private Hyperprior prior() {
            double[] median = new double[moments.size()];
            double[] spread = new double[moments.size()];
            Arrays.setAll(median, i -> moments.get(i)[0]);
            Arrays.setAll(spread, i -> moments.get(i)[1]);
            return new Hyperprior(all, median, spread);
        }
    }
}
