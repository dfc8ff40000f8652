package org.pushforward.zoo.field.kriging;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.pushforward.zoo.field.DenseFactor;
import org.pushforward.zoo.field.FieldCovariance;
import org.pushforward.zoo.field.Intrinsic;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;

/**
 * What kriging computes once for its gauges: C = L L^T, L^-1 F = Q R, the coefficients b = R^-1 Q^T L^-1 y and the weights
 * a = C^-1 (y - F b).
 */
final class KrigingSystem {
    /** The least share of a column of the trend that must not follow from the columns before it. */
    private static final double DEPENDENT = 1e-10;

    private final FieldCovariance covariance;
    private final Trend trend;
    private final Gauges gauges;
    private final DenseFactor factor;
    private final DMatrixRMaj q;
    private final DMatrixRMaj r;
    private final double[] coefficients;
    private final double[] weights;
    private final double quadratic;
    private final double logDeterminantOfFunctions;

    private KrigingSystem(FieldCovariance covariance, Trend trend, Gauges gauges, DenseFactor factor) {
        this.covariance = covariance;
        this.trend = trend;
        this.gauges = gauges;
        this.factor = factor;
        int n = gauges.count();
        int p = trend.size();
        DMatrixRMaj f = trend(trend, gauges.places());
        logDeterminantOfFunctions = logDeterminant(f);
        DMatrixRMaj white = f.copy();
        double[] column = new double[n];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < n; i++) {
                column[i] = f.get(i, j);
            }
            factor.whiten(column);
            for (int i = 0; i < n; i++) {
                white.set(i, j, column[i]);
            }
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, Math.max(p, 1));
        if (p == 0) {
            q = new DMatrixRMaj(n, 0);
            r = new DMatrixRMaj(0, 0);
        } else {
            double[] norms = norms(white);
            qr.decompose(white.copy());
            q = qr.getQ(null, true);
            r = qr.getR(null, true);
            for (int j = 0; j < p; j++) {
                if (!(Math.abs(r.get(j, j)) > DEPENDENT * norms[j])) {
                    throw new IllegalArgumentException(
                            "function " + j + " of the trend, counted from 0, follows from those before it at " + "the "
                                    + n + " gauges: leave it out, or add gauges where it differs");
                }
            }
        }
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = gauges.value(i) - trend.known(gauges.places(), i);
        }
        factor.whiten(y);
        coefficients = new double[p];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < n; i++) {
                coefficients[j] += q.get(i, j) * y[i];
            }
            for (int i = 0; i < n; i++) {
                y[i] -= q.get(i, j) * coefficients[j];
            }
        }
        TriangularSolver_DDRM.solveU(r.data, coefficients, p);
        double sum = 0;
        for (double each : y) {
            sum += each * each;
        }
        quadratic = sum;
        factor.spread(y);
        weights = y;
    }

    static KrigingSystem of(FieldCovariance covariance, Trend trend, Gauges gauges) {
        int n = gauges.count();
        if (n < trend.size()) {
            throw new IllegalArgumentException("kriging from " + n + " gauges with a trend of " + trend.size()
                    + " unknown coefficients: expected at least as many gauges; take a simpler trend");
        }
        if (covariance instanceof Intrinsic && trend.size() == 0) {
            throw new IllegalArgumentException("simple kriging with a power law, whose variance is not finite: "
                    + "expected a trend with an unknown constant, such as Trend.constant()");
        }
        DMatrixRMaj matrix = DenseFactor.matrix(covariance, gauges.places());
        for (int i = 0; i < n; i++) {
            matrix.add(i, i, gauges.noise(i));
        }
        return new KrigingSystem(covariance, trend, gauges, DenseFactor.of("covariance of " + n + " gauges", matrix));
    }

    private static DMatrixRMaj trend(Trend trend, Places places) {
        int p = trend.size();
        DMatrixRMaj f = new DMatrixRMaj(places.count(), p);
        for (int i = 0; i < places.count(); i++) {
            trend.fill(places, i, f.data, i * p);
        }
        return f;
    }

    /** Returns log |F^T F|, by the triangle of F. */
    private static double logDeterminant(DMatrixRMaj f) {
        if (f.numCols == 0) {
            return 0;
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(f.numRows, f.numCols);
        qr.decompose(f.copy());
        DMatrixRMaj r = qr.getR(null, true);
        double sum = 0;
        for (int j = 0; j < f.numCols; j++) {
            sum += 2 * Math.log(Math.abs(r.get(j, j)));
        }
        return sum;
    }

    private static double[] norms(DMatrixRMaj matrix) {
        double[] norms = new double[matrix.numCols];
        for (int i = 0; i < matrix.numRows; i++) {
            for (int j = 0; j < norms.length; j++) {
                norms[j] = Math.hypot(norms[j], matrix.get(i, j));
            }
        }
        return norms;
    }

    int count() {
        return gauges.count();
    }

    Gauges gauges() {
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

    /** Returns Q, with orthonormal columns. */
    DMatrixRMaj q() {
        return q;
    }

    /** Returns (y - F b)^T C^-1 (y - F b). */
    double quadratic() {
        return quadratic;
    }

    /** Returns log |F^T C^-1 F| - log |F^T F|. */
    double logDeterminantOfTrend() {
        double sum = -logDeterminantOfFunctions;
        for (int j = 0; j < trend.size(); j++) {
            sum += 2 * Math.log(Math.abs(r.get(j, j)));
        }
        return sum;
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
        double[] g = trendLeft(places, place, u);
        double variance = covariance.variance(places.x(place), places.y(place));
        for (double each : u) {
            variance -= each * each;
        }
        for (double each : g) {
            variance += each * each;
        }
        // It is 0 at an exact gauge, and rounding would leave it on either side.
        return Math.max(variance, 0);
    }

    /** Returns R^-T (f - F^T C^-1 c) = R^-T f - Q^T u. */
    private double[] trendLeft(Places places, int place, double[] u) {
        int p = trend.size();
        double[] g = new double[p];
        trend.fill(places, place, g, 0);
        solveTransposed(g);
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < p; j++) {
                g[j] -= q.data[i * p + j] * u[i];
            }
        }
        return g;
    }

    private void solveTransposed(double[] g) {
        int p = g.length;
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < j; i++) {
                g[j] -= r.data[i * p + j] * g[i];
            }
            g[j] /= r.data[j * p + j];
        }
    }

    /** Writes the weights of the gauges at a place: C^-1 c + C^-1 F (F^T C^-1 F)^-1 g = L^-T (u + Q R^-T g). */
    void weights(Places places, int place, double[] into) {
        covariance.fill(places.x(place), places.y(place), gauges.places(), into);
        factor.whiten(into);
        double[] g = trendLeft(places, place, into);
        for (int i = 0; i < into.length; i++) {
            for (int j = 0; j < g.length; j++) {
                into[i] += q.data[i * g.length + j] * g[j];
            }
        }
        factor.spread(into);
    }
}
