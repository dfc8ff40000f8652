package org.pushforward.metrics;

/**
 * The triangular factor of a positive definite matrix, A = L L^T.
 *
 * @param lower the factor L; what is above its diagonal is zero
 */
record CholeskyFactor(double[][] lower) {

    /**
     * Returns the factor of a matrix.
     *
     * @throws IllegalArgumentException if it is not square, symmetric and positive definite
     */
    static CholeskyFactor of(String name, double[][] matrix) {
        int size = matrix.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            if (matrix[i].length != size) {
                throw new IllegalArgumentException(
                        name + ": row " + i + " has " + matrix[i].length + " numbers, expected " + size);
            }
            for (int j = 0; j <= i; j++) {
                if (Math.abs(matrix[i][j] - matrix[j][i]) > 1e-12 * Math.sqrt(Math.abs(matrix[i][i] * matrix[j][j]))) {
                    throw new IllegalArgumentException(name + " is not symmetric: " + matrix[i][j] + " at (" + i + ", "
                            + j + "), " + matrix[j][i] + " at (" + j + ", " + i + ")");
                }
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                if (i == j && !(rest > 0)) {
                    throw new IllegalArgumentException(
                            name + " is not positive definite: its pivot " + i + " is " + rest);
                }
                lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
            }
        }
        return new CholeskyFactor(lower);
    }

    /** Returns log |A|. */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < lower.length; i++) {
            sum += 2 * Math.log(lower[i][i]);
        }
        return sum;
    }

    /** Returns |L^-1 v|^2, that is v^T A^-1 v. */
    double squaredNorm(double[] vector) {
        double[] solved = new double[vector.length];
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            double rest = vector[i];
            for (int k = 0; k < i; k++) {
                rest -= lower[i][k] * solved[k];
            }
            solved[i] = rest / lower[i][i];
            sum += solved[i] * solved[i];
        }
        return sum;
    }

    /** Returns tr(A^-1 B) for B = M M^T, the sum of the squared norms of the columns of M. */
    double traceOfRatio(CholeskyFactor other) {
        double sum = 0;
        for (int column = 0; column < lower.length; column++) {
            double[] vector = new double[lower.length];
            for (int row = 0; row < lower.length; row++) {
                vector[row] = other.lower[row][column];
            }
            sum += squaredNorm(vector);
        }
        return sum;
    }
}
