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
 * Which columns a model learns, and what it is given.
 *
 * @param columns those that become {@value Schema#X}, in order; all that are not used otherwise if there are none
 * @param condition those that a model is given, as numbers
 * @param classes those that a model is given, as whole numbers from 0
 * @param missing what is done where a number is missing
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Selection(List<String> columns, List<String> condition, List<String> classes, Missing missing) {
    /** All columns, and nothing is missing. */
    public Selection() {
        this(List.of(), List.of(), List.of(), Missing.REFUSE);
    }

    /** Copies the lists, and refuses a column that is used twice. */
    public Selection {
        columns = List.copyOf(columns);
        condition = List.copyOf(condition);
        classes = List.copyOf(classes);
        Set<String> used = new LinkedHashSet<>();
        checkNew("columns", columns, used);
        checkNew("condition", condition, used);
        checkNew("classes", classes, used);
        for (String given : condition) {
            SettingException.unless(
                    !given.equals(Schema.X),
                    "condition",
                    given,
                    "a column of another name, for x is what models learn");
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

    /** Returns a selection of some columns. */
    public static Selection of(String... columns) {
        return new Selection(List.of(columns), List.of(), List.of(), Missing.REFUSE);
    }

    /** Returns this selection, of a model that is given some columns. */
    public Selection given(String... names) {
        return new Selection(columns, List.of(names), classes, missing);
    }

    /** Returns this selection with another rule for what is missing. */
    public Selection where(Missing rule) {
        return new Selection(columns, condition, classes, rule);
    }

    /**
     * Returns the names of what becomes {@value Schema#X}, in order: of columns, or of one array.
     *
     * @param table the table
     * @param split the column that divides rows, which is not data
     */
    public List<String> names(Table table, Optional<String> split) {
        if (!columns.isEmpty()) {
            return columns;
        }
        List<String> left = new ArrayList<>(table.arrays().keySet());
        left.removeAll(condition);
        left.removeAll(classes);
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
                table.source() + " holds the arrays " + left + ": say in 'columns' which of them is to be learned");
    }

    /**
     * Returns the rows of a table, with NaN where a number is missing.
     *
     * @throws DataFileException if a column is not there, or not of numbers, or has infinite or huge ones
     */
    Rows rows(Table table, List<String> names) {
        Map<String, HostArray> chosen = new LinkedHashMap<>();
        chosen.put(Schema.X, joined(table, names));
        chosen.putAll(given(table));
        return new Rows(chosen);
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
     * Returns what a model is given in each row of a table, without what it learns.
     *
     * @throws DataFileException if a column is not there, or a number is missing
     */
    public Rows context(Table table) {
        Rows rows = new Rows(given(table));
        if (complete(rows).length < rows.count()) {
            throw new DataFileException(table.source() + " lacks numbers in the columns "
                    + rows.schema().names() + ": a model needs each of them");
        }
        return rows;
    }

    private static HostArray joined(Table table, List<String> names) {
        if (names.isEmpty()) {
            String why = table.unreadable().isEmpty() ? "" : ": " + table.unreadable();
            throw new DataFileException(table.source() + " has no column of numbers to learn" + why);
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
                        + ": expected one number for each row, or it alone as what is learned");
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

    /** Returns the positions of rows of which no number is missing. */
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
