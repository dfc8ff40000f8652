package org.pushforward.zoo.field.simulation;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jtransforms.fft.DoubleFFT_2D;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.StationaryCovariance;

/**
 * Draws stationary fields on a grid that is embedded in a larger periodic one. There the covariance is circulant and the Fourier modes are
 * independent, so one Fourier transform of complex noise gives two fields.
 *
 * <p>The periodic grid is at least twice as large along each axis. It grows until the covariance has no negative eigenvalue. Negative
 * eigenvalues that add up to less than 1e-9 of the trace count as rounding errors and are set to zero.
 *
 * <p>Dietrich and Newsam, <i>Fast and exact simulation of stationary Gaussian processes through circulant embedding of the covariance
 * matrix</i>, 1997.
 */
public final class CirculantEmbedding implements FieldSampler {
    /** The largest number of cells of a periodic grid. Their Fourier modes take 0.5 GB. */
    public static final int LARGEST = 1 << 25;

    private static final double NEGLIGIBLE = 1e-9;

    private final Grid grid;
    private final int rows;
    private final int columns;
    /** sqrt(eigenvalue / cells) for each Fourier mode. */
    private final double[] scales;

    private CirculantEmbedding(Grid grid, int rows, int columns, double[] scales) {
        this.grid = grid;
        this.rows = rows;
        this.columns = columns;
        this.scales = scales;
    }

    /**
     * Returns a sampler of fields with a covariance on a grid.
     *
     * @throws NotPositiveDefiniteException if the covariance has a negative eigenvalue on every periodic grid of up to
     *     {@value #LARGEST} cells
     * @throws IllegalArgumentException if the smallest periodic grid has more cells than that
     */
    public static CirculantEmbedding of(StationaryCovariance covariance, Grid grid) {
        return of(covariance, grid, LARGEST);
    }

    /** Returns a sampler whose periodic grid has a limited number of cells. */
    static CirculantEmbedding of(StationaryCovariance covariance, Grid grid, long largest) {
        double least = 0;
        boolean tried = false;
        for (double factor = 2; ; factor *= 1.5) {
            long rows = length(grid.rows(), factor);
            long columns = length(grid.columns(), factor);
            if (rows * columns > largest) {
                throw refused(grid, tried, least, rows * columns, largest);
            }
            tried = true;
            double[] values = eigenvalues(covariance, grid, (int) rows, (int) columns);
            double negative = 0;
            double trace = 0;
            least = Double.POSITIVE_INFINITY;
            for (double value : values) {
                trace += value;
                negative -= Math.min(value, 0);
                least = Math.min(least, value);
            }
            if (negative <= NEGLIGIBLE * trace) {
                for (int k = 0; k < values.length; k++) {
                    values[k] = Math.sqrt(Math.max(values[k], 0) / values.length);
                }
                return new CirculantEmbedding(grid, (int) rows, (int) columns, values);
            }
        }
    }

    private static IllegalArgumentException refused(Grid grid, boolean tried, double least, long cells, long largest) {
        String where = "fields on " + grid.rows() + " x " + grid.columns() + " cells: ";
        if (tried) {
            return new NotPositiveDefiniteException(where
                    + "the covariance has the eigenvalue " + least
                    + " on the largest periodic grid; its range is too long for this "
                    + "grid, or it is not a covariance in the plane; take a shorter range, or PointSampler");
        }
        return new IllegalArgumentException(where + "their periodic grid has " + cells + " cells, expected " + largest
                + " or fewer; take coarser cells, or draw parts of the domain separately");
    }

    private static long length(int cells, double factor) {
        return smooth((long) Math.max(2, Math.ceil(factor * (cells - 1))));
    }

    /** Returns the smallest number of this size or more whose only prime factors are 2, 3 and 5. */
    static long smooth(long least) {
        long length = least;
        while (!isSmooth(length)) {
            length++;
        }
        return length;
    }

