package org.pushforward.metrics.twosample;

import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.metrics.HostMemory;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A kernel that an engine computes some rows at a time in float64, from squared distances |x|^2 + |y|^2 - 2 x y. One matrix product with
 * the labels and a column of ones adds up its rows for all labelings. Memory grows with the number of points, not with that of pairs.
 *
 * <p>The squares |x|^2 are taken 1 - (d + 4) 2^-52 of their size, which is the largest rounding error of the sum. So points that
 * coincide have distance 0, and rounding makes no distance of them. Kernel values are rounded to float32, as those of the host are. Their
 * sums in float64 are then nearly exact, and labelings that repeat each other have the same statistic.
 */
final class EngineKernel implements PairKernel {
    private static final int MOST = 512;
    /** The largest number of pairs in a run, unless there are more points. */
    private static final int PAIRS = 1 << 22;

    private static final String ROWS = "rows";
    private static final String POINTS = "points";
    private static final String LABELS = "labels";
    private static final String SUMS = "sums";
    private static final String DISTANCES = "distances";

    private final KernelTest.Kernel kernel;
    private final HostArray points;
    private final int count;
    private final int most;
    private final int rows;
    private final Executable program;

    /**
     * Compiles the sums.
     *
     * @param labelings the number of all labelings
     * @throws IllegalArgumentException if the labels do not fit into memory
     */
    EngineKernel(Backend backend, KernelTest.Kernel kernel, double[][] points, int labelings) {
        this(backend, kernel, points, labelings, PAIRS);
    }

    /** Compiles sums with at most so many pairs in a run, unless there are more points. */
    EngineKernel(Backend backend, KernelTest.Kernel kernel, double[][] points, int labelings, int pairs) {
        this.kernel = kernel;
        this.count = points.length;
        this.most = Math.min(MOST, labelings);
        this.rows = Math.min(count, Math.max(1, pairs / count));
        HostMemory.require(bytes(count, points[0].length, most, rows), most + " labelings of " + count + " points");
        this.points = array(points);
        double length = kernel == KernelTest.Kernel.GAUSSIAN ? median(backend) : 1;
        this.program = backend.compile(sums(length));
        program.write(POINTS, this.points);
    }

    /** Returns the size of the labels with and without a column of ones, of the points given and copied, and of the sums of a run. */
    static double bytes(double points, double width, double labelings, double rows) {
        return 8 * (points * (2 * labelings + 1) + 2 * points * width + rows * (labelings + 1));
    }

    private static HostArray array(double[][] points) {
        int width = points[0].length;
        double[] values = new double[points.length * width];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(points[i], 0, values, i * width, width);
        }
        return HostArray.wrap(Shape.of(points.length, width), values);
    }

    private Tensor input(String name, int first, int second) {
        return Tensor.input(name, new TensorType(DType.F64, Shape.of(first, second)));
    }

    /** Returns the distances of some rows from all points. */
    private static Tensor distances(Tensor rows, Tensor points) {
        int width = points.dim(1);
        double less = 1 - (width + 4) * 0x1p-52;
        Tensor ofRows = rows.square().sum(1).reshape(rows.dim(0), 1);
        Tensor ofPoints = points.square().sum(1);
        Tensor products = rows.matmul(points.transpose()).mul(2);
        return ofRows.add(ofPoints).mul(less).sub(products).max(0).sqrt().cast(DType.F32);
    }

    private Graph sums(double length) {
        Tensor some = input(ROWS, rows, points.shape().dim(1));
        Tensor all = input(POINTS, count, points.shape().dim(1));
        Tensor labels = input(LABELS, count, most + 1);
        Tensor distances = distances(some, all).cast(DType.F64);
        Tensor values = kernel == KernelTest.Kernel.ENERGY
                ? distances.neg()
                : distances.div(length).square().mul(-0.5).exp().cast(DType.F32).cast(DType.F64);
        return Graph.builder()
                .inputs(some)
                .constants(List.of(all, labels))
                .output(SUMS, values.matmul(labels))
                .build();
    }

    /** Returns the upper median of the distances, which an engine computes twice. */
    private float median(Backend backend) {
        Tensor some = input(ROWS, rows, points.shape().dim(1));
        Tensor all = input(POINTS, count, points.shape().dim(1));
        Graph graph = Graph.builder()
                .inputs(some)
                .constants(List.of(all))
                .output(DISTANCES, distances(some, all))
                .build();
        try (Executable distances = backend.compile(graph)) {
            distances.write(POINTS, points);
            TwoPassMedian median = new TwoPassMedian();
            passDistances(distances, median);
            median.beginSecondPass();
            passDistances(distances, median);
            // If most pairs coincide, any positive length will do.
            return median.value() > 0 ? median.value() : Math.max(median.largest(), Float.MIN_NORMAL);
        }
    }

    private void passDistances(Executable distances, TwoPassMedian median) {
        forEachBlock((from, start) -> {
            float[] values = run(distances, start, DISTANCES).toFloats();
            for (int i = from; i < start + rows; i++) {
                int row = (i - start) * count;
                median.add(values, row, row + i);
            }
        });
    }

    /** Work on a block of rows. */
    private interface Block {
        void work(int from, int start);
    }

    /** All runs have the same shape, so the last block may begin, at start, with rows that are done; from is the first that is not. */
    private void forEachBlock(Block block) {
        for (int from = 0; from < count; from += rows) {
            block.work(from, Math.min(from, count - rows));
        }
    }

    private HostArray run(Executable executable, int start, String output) {
        return executable.run(Map.of(ROWS, points.rows(start, start + rows))).get(output);
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public LabelingSums sums(double[] labels, int labelings) {
        int width = most + 1;
        double[] columns = new double[count * width];
        for (int i = 0; i < count; i++) {
            System.arraycopy(labels, i * labelings, columns, i * width, labelings);
            columns[i * width + most] = 1;
        }
        program.write(LABELS, HostArray.wrap(Shape.of(count, width), columns));
        // The kernel of a point with itself, which is no pair.
        double self = kernel == KernelTest.Kernel.ENERGY ? 0 : 1;
        LabelingSums sums = new LabelingSums(labels, labelings, 2);
        forEachBlock((from, start) -> {
            double[] products = run(program, start, SUMS).toDoubles();
            for (int i = from; i < start + rows; i++) {
                int row = (i - start) * width;
                for (int c = 0; c < labelings; c++) {
                    products[row + c] -= self * labels[i * labelings + c];
                }
                sums.add(i, products, row, products[row + most] - self);
            }
        });
        return sums;
    }

    @Override
    public void close() {
        program.close();
    }
}
