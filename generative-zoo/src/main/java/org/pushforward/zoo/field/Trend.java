package org.pushforward.zoo.field;

import java.util.List;

/**
 * The mean of a field at each place, m = k + sum_j b_j f_j, with a known part k and functions f_j whose coefficients b_j are unknown.
 *
 * <p>The unknown functions determine the kind of kriging. No function gives simple kriging, a constant gives ordinary kriging, coordinates
 * give universal kriging, and covariates give kriging with external drift.
 */
public interface Trend {

    /** Returns the number of unknown coefficients. */
    int size();

    /** Returns k at a place. */
    default double known(Places places, int place) {
        return 0;
    }

    /**
     * Writes f_1, ..., f_size at a place.
     *
     * @param into the array to write to
     * @param from the position of f_1 in it
     */
    void fill(Places places, int place, double[] into, int from);

    /** Returns a known mean that is the same everywhere. */
    static Trend known(double mean) {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("known mean of a field = " + mean + ": expected a finite number");
        }
        return new Trend() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public double known(Places places, int place) {
                return mean;
            }

            @Override
            public void fill(Places places, int place, double[] into, int from) {
                // There are no unknown coefficients.
            }
        };
    }

    /** Returns an unknown mean that is the same everywhere. */
    static Trend constant() {
        return polynomial(0);
    }

    /**
     * Returns a mean that is a polynomial in the coordinates with unknown coefficients.
     *
     * @param degree 0, 1 or 2
     */
    static Trend polynomial(int degree) {
        return new Polynomial(degree);
    }

    /**
     * Returns the mean of external drift: an unknown constant plus unknown multiples of covariates.
     *
     * @param covariates one or more names of covariates of the places
     */
    static Trend covariates(String... covariates) {
        return new Drift(List.of(covariates));
    }

    /** A polynomial in the coordinates. */
    record Polynomial(int degree) implements Trend {
        /** Refuses degrees above 2, which diverge quickly away from the gauges, and negative ones. */
        public Polynomial {
            if (degree < 0 || degree > 2) {
                throw new IllegalArgumentException("degree of a polynomial trend = " + degree + ": expected 0, 1 or 2");
            }
        }

        @Override
        public int size() {
            return (degree + 1) * (degree + 2) / 2;
        }

        @Override
        public void fill(Places places, int place, double[] into, int from) {
            double x = places.x(place);
            double y = places.y(place);
            double[] all = {1, x, y, x * x, x * y, y * y};
            System.arraycopy(all, 0, into, from, size());
        }
    }

    /** A constant plus multiples of covariates. */
    record Drift(List<String> covariates) implements Trend {
        /** Refuses a drift without covariates. */
        public Drift {
            if (covariates.isEmpty()) {
                throw new IllegalArgumentException(
                        "drift without covariates: expected their names, or Trend.constant()");
            }
        }

        @Override
        public int size() {
            return 1 + covariates.size();
        }

        @Override
        public void fill(Places places, int place, double[] into, int from) {
            into[from] = 1;
            for (int j = 0; j < covariates.size(); j++) {
                into[from + 1 + j] = places.covariate(covariates.get(j), place);
            }
        }
    }
}