    private static boolean isSmooth(long length) {
        long rest = length;
        for (int factor : new int[] {2, 3, 5}) {
            while (rest % factor == 0) {
                rest /= factor;
            }
        }
        return rest == 1;
    }

    /** Returns the eigenvalues of a covariance on a periodic grid with the steps of a grid, row by row. */
    static double[] eigenvalues(StationaryCovariance covariance, Grid grid, int rows, int columns) {
        double[] waves = new double[2 * rows * columns];
        double[] dx = new double[columns];
        Arrays.setAll(dx, j -> offset(j, columns) * grid.dx());
        // Opposite offsets have the same covariance, so half of the rows mirror the other half.
        IntStream.rangeClosed(0, rows / 2).parallel().forEach(i -> {
            double[] values = row(covariance, dx, offset(i, rows) * grid.dy(), 2 * i == rows);
            for (int j = 0; j < columns; j++) {
                waves[i * columns + j] = values[j];
                waves[(rows - i) % rows * columns + (columns - j) % columns] = values[j];
            }
        });
        new DoubleFFT_2D(rows, columns).realForwardFull(waves);
        double[] values = new double[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = waves[2 * k];
        }
        return values;
    }

    /** Returns the covariances at some offsets. At half a period both directions are equally far, so it averages them. */
    private static double[] row(StationaryCovariance covariance, double[] dx, double dy, boolean middle) {
        double[] dys = new double[dx.length];
        Arrays.fill(dys, dy);
        double[] values = new double[dx.length];
        covariance.fill(0, 0, Places.of(dx, dys), values);
        for (int j = 0; j < dx.length; j++) {
            if (middle || 2 * j == dx.length) {
                values[j] = (values[j] + covariance.at(-dx[j], dy)) / 2;
            }
        }
        return values;
    }

    private static int offset(int k, int length) {
        return 2 * k <= length ? k : k - length;
    }

    @Override
    public Shape shape() {
        return grid.shape();
    }

    /** Returns the number of rows and columns of the periodic grid. */
    public Shape embedding() {
        return Shape.of(rows, columns);
    }

    @Override
    public HostArray sample(int count, RandomKey key) {
        double[] fields = new double[Normals.length(count, shape())];
        int pairs = (count + 1) / 2;
        IntStream all = IntStream.range(0, pairs);
        Supplier<DoubleFFT_2D> plan = () -> new DoubleFFT_2D(rows, columns);
        if (isLarge()) {
            DoubleFFT_2D transform = plan.get();
            all.forEach(pair -> pair(transform, key, pair, count, fields));
        } else {
            ThreadLocal<DoubleFFT_2D> transforms = ThreadLocal.withInitial(plan);
            all.parallel().forEach(pair -> pair(transforms.get(), key, pair, count, fields));
        }
        return HostArray.wrap(Shape.of(count, grid.rows(), grid.columns()), fields);
    }

    /** Returns whether one transform uses all threads. For small grids each thread runs its own transform instead. */
    private boolean isLarge() {
        return rows * columns > 1 << 16;
    }

    private void pair(DoubleFFT_2D transform, RandomKey key, int pair, int count, double[] fields) {
        double[] waves = new double[2 * rows * columns];
        IntStream lines = IntStream.range(0, rows);
        (isLarge() ? lines.parallel() : lines).forEach(i -> {
            double[] white = new double[2 * columns];
            Normals.fill(key.fold(pair).fold(i), white);
            for (int j = 0; j < white.length; j++) {
                waves[2 * i * columns + j] = white[j] * scales[i * columns + j / 2];
            }
        });
        transform.complexForward(waves);
        for (int part = 0; part < 2 && 2 * pair + part < count; part++) {
            int start = (2 * pair + part) * grid.cells();
            for (int i = 0; i < grid.rows(); i++) {
                for (int j = 0; j < grid.columns(); j++) {
                    fields[start + i * grid.columns() + j] = waves[2 * (i * columns + j) + part];
                }
            }
        }
    }
}
