package org.pushforward.zoo.field.simulation;

import java.util.Arrays;
import java.util.List;
import org.jtransforms.fft.DoubleFFT_2D;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.StationaryCovariance;

/**
 * Draws fields on a grid by convolution of white noise e with kernels that change from place to place (process convolution):
 *
 * <pre>
 * z(a) = s(a) sum_k w_k(a) (g_k * e)(a) / sqrt(v(a)),   v(a) = sum_jk w_j(a) w_k(a) C_jk(0)
 * C(a, b) = s(a) s(b) sum_jk w_j(a) w_k(b) C_jk(b - a) / sqrt(v(a) v(b)),   C_jk = g_j * g_k
 * </pre>
 *
 * <p>The kernel g_k is the root of a stationary covariance C_k. Maps of the weights w_k move the kernel at a place, and with it the local
 * range and anisotropy, between those of a few covariances; s is the map of the standard deviation. One covariance makes a stationary
 * field.
 *
 * <p>The convolutions are products of Fourier transforms on a periodic grid, so a field of n cells takes O(n log n) operations. Negative
 * eigenvalues of C_k on that grid are set to 0 and the others scaled to keep the variance. Choose the margin so that correlations are
 * small beyond it; {@link CirculantEmbedding} is exact for a single covariance.
 *
 * <p>Higdon, <i>A process-convolution approach to modelling temperatures in the North Atlantic Ocean</i>, 1998.
 */
public final class LocalConvolution implements FieldSampler {

    /**
     * A stationary covariance and its weight in each cell.
     *
     * @param covariance C_k
     * @param weight w_k, row by row, 0 or more; the array is never modified
     */
    public record WeightedCovariance(StationaryCovariance covariance, double[] weight) {}

    private final Grid grid;
    private final int rows;
    private final int columns;
    private final double[][] roots;
    /** s w_k / sqrt(v) of each part in each cell. */
    private final double[][] weights;

    private LocalConvolution(Grid grid, int rows, int columns, double[][] roots, double[][] weights) {
        this.grid = grid;
        this.rows = rows;
        this.columns = columns;
        this.roots = roots;
        this.weights = weights;
    }

    /**
     * Returns the sampler of a stationary field.
     *
     * @param margin the number of cells beyond which correlations are negligible
     */
    public static LocalConvolution of(StationaryCovariance covariance, Grid grid, int margin) {
        double[] one = new double[grid.cells()];
        Arrays.fill(one, 1);
        double[] deviation = new double[grid.cells()];
        Arrays.fill(deviation, Math.sqrt(covariance.variance()));
        return of(List.of(new WeightedCovariance(covariance, one)), deviation, grid, margin);
    }

    /**
     * Returns a sampler of fields.
     *
     * @param parts the covariances and their weights
     * @param deviation s in each cell, row by row, 0 or more
     * @param margin the number of cells beyond which correlations are negligible; the periodic grid has at least so many more rows and
     *     columns than the grid
     * @throws IllegalArgumentException if there is no part, a map does not have one finite value of 0 or more for each cell, all weights
     *     of a cell are 0, or the periodic grid has more than {@value CirculantEmbedding#LARGEST} cells
     */
    public static LocalConvolution of(List<WeightedCovariance> parts, double[] deviation, Grid grid, int margin) {
        check(parts, deviation, grid, margin);
        long rows = CirculantEmbedding.smooth(grid.rows() + (long) margin);
        long columns = CirculantEmbedding.smooth(grid.columns() + (long) margin);
        if (rows * columns > CirculantEmbedding.LARGEST) {
            throw new IllegalArgumentException(
                    "fields on " + grid.rows() + " x " + grid.columns() + " cells with a margin of "
                            + margin + ": their periodic grid has " + rows * columns + " cells, expected "
                            + CirculantEmbedding.LARGEST + " or fewer; take coarser cells");
        }
        double[][] roots = new double[parts.size()][];
        for (int k = 0; k < roots.length; k++) {
            roots[k] = root(parts.get(k).covariance(), grid, (int) rows, (int) columns);
        }
        double[][] cross = cross(roots);
        double[][] weights = new double[roots.length][grid.cells()];
        for (int cell = 0; cell < grid.cells(); cell++) {
            double variance = 0;
            for (int j = 0; j < roots.length; j++) {
                for (int k = 0; k < roots.length; k++) {
                    variance += parts.get(j).weight()[cell] * parts.get(k).weight()[cell] * cross[j][k];
                }
            }
            if (!(variance > 0)) {
                throw new IllegalArgumentException(
                        "weights of cell " + cell + " are all 0: expected at least one above 0");
            }
            for (int k = 0; k < roots.length; k++) {
                weights[k][cell] = deviation[cell] * parts.get(k).weight()[cell] / Math.sqrt(variance);
            }
        }
        return new LocalConvolution(grid, (int) rows, (int) columns, roots, weights);
    }

    private static void check(List<WeightedCovariance> parts, double[] deviation, Grid grid, int margin) {
        if (parts.isEmpty() || margin < 0) {
            throw new IllegalArgumentException("convolution of " + parts.size() + " parts with a margin of " + margin
                    + " cells: expected at least one part and a margin of 0 or more");
        }
        checkMap("standard deviation", deviation, grid);
        for (int k = 0; k < parts.size(); k++) {
            checkMap("weight of part " + k, parts.get(k).weight(), grid);
        }
    }

