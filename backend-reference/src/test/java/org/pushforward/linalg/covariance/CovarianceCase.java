package org.pushforward.linalg.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A covariance, and its matrix [d, d] computed from its definition. */
record CovarianceCase(String name, Covariance covariance, double[][] matrix) {
    private static final double[][] TWO = {{2, 0.7}, {0.7, 1}};
    private static final double[][] FIVE = decaying(5, 1.5);
    private static final double[][] SIX = decaying(6, 3);
    private static final double[][] FACTOR = {{1, 0.5}, {-0.4, 1}, {0.2, 0.3}, {2, -1}, {0, 0.6}, {-1, -0.7}};
    private static final double[] VARIANCES = {0.3, 1.2, 2, 0.7, 0.9, 1.1};
    private static final Shape IMAGE = Shape.of(2, 3);

    static List<CovarianceCase> all() {
        Covariance twoFactors = LowRankPlusDiagonal.of(Diagonal.of(HostArray.of(IMAGE, VARIANCES)), factor(2, 2, 3));
        double[][] twoFactorsMatrix = lowRank(6, 2, i -> VARIANCES[i]);
        Diagonal three = Diagonal.of(HostArray.of(Shape.of(3), 0.3, 1.2, 2.0));
        CovarianceCase grid = grid(3, 4);
        return List.of(
                new CovarianceCase("isotropic", Isotropic.of(IMAGE, 0.8), diagonal(6, i -> 0.8)),
                new CovarianceCase("isotropic scalar", Isotropic.of(Shape.scalar(), 2), diagonal(1, i -> 2)),
                new CovarianceCase(
                        "diagonal", Diagonal.of(HostArray.of(IMAGE, VARIANCES)), diagonal(6, i -> VARIANCES[i])),
                new CovarianceCase("dense", dense(FIVE), FIVE),
                new CovarianceCase("dense of images", DenseCovariance.of(IMAGE, array(SIX)), SIX),
                new CovarianceCase(
                        "one factor",
                        LowRankPlusDiagonal.of(Isotropic.of(Shape.of(5), 0.4), factor(1, 5)),
                        lowRank(5, 1, i -> 0.4)),
                new CovarianceCase("two factors", twoFactors, twoFactorsMatrix),
                new CovarianceCase("Kronecker", Kronecker.of(dense(TWO), dense(FIVE)), kronecker(TWO, FIVE)),
                new CovarianceCase(
                        "Kronecker of three",
                        Kronecker.of(dense(TWO), three, Isotropic.of(Shape.of(2), 3)),
                        kronecker(kronecker(TWO, diagonal(3, i -> VARIANCES[i])), diagonal(2, i -> 3))),
                line(1),
                line(2),
                line(5),
                line(6),
                grid,
                grid(5, 3),
                grid(1, 5),
                grid(2, 1),
                new CovarianceCase(
                        "channels of a field",
                        Kronecker.of(dense(TWO), (Circulant) grid.covariance),
                        kronecker(TWO, grid.matrix)),
                new CovarianceCase(
                        "blocks",
                        BlockDiagonal.of(dense(FIVE), Isotropic.of(Shape.of(2), 0.7), line(4).covariance),
                        blocks(FIVE, diagonal(2, i -> 0.7), line(4).matrix)),
                new CovarianceCase(
                        "blocks of channels",
                        BlockDiagonal.of(Isotropic.of(Shape.of(1, 3), 0.6), twoFactors),
                        blocks(diagonal(3, i -> 0.6), twoFactorsMatrix)),
                new CovarianceCase("traced", TracedDense.of(IMAGE, Tensor.constant(array(SIX))), SIX));
    }

