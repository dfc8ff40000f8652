package org.pushforward.metrics.field;

import org.pushforward.tensor.HostArray;

/** Checks of fields on a grid. */
final class Fields {
    private Fields() {}

    /** Returns the fields, [count][cells], or refuses them. */
    static double[][] of(HostArray fields, int rows, int columns) {
        int cells = rows * columns;
        if (rows < 1
                || columns < 1
                || cells < 2
                || fields.shape().rank() != 2
                || fields.shape().dim(0) < 1
                || fields.shape().dim(1) != cells
                || !fields.isFinite()) {
            throw new IllegalArgumentException("fields of type " + fields.type() + " of " + rows + " rows and "
                    + columns + " columns: expected finite numbers [count, " + cells
                    + "], one field and 2 cells or more");
        }
        double[] values = fields.toDoubles();
        double[][] each = new double[fields.shape().dim(0)][cells];
        for (int i = 0; i < each.length; i++) {
            System.arraycopy(values, i * cells, each[i], 0, cells);
        }
        return each;
    }
}
