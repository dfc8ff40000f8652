package org.pushforward.benchmark.workload;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Smooth random images: normal numbers on a four times coarser grid, interpolated linearly along both axes. */
final class SmoothFields {
    private static final int COARSENESS = 4;
    /** The standard deviation on the coarse grid. Interpolation averages, which lowers it to about 0.5. */
    private static final double DEVIATION = 0.75;

    private SmoothFields() {}

    /** Returns images of shape [count, 1, side, side]. */
    static HostArray draw(RandomKey key, int count, int side) {
        int coarse = side / COARSENESS;
        float[] knots = key.normal(Shape.of(count, coarse, coarse)).toFloats();
        float[] values = new float[count * side * side];
        for (int image = 0; image < count; image++) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    values[(image * side + row) * side + column] =
                            (float) (DEVIATION * at(knots, image * coarse * coarse, coarse, row, column));
                }
            }
        }
        return HostArray.wrap(Shape.of(count, 1, side, side), values);
    }

    private static double at(float[] knots, int from, int coarse, int row, int column) {
        double y = place(row, coarse);
        double x = place(column, coarse);
        int top = (int) y;
        int left = (int) x;
        int bottom = Math.min(top + 1, coarse - 1);
        int right = Math.min(left + 1, coarse - 1);
        double upper = mix(knots[from + top * coarse + left], knots[from + top * coarse + right], x - left);
        double lower = mix(knots[from + bottom * coarse + left], knots[from + bottom * coarse + right], x - left);
        return mix(upper, lower, y - top);
    }

    /** Returns the position of the center of a pixel in units of coarse pixels. */
    private static double place(int pixel, int coarse) {
        return Math.max(0, Math.min(coarse - 1.0, (pixel + 0.5) / COARSENESS - 0.5));
    }

    private static double mix(double a, double b, double share) {
        return a + share * (b - a);
    }
}
