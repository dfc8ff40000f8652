package org.pushforward.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Which columns a model learns, and which columns it is conditioned on.
 *
 * @param columns the columns that become {@value Schema#X}, in order; if empty, all columns that have no other use
 * @param condition the numeric columns that a model is conditioned on
 * @param classes the columns of classes that a model is conditioned on, as whole numbers from 0
 * @param weights the column of the rows' weights; without one, all rows weigh the same
 * @param missing how missing numbers are handled
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Selection(
        List<String> columns, List<String> condition, List<String> classes, Optional<String> weights, Missing missing) {
    /** Selects all columns and refuses missing numbers. */
    public Selection() {
        this(List.of(), List.of(), List.of(), Optional.empty(), Missing.REFUSE);
    }

    /** Copies the lists. Refuses a column that is used twice, and a condition named {@value Schema#X}. */
    public Selection {
        columns = List.copyOf(columns);
        condition = List.copyOf(condition);
        classes = List.copyOf(classes);
        Set<String> used = new LinkedHashSet<>();
        checkNew("columns", columns, used);
        checkNew("condition", condition, used);
        checkNew("classes", classes, used);
        checkNew("weights", weights.stream().toList(), used);
        for (String given : condition) {
            SettingException.unless(
                    !given.equals(Schema.X), "condition", given, "a column with another name, because models learn x");
        }
    }

    private static void checkNew(String component, List<String> names, Set<String> used) {
        for (String name : names) {
            SettingException.unless(used.add(name), component, names, "each column once, not '" + name + "' again");
        }
    }

    /** Returns the selection of all columns. */
    public static Selection all() {
        return new Selection();
    }

    /** Returns a selection of the given columns. */
    public static Selection of(String... columns) {
        return new Selection(List.of(columns), List.of(), List.of(), Optional.empty(), Missing.REFUSE);
    }

    /** Returns this selection with other conditions. */
    public Selection given(String... names) {
        return new Selection(columns, List.of(names), classes, weights, missing);
    }

    /** Returns this selection with a column of weights. */
    public Selection weightedBy(String column) {
        return new Selection(columns, condition, classes, Optional.of(column), missing);
    }

    /** Returns this selection with another rule for missing numbers. */
    public Selection where(Missing rule) {
        return new Selection(columns, condition, classes, weights, rule);
    }

    /**
     * Returns the names of the columns that become {@value Schema#X}, in order, or the name of its single array.
     *
     * @param table the table
     * @param split the column that splits the rows, which is not data
     */
    public List<String> names(Table table, Optional<String> split) {
        if (!columns.isEmpty()) {
            return columns;
        }
        List<String> left = new ArrayList<>(table.arrays().keySet());
        left.removeAll(condition);
        left.removeAll(classes);
        weights.ifPresent(left::remove);
        split.ifPresent(left::remove);
        boolean vectors =
                left.stream().allMatch(name -> table.arrays().get(name).shape().rank() == 1);
        if (vectors || left.size() == 1) {
            return left;
        }
        if (left.contains(Schema.X)) {
            return List.of(Schema.X);
        }
        throw new DataFileException(
                table.source() + " contains the arrays " + left + ": name the one to learn in 'columns'");
    }

    /**
     * Returns the selected columns of a table, with NaN for missing numbers.
     *
     * @throws DataFileException if a column is absent or not numeric, or has a number beyond the range of float32
     */
    Rows rows(Table table, List<String> names) {
        Map<String, HostArray> chosen = new LinkedHashMap<>();
        chosen.put(Schema.X, joined(table, names));
        chosen.putAll(given(table));
        return new Rows(chosen);
    }

    /**
     * Returns the weight of each row, if there is a column of weights.
     *
     * @throws DataFileException if the column is absent, or a weight is missing, negative or infinite
     */
    Optional<HostArray> weights(Table table) {
        return weights.map(name -> {
            HostArray column = table.numbers(name);
            if (column.shape().rank() != 1) {
                throw new DataFileException(table.source() + ": the weights '" + name + "' have the shape "
                        + column.shape() + ": expected one number for each row");
            }
            for (int i = 0; i < column.size(); i++) {
                double weight = column.get(i);
                if (!(weight >= 0) || Double.isInfinite(weight)) {
                    throw new DataFileException(table.source() + ": the weight '" + name + "' is " + weight + " in row "
                            + i + ": expected a finite number, 0 or more");
                }
            }
            return column;
        });
    }

    private Map<String, HostArray> given(Table table) {
        Map<String, HostArray> chosen = new LinkedHashMap<>();
        for (String name : condition) {
            chosen.put(name, floats(table, name));
        }
        for (String name : classes) {
            chosen.put(name, wholes(table, name));
        }
        return chosen;
    }

    /**
     * Returns only the conditions and classes of a table.
     *
     * @throws DataFileException if a column is absent or a number is missing
     */
    public Rows context(Table table) {
        Rows rows = new Rows(given(table));
        if (complete(rows).length < rows.count()) {
            throw new DataFileException(table.source() + " has missing numbers in the columns "
                    + rows.schema().names() + ": a model needs all of them");
        }
        return rows;
    }

    private static HostArray joined(Table table, List<String> names) {
        if (names.isEmpty()) {
            String why = table.unreadable().isEmpty() ? "" : ": " + table.unreadable();
            throw new DataFileException(table.source() + " has no numeric column to learn" + why);
        }
        if (names.size() == 1) {
            HostArray only = floats(table, names.get(0));
            return only.shape().rank() == 1 ? only.reshape(Shape.of(table.rows(), 1)) : only;
        }
        int width = names.size();
        float[] values = new float[Math.multiplyExact(table.rows(), width)];
        for (int j = 0; j < width; j++) {
            HostArray column = floats(table, names.get(j));
            if (column.shape().rank() != 1) {
                throw new DataFileException(table.source() + ": '" + names.get(j) + "' has the shape " + column.shape()
                        + ": expected one number for each row, or no other columns");
            }
            float[] own = column.toFloats();
            for (int i = 0; i < own.length; i++) {
                values[i * width + j] = own[i];
            }
        }
        return HostArray.wrap(Shape.of(table.rows(), width), values);
    }

    private static HostArray floats(Table table, String name) {
        HostArray array = table.numbers(name);
        HostArray floats = array.dtype() == DType.F32 ? array : array.cast(DType.F32);
        float[] values = floats.toFloats();
        int row = table.rows() == 0 ? 1 : values.length / table.rows();
        for (int i = 0; i < values.length; i++) {
            if (Float.isInfinite(values[i])) {
                throw new DataFileException(table.source() + ": '" + name + "' is " + array.get(i) + " in row "
                        + i / row + ": expected numbers below 3.4e38");
            }
        }
        return floats;
    }

    private static HostArray wholes(Table table, String name) {
        HostArray array = table.numbers(name);
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            double value = array.get(i);
            if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) {
                throw new DataFileException(table.source() + ": the class '" + name + "' is " + value + " in row " + i
                        + ": expected whole numbers from 0");
            }
            values[i] = (long) value;
        }
        return HostArray.wrap(array.shape(), values);
    }

    /** Returns the positions of the rows without missing numbers. */
    static int[] complete(Rows rows) {
        return IntStream.range(0, rows.count())
                .filter(i -> rows.columns().values().stream().noneMatch(array -> missing(array, i)))
                .toArray();
    }

    private static boolean missing(HostArray array, int row) {
        if (!array.dtype().isFloating()) {
            return false;
        }
        int width = array.size() / array.shape().dim(0);
        for (int i = row * width; i < (row + 1) * width; i++) {
            if (Double.isNaN(array.get(i))) {
                return true;
            }
        }
        return false;
    }
}