    private static void checkMap(String name, double[] map, Grid grid) {
        if (map.length != grid.cells()) {
            throw new IllegalArgumentException(
                    name + " of " + map.length + " cells: expected one for each of " + grid.cells());
        }
        for (int cell = 0; cell < map.length; cell++) {
            if (!(map[cell] >= 0 && Double.isFinite(map[cell]))) {
                throw new IllegalArgumentException(
                        name + " of cell " + cell + " = " + map[cell] + ": expected a finite number of 0 or more");
            }
        }
    }

    /** Returns the Fourier transform of g, the square root of the eigenvalues of the covariance. */
    private static double[] root(StationaryCovariance covariance, Grid grid, int rows, int columns) {
        double[] values = CirculantEmbedding.eigenvalues(covariance, grid, rows, columns);
        double kept = 0;
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.max(values[k], 0);
            kept += values[k];
        }
        double scale = covariance.variance() * values.length / kept;
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.sqrt(scale * values[k]);
        }
        return values;
    }

    /** Returns C_jk(0). */
    private static double[][] cross(double[][] roots) {
        double[][] cross = new double[roots.length][roots.length];
        for (int j = 0; j < roots.length; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = 0;
                for (int wave = 0; wave < roots[j].length; wave++) {
                    sum += roots[j][wave] * roots[k][wave];
                }
                cross[j][k] = sum / roots[j].length;
                cross[k][j] = cross[j][k];
            }
        }
        return cross;
    }

    @Override
    public Shape shape() {
        return grid.shape();
    }

    @Override
    public HostArray sample(int count, RandomKey key) {
        double[] fields = new double[Normals.length(count, shape())];
        DoubleFFT_2D transform = new DoubleFFT_2D(rows, columns);
        for (int field = 0; field < count; field++) {
            double[] waves = new double[2 * rows * columns];
            double[] white = new double[rows * columns];
            Normals.fill(key.fold(field), white);
            System.arraycopy(white, 0, waves, 0, white.length);
            transform.realForwardFull(waves);
            for (int part = 0; part < roots.length; part += 2) {
                add(transform, waves, part, fields, field * grid.cells());
            }
        }
        return HostArray.wrap(Shape.of(count, grid.rows(), grid.columns()), fields);
    }

    /** Adds the fields of one part and the next. One transform gives both: one is its real part and the other its imaginary part. */
    private void add(DoubleFFT_2D transform, double[] waves, int part, double[] fields, int start) {
        boolean two = part + 1 < roots.length;
        double[] mixed = new double[waves.length];
        for (int k = 0; k < rows * columns; k++) {
            double first = roots[part][k];
            double second = two ? roots[part + 1][k] : 0;
            mixed[2 * k] = waves[2 * k] * first - waves[2 * k + 1] * second;
            mixed[2 * k + 1] = waves[2 * k] * second + waves[2 * k + 1] * first;
        }
        transform.complexInverse(mixed, true);
        for (int i = 0; i < grid.rows(); i++) {
            for (int j = 0; j < grid.columns(); j++) {
                int cell = i * grid.columns() + j;
                int at = 2 * (i * columns + j);
                fields[start + cell] += weights[part][cell] * mixed[at];
                if (two) {
                    fields[start + cell] += weights[part + 1][cell] * mixed[at + 1];
                }
            }
        }
    }

    /** Returns the covariance of the fields, for places that are centers of cells; it throws an exception for other places. */
    public FieldCovariance covariance() {
        int parts = roots.length;
        double[][] tables = new double[parts * parts][];
        DoubleFFT_2D transform = new DoubleFFT_2D(rows, columns);
        for (int pair = 0; pair < tables.length; pair++) {
            double[] waves = new double[2 * rows * columns];
            for (int k = 0; k < rows * columns; k++) {
                waves[2 * k] = roots[pair / parts][k] * roots[pair % parts][k];
            }
            transform.complexInverse(waves, true);
            tables[pair] = new double[rows * columns];
            Arrays.setAll(tables[pair], k -> waves[2 * k]);
        }
        return (x1, y1, x2, y2) -> {
            int first = cell(x1, y1);
            int second = cell(x2, y2);
            int down = Math.floorMod(second / grid.columns() - first / grid.columns(), rows);
            int across = Math.floorMod(second % grid.columns() - first % grid.columns(), columns);
            double sum = 0;
            for (int pair = 0; pair < tables.length; pair++) {
                sum += weights[pair / parts][first]
                        * weights[pair % parts][second]
                        * tables[pair][down * columns + across];
            }
            return sum;
        };
    }

    private int cell(double x, double y) {
        long column = Math.round((x - grid.x0()) / grid.dx());
        long row = Math.round((y - grid.y0()) / grid.dy());
        boolean inside = column >= 0 && column < grid.columns() && row >= 0 && row < grid.rows();
        double off = inside
                ? Math.max(
                        Math.abs(grid.x0() + column * grid.dx() - x) / Math.abs(grid.dx()),
                        Math.abs(grid.y0() + row * grid.dy() - y) / Math.abs(grid.dy()))
                : Double.POSITIVE_INFINITY;
        if (!(off < 1e-6)) {
            throw new IllegalArgumentException(
                    "covariance of a convolution at (" + x + ", " + y + "): expected the center of a cell of " + grid);
        }
        return (int) (row * grid.columns() + column);
    }
}
