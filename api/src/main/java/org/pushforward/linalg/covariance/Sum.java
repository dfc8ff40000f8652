package org.pushforward.linalg.covariance;

import java.util.Optional;
import org.pushforward.tensor.DType;

/** Computes the covariance of a sum of two independent tensors, in the most specific kind that fits. */
final class Sum {
    private Sum() {}

    static Covariance of(Covariance a, Covariance b) {
        if (!a.domain().equals(b.domain())) {
            throw new IllegalArgumentException(
                    "sum of covariances on " + a.domain() + " and on " + b.domain() + ": expected the same shape");
        }
        return joined(a, b).or(() -> joined(b, a)).orElseGet(() -> dense(a, b));
    }

    /** Returns the sum, if it has the kind of a. */
    private static Optional<Covariance> joined(Covariance a, Covariance b) {
        if (a instanceof Spectral spectral && b instanceof Spectral other && isAlong(spectral, other)) {
            return Optional.of(spectral.with(spectral.variances().plus(other.variances())));
        }
        if (a instanceof LowRankPlusDiagonal sum && (b instanceof Isotropic || b instanceof Diagonal)) {
            return Optional.of(sum.plusDiagonal(((Spectral) b).variances()));
        }
        return a instanceof BlockDiagonal blocks ? blocks.blockwise(b) : Optional.empty();
    }

    /** Returns whether the axes of a are also axes of b. */
    private static boolean isAlong(Spectral a, Spectral b) {
        return b instanceof Isotropic || !(a instanceof Isotropic) && a.basis().equals(b.basis());
    }

    private static Covariance dense(Covariance a, Covariance b) {
        Matrix sum = matrix(a).plus(matrix(b));
        return sum instanceof Matrix.KnownMatrix known
                ? DenseCovariance.decomposed(a.domain(), known.values(), DType.F64)
                : TracedDense.of(a.domain(), sum);
    }

    static Matrix matrix(Covariance covariance) {
        if (covariance instanceof Spectral spectral) {
            return spectral.matrix();
        }
        if (covariance instanceof LowRankPlusDiagonal sum) {
            return sum.matrix();
        }
        return covariance instanceof BlockDiagonal blocks ? blocks.matrix() : ((TracedDense) covariance).matrix();
    }
}