    static CovarianceCase named(String name) {
        return all().stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    int size() {
        return matrix.length;
    }

    @Override
    public String toString() {
        return name;
    }

    interface Entry {
        double at(int i, int j);
    }

    static double[][] matrix(int size, Entry entry) {
        return IntStream.range(0, size)
                .mapToObj(i -> IntStream.range(0, size)
                        .mapToDouble(j -> entry.at(i, j))
                        .toArray())
                .toArray(double[][]::new);
    }

    static double[][] diagonal(int size, IntToDoubleFunction variance) {
        return matrix(size, (i, j) -> i == j ? variance.applyAsDouble(i) : 0);
    }

    static double[][] sum(double[][] a, double[][] b) {
        return matrix(a.length, (i, j) -> a[i][j] + b[i][j]);
    }

    static HostArray array(double[][] matrix) {
        double[] values = Stream.of(matrix).flatMapToDouble(Arrays::stream).toArray();
        return HostArray.wrap(Shape.of(matrix.length, values.length / matrix.length), values);
    }

    private static DenseCovariance dense(double[][] matrix) {
        return DenseCovariance.of(array(matrix));
    }

    /** e^(-|i - j| / length) with unequal scales, which is positive definite. */
    private static double[][] decaying(int size, double length) {
        return matrix(size, (i, j) -> (1 + 0.1 * i) * (1 + 0.1 * j) * Math.exp(-Math.abs(i - j) / length));
    }

    private static double[][] kronecker(double[][] a, double[][] b) {
        int n = b.length;
        return matrix(a.length * n, (i, j) -> a[i / n][j / n] * b[i % n][j % n]);
    }

    private static double[][] blocks(double[][]... blocks) {
        int size = Stream.of(blocks).mapToInt(block -> block.length).sum();
        double[][] matrix = new double[size][size];
        int from = 0;
        for (double[][] block : blocks) {
            for (int i = 0; i < block.length; i++) {
                System.arraycopy(block[i], 0, matrix[from + i], from, block.length);
            }
            from += block.length;
        }
        return matrix;
    }

    private static double[][] lowRank(int size, int columns, IntToDoubleFunction variance) {
        return matrix(size, (i, j) -> {
            double shared = IntStream.range(0, columns)
                    .mapToDouble(k -> FACTOR[i][k] * FACTOR[j][k])
                    .sum();
            return shared + (i == j ? variance.applyAsDouble(i) : 0);
        });
    }

    private static HostArray factor(int columns, int... dims) {
        double[][] rows = Stream.of(FACTOR)
                .limit(Shape.of(dims).size())
                .map(row -> Arrays.copyOf(row, columns))
                .toArray(double[][]::new);
        return array(rows).reshape(RowVectors.join(Shape.of(dims), Shape.of(columns)));
    }

    /** An anisotropic field that differs along the two diagonals, summed over all periodic images, plus white noise. */
    private static double[] wrapped(int rows, int columns) {
        double[] first = new double[rows * columns];
        first[0] = 0.1;
        for (int p = 0; p < first.length; p++) {
            for (int down = -9; down <= 9; down++) {
                for (int across = -9; across <= 9; across++) {
                    double y = p / columns + down * rows;
                    double x = p % columns + across * columns;
                    first[p] += Math.exp(-0.8 * (y * y + 0.7 * x * x + 0.9 * x * y));
                }
            }
        }
        return first;
    }

    private static CovarianceCase line(int n) {
        double[] first = wrapped(1, n);
        return new CovarianceCase(
                "circulant on " + n, Circulant.of(HostArray.of(Shape.of(n), first)), circulant(1, n, first));
    }

    private static CovarianceCase grid(int rows, int columns) {
        double[] first = wrapped(rows, columns);
        return new CovarianceCase(
                "circulant on " + rows + " x " + columns,
                Circulant.of(HostArray.of(Shape.of(rows, columns), first)),
                circulant(rows, columns, first));
    }

    private static double[][] circulant(int rows, int columns, double[] first) {
        return matrix(rows * columns, (i, j) -> {
            int down = Math.floorMod(i / columns - j / columns, rows);
            int across = Math.floorMod(i % columns - j % columns, columns);
            return first[down * columns + across];
        });
    }
}
