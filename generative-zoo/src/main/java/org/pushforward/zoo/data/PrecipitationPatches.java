package org.pushforward.zoo.data;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.data.Dataset;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Square patches of the precipitation field as standardized log(1 + mm). Training and test patches come from bands of longitude that share
 * no cell.
 *
 * <p>Each patch lies within one band of {@link LongitudeBands}, and none crosses the edge of the map at 180 W. Within a band patches start
 * every {@code stride} cells along both axes. With a stride below their size they overlap and are not independent, so a standard error
 * that assumes independence is too small. Both parts contain every latitude. All cells of one degree have the same weight, so high
 * latitudes count for more than their area.
 *
 * <p>Values are z = (log(1 + mm) - m) / s, where m and s are the mean and the standard deviation over all cells of all <em>training</em>
 * patches. A patch is an image with one channel whose rows run from north to south and columns from west to east. Immutable and
 * thread-safe.
 */
public final class PrecipitationPatches {
    private final int size;
    private final List<Patch> trainPatches;
    private final List<Patch> testPatches;
    private final double mean;
    private final double standardDeviation;
    private final Dataset train;
    private final Dataset test;

    private PrecipitationPatches(
            PrecipitationField field, int size, List<Patch> trainPatches, List<Patch> testPatches) {
        this.size = size;
        this.trainPatches = List.copyOf(trainPatches);
        this.testPatches = List.copyOf(testPatches);
        double[] trainLogs = logs(field, trainPatches);
        double[] testLogs = logs(field, testPatches);
        this.mean = mean(trainLogs);
        this.standardDeviation = standardDeviation(trainLogs, mean);
        this.train = standardized(trainLogs);
        this.test = standardized(testLogs);
    }

    /**
     * Cuts the field into patches.
     *
     * @param field the field
     * @param size the number of cells along the edge of a patch
     * @param stride the number of cells from one patch to the next, along both axes
     * @param bands the columns for training and for testing
     * @throws IllegalArgumentException if size or stride is not positive, or a patch does not fit into a band
     */
    public static PrecipitationPatches cut(PrecipitationField field, int size, int stride, LongitudeBands bands) {
        int largest = Math.min(PrecipitationField.ROWS, Math.min(bands.train(), bands.test()));
        if (size < 1 || size > largest) {
            throw new IllegalArgumentException(
                    "patches of size " + size + ": expected 1 to " + largest + ", to fit into " + bands);
        }
        if (stride < 1) {
            throw new IllegalArgumentException("patches at stride " + stride + ": expected 1 or more");
        }
        return new PrecipitationPatches(
                field, size, patches(bands.trainBands(), size, stride), patches(bands.testBands(), size, stride));
    }

    /** Returns patches of 8 x 8 cells at stride 2 in the standard bands: 2592 for training and 648 for testing. */
    public static PrecipitationPatches standard() {
        return cut(PrecipitationField.load(), 8, 2, LongitudeBands.standard());
    }

    private static List<Patch> patches(List<LongitudeBands.Band> bands, int size, int stride) {
        List<Patch> patches = new ArrayList<>();
        for (LongitudeBands.Band band : bands) {
            for (int row = 0; row + size <= PrecipitationField.ROWS; row += stride) {
                for (int column = band.from(); column + size <= band.to(); column += stride) {
                    patches.add(new Patch(row, column, size));
                }
            }
        }
        return patches;
    }

    private static double[] logs(PrecipitationField field, List<Patch> patches) {
        int size = patches.get(0).size();
        double[] logs = new double[patches.size() * size * size];
        int position = 0;
        for (Patch patch : patches) {
            for (int i = 0; i < size * size; i++) {
                logs[position++] = Math.log1p(field.at(patch.row() + i / size, patch.column() + i % size));
            }
        }
        return logs;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardDeviation(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            double off = value - mean;
            sum += off * off;
        }
        return Math.sqrt(sum / values.length);
    }

    private Dataset standardized(double[] logs) {
        float[] values = new float[logs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((logs[i] - mean) / standardDeviation);
        }
        return Dataset.of(HostArray.wrap(Shape.of(values.length / (size * size), 1, size, size), values));
    }

    /** Returns the number of cells along the edge of a patch. */
    public int size() {
        return size;
    }

    /** Returns the training patches, standardized, f32[count, 1, size, size]. */
    public Dataset train() {
        return train;
    }

    /** Returns the test patches, standardized, f32[count, 1, size, size]. */
    public Dataset test() {
        return test;
    }

    /** Returns the positions of the training patches, in the order of {@link #train}. */
    public List<Patch> trainPatches() {
        return trainPatches;
    }

    /** Returns the positions of the test patches, in the order of {@link #test}. */
    public List<Patch> testPatches() {
        return testPatches;
    }

    /** Returns the mean of log(1 + mm) over the cells of the training patches. */
    public double mean() {
        return mean;
    }

    /** Returns the standard deviation of log(1 + mm) over the cells of the training patches. */
    public double standardDeviation() {
        return standardDeviation;
    }

    /** Converts a standardized value to millimeters: max(0, e^(m + s z) - 1). */
    public double toMillimeters(double standardized) {
        return Math.max(0, Math.expm1(mean + standardDeviation * standardized));
    }

    /** Converts standardized values of any shape to millimeters, as float64. */
    public HostArray toMillimeters(HostArray standardized) {
        double[] values = standardized.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = toMillimeters(values[i]);
        }
        return HostArray.wrap(standardized.shape(), values);
    }
}
