package org.pushforward.zoo.field.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.zoo.field.Ellipse;

/**
 * A family of covariances with named parameters, for fits, likelihoods and priors.
 *
 * @param parameters the parameters, in the order of their values
 * @param covariance maps parameter values to a covariance
 * @param traced the same map in a graph, or empty if the family has no derivatives
 */
public record CovarianceFamily(
        List<CovarianceParameter> parameters,
        Function<double[], FieldCovariance> covariance,
        Optional<TracedCovariance> traced) {
    private static final double LARGEST_SMOOTHNESS = 10;

    /** Copies the list. */
    public CovarianceFamily {
        parameters = List.copyOf(parameters);
    }

    /** Returns the family of a correlation with parameters {@code variance} and {@code range}. */
    public static CovarianceFamily of(Correlation correlation) {
        return new CovarianceFamily(
                List.of(CovarianceParameter.positive("variance"), CovarianceParameter.positive("range")),
                v -> Structure.of(correlation, v[0], v[1]),
                Optional.of(TracedCovariance.isotropic(correlation)));
    }

    /** Returns the Matern family with parameters {@code variance}, {@code range} and {@code smoothness} in (0, 10). */
    public static CovarianceFamily matern() {
        return new CovarianceFamily(
                List.of(
                        CovarianceParameter.positive("variance"),
                        CovarianceParameter.positive("range"),
                        CovarianceParameter.between("smoothness", 0, LARGEST_SMOOTHNESS)),
                v -> Structure.of(new Matern(v[2]), v[0], v[1]),
                Optional.empty());
    }

    /**
     * Returns the family of a correlation with parameters {@code variance}, {@code range} (the major one), {@code ratio} and {@code angle}.
     */
    public static CovarianceFamily anisotropic(Correlation correlation) {
        return new CovarianceFamily(
                List.of(
                        CovarianceParameter.positive("variance"),
                        CovarianceParameter.positive("range"),
                        CovarianceParameter.between("ratio", 0, 1),
                        CovarianceParameter.real("angle")),
                v -> new Structure(correlation, v[0], new Ellipse(v[1], v[2], v[3])),
                Optional.of(TracedCovariance.anisotropic(correlation)));
    }

    /** Returns this family with {@code nugget} as an additional parameter. */
    public CovarianceFamily withNugget() {
        List<CovarianceParameter> more = new ArrayList<>(parameters);
        more.add(CovarianceParameter.positive("nugget"));
        int own = parameters.size();
        Function<double[], FieldCovariance> sum = v -> {
            FieldCovariance field = covariance.apply(Arrays.copyOf(v, own));
            Nugget nugget = new Nugget(v[own]);
            return field instanceof StationaryCovariance stationary ? stationary.plus(nugget) : field.plus(nugget);
        };
        return new CovarianceFamily(more, sum, traced.map(TracedCovariance::withNugget));
    }

    /** Returns this family with one parameter fixed. */
    public CovarianceFamily with(String name, double value) {
        int at = index(name);
        List<CovarianceParameter> fewer = new ArrayList<>(parameters);
        fewer.remove(at);
        Function<double[], FieldCovariance> rest = v -> {
            double[] all = new double[parameters.size()];
            System.arraycopy(v, 0, all, 0, at);
            all[at] = value;
            System.arraycopy(v, at, all, at + 1, v.length - at);
            return covariance.apply(all);
        };
        return new CovarianceFamily(fewer, rest, traced.map(each -> each.with(at, value)));
    }

    private int index(String name) {
        List<String> names = parameters.stream().map(CovarianceParameter::name).toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("parameter '" + name + "' of a covariance: there are " + names);
        }
        return names.indexOf(name);
    }

    /** Returns the number of parameters. */
    public int size() {
        return parameters.size();
    }

    /**
     * Returns the covariance for some values.
     *
     * @throws IllegalArgumentException if the number of values is not the number of parameters, or a value is not allowed
     */
    public FieldCovariance at(double... values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(values.length + " values of the parameters "
                    + parameters.stream().map(CovarianceParameter::name).toList() + ": expected one for each");
        }
        return covariance.apply(values);
    }

    /** Returns the real coordinates of values. Searches and chains move in these coordinates. */
    public double[] toReal(double... values) {
        double[] real = new double[size()];
        Arrays.setAll(real, i -> parameters.get(i).toReal(values[i]));
        return real;
    }

    /** Returns the values at real coordinates. */
    public double[] fromReal(double... real) {
        double[] values = new double[size()];
        Arrays.setAll(values, i -> parameters.get(i).fromReal(real[i]));
        return values;
    }
}
