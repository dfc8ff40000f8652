package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.function.Consumer;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/**
 * The quantities that kriging computes once for its gauges: C = L L^T, L^-1 F = Q R, the coefficients b = R^-1 Q^T L^-1 y, and the weights
 * a = C^-1 (y - F b).
 */
final class KrigingSystem {
    private final FieldCovariance covariance;
    private final Trend trend;
    private final Measurements gauges;
    private final DenseFactor factor;
    private final OrthogonalTriangle white;
    private final double logDeterminantOfFunctions;
    private final double[] coefficients;
    private final double[] weights;
    private final double quadratic;

    private KrigingSystem(FieldCovariance covariance, Trend trend, Measurements gauges, DenseFactor factor) {
        this.covariance = covariance;
        this.trend = trend;
        this.gauges = gauges;
        this.factor = factor;
        DMatrixRMaj functions = functions();
        // Functions that depend on each other for every covariance are refused first, with an error of their own.
        this.logDeterminantOfFunctions = OrthogonalTriangle.of(functions).logDeterminant();
        this.white = OrthogonalTriangle.ofWhite(whitened(functions));
        double[] y = new double[gauges.count()];
        for (int i = 0; i < y.length; i++) {
            y[i] = gauges.value(i) - trend.known(gauges.places(), i);
        }
        factor.whiten(y);
        this.coefficients = white.project(y);
        double sum = 0;
        for (double each : y) {
            sum += each * each;
        }
        this.quadratic = sum;
        factor.spread(y);
        this.weights = y;
    }

    static KrigingSystem of(FieldCovariance covariance, Trend trend, Measurements gauges) {
        int n = gauges.count();
        if (n < trend.size()) {
            throw new IllegalArgumentException("kriging from " + n + " gauges with a trend of " + trend.size()
                    + " unknown coefficients: expected at least as many gauges; take a simpler trend");
        }
        if (covariance.isIntrinsic() && trend.size() == 0) {
            throw new IllegalArgumentException("simple kriging with a power law, whose variance is not finite: "
                    + "expected a trend with an unknown constant, such as Trend.constant()");
        }
        DMatrixRMaj matrix = DenseFactor.matrix(covariance, gauges.places());
        for (int i = 0; i < n; i++) {
            matrix.add(i, i, gauges.noise(i));
        }
        return new KrigingSystem(covariance, trend, gauges, DenseFactor.of("covariance of " + n + " gauges", matrix));
    }

    /** Returns F. */
    private DMatrixRMaj functions() {
        int p = trend.size();
        DMatrixRMaj f = new DMatrixRMaj(gauges.count(), p);
        for (int i = 0; i < f.numRows; i++) {
            trend.fill(gauges.places(), i, f.data, i * p);
        }
        return f;
    }

    /** Returns L^-1 F. */
    private DMatrixRMaj whitened(DMatrixRMaj f) {
        DMatrixRMaj result = f.copy();
        eachColumn(result, factor::whiten);
        return result;
    }

    private static void eachColumn(DMatrixRMaj matrix, Consumer<double[]> change) {
        double[] column = new double[matrix.numRows];
        for (int j = 0; j < matrix.numCols; j++) {
            for (int i = 0; i < column.length; i++) {
                column[i] = matrix.get(i, j);
            }
            change.accept(column);
            for (int i = 0; i < column.length; i++) {
                matrix.set(i, j, column[i]);
            }
        }
    }

    int count() {
        return gauges.count();
    }

    Measurements gauges() {
        return gauges;
    }

    DenseFactor factor() {
        return factor;
    }

    double[] coefficients() {
        return coefficients;
    }

    /** Returns a = C^-1 (y - F b). */
    double[] residualWeights() {
        return weights;
    }

    /** Returns (y - F b)^T C^-1 (y - F b). */
    double quadratic() {
        return quadratic;
    }

    /** Returns log |F^T C^-1 F| - log |F^T F|. */
    double logDeterminantOfTrend() {
        return white.logDeterminant() - logDeterminantOfFunctions;
    }

    /** Returns C^-1 - C^-1 F (F^T C^-1 F)^-1 F^T C^-1. */
    DMatrixRMaj projected() {
        DMatrixRMaj b = factor.inverse();
        DMatrixRMaj spread = white.q().copy();
        eachColumn(spread, factor::spread);
        CommonOps_DDRM.multAddTransB(-1, spread, spread, b);
        return b;
    }

    /**
     * Returns the coefficients b of the trend followed by the weights C^-1 (r - F b), for other data r of the gauges. The sum of their
     * products with the {@link #basis} at a place is the kriging of r there.
     */
    double[] solve(double... r) {
        double[] left = r.clone();
        factor.whiten(left);
        double[] b = white.project(left);
        factor.spread(left);
        double[] all = Arrays.copyOf(b, b.length + left.length);
        System.arraycopy(left, 0, all, b.length, left.length);
        return all;
    }

    /**
     * Writes the trend functions f at a place, followed by the covariances c of the place with the gauges.
     *
     * @param c is overwritten, too
     */
    void basis(Places places, int place, double[] c, double[] into) {
        trend.fill(places, place, into, 0);
        covariance.fill(places.x(place), places.y(place), gauges.places(), c);
        System.arraycopy(c, 0, into, trend.size(), c.length);
    }

    /** Writes the covariances c of a place with the gauges and returns the mean there. */
    double mean(Places places, int place, double[] c) {
        covariance.fill(places.x(place), places.y(place), gauges.places(), c);
        double sum = trend.known(places, place);
        double[] f = new double[trend.size()];
        trend.fill(places, place, f, 0);
        for (int j = 0; j < f.length; j++) {
            sum += f[j] * coefficients[j];
        }
        for (int i = 0; i < c.length; i++) {
            sum += c[i] * weights[i];
        }
        return sum;
    }

    /** Returns the variance at a place from u = L^-1 c. */
    double variance(Places places, int place, double[] u) {
        double variance = covariance.variance(places.x(place), places.y(place));
        for (double each : u) {
            variance -= each * each;
        }
        for (double each : trendLeft(places, place, u)) {
            variance += each * each;
        }
        // The variance is 0 at an exact gauge, and rounding could make it negative.
        return Math.max(variance, 0);
    }

    /** Returns R^-T (f - F^T C^-1 c) = R^-T f - Q^T u. */
    private double[] trendLeft(Places places, int place, double[] u) {
        double[] f = new double[trend.size()];
        trend.fill(places, place, f, 0);
        return white.remaining(f, u);
    }

    /** Writes the weights of the gauges at a place: C^-1 c + C^-1 F (F^T C^-1 F)^-1 g = L^-T (u + Q R^-T g). */
    void weights(Places places, int place, double[] into) {
        covariance.fill(places.x(place), places.y(place), gauges.places(), into);
        factor.whiten(into);
        double[] left = trendLeft(places, place, into);
        DMatrixRMaj q = white.q();
        for (int i = 0; i < into.length; i++) {
            for (int j = 0; j < left.length; j++) {
                into[i] += q.get(i, j) * left[j];
            }
        }
        factor.spread(into);
    }
}
