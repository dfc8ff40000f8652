package org.pushforward.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Draws rows at random with replacement from a file that is too large for memory. The key of each draw determines the positions, so
 * the rows are the same as from memory. A source is stored as a list of runs of rows.
 */
final class StreamedRows implements DataSource {
    private final String source;
    private final StoredRows array;
    private final Map<String, int[]> columns;
    private final Schema schema;
    private final int[] runs;
    private final int length;
    private final int size;

    /**
     * Creates a source from some runs of rows.
     *
     * @param columns the positions of each column in a row of the file
     * @param runs the numbers of the runs
     * @param length the number of rows in a run; the last run of the file may be shorter
     */
    StreamedRows(String source, StoredRows array, Map<String, int[]> columns, Schema schema, int[] runs, int length) {
        this.source = source;
        this.array = array;
        this.columns = columns;
        this.schema = schema;
        this.length = length;
        // Only the last run of the file can be short. Sorting puts it at the end.
        this.runs = Arrays.stream(runs).sorted().toArray();
        int last = this.runs.length == 0
                ? 0
                : (int) Math.min(length, array.rows() - (long) this.runs[this.runs.length - 1] * length);
        this.size = this.runs.length == 0 ? 0 : (this.runs.length - 1) * length + last;
    }

    /**
     * Opens a file and splits its rows.
     *
     * @throws DataFileException if a column is absent, or the rule for missing numbers or the split needs all rows in memory
     */
    static FileRows open(DataFile file, Selection selection, Split split) {
        String source = file.path().toString();
        if (selection.missing() != Missing.REFUSE
                || selection.weights().isPresent()
                || split.column().isPresent()) {
            throw new DataFileException(
                    source + " is streamed, because it exceeds its memory budget: streaming needs 'missing: refuse',"
                            + " a split by 'rows' or 'blocks', and no weights");
        }
        StoredRows array = file.stored();
        Map<String, int[]> columns = new LinkedHashMap<>();
        List<String> names = names(selection, array);
        array.checkNumeric(names);
        array.checkNumeric(selection.condition());
        array.checkNumeric(selection.classes());
        boolean all = array.names().isEmpty() && names.equals(List.of(Schema.X));
        columns.put(Schema.X, all ? whole(array) : positions(source, names, array));
        Schema schema = Schema.of(all ? array.event() : Shape.of(names.size()));
        for (String name : selection.condition()) {
            columns.put(name, positions(source, List.of(name), array));
            schema = schema.with(name, new TensorType(DType.F32, Shape.scalar()));
        }
        for (String name : selection.classes()) {
            columns.put(name, positions(source, List.of(name), array));
            schema = schema.with(name, new TensorType(DType.I64, Shape.scalar()));
        }
        Split.Runs parts = split.runs(array.rows());
        Schema complete = schema;
        List<StreamedRows> sources = new ArrayList<>();
        for (int[] runs : List.of(parts.training(), parts.validation(), parts.test())) {
            sources.add(new StreamedRows(source, array, columns, complete, runs, parts.length()));
        }
        if (sources.get(0).size() == 0) {
            throw new DataFileException(source + ": no row is left for training");
        }
        return new FileRows(
                names, sources.get(0), sources.get(1).some(), sources.get(2).some(), 0);
    }

    private static List<String> names(Selection selection, StoredRows array) {
        if (!selection.columns().isEmpty()) {
            return selection.columns();
        }
        if (array.names().isPresent()) {
            List<String> left = new ArrayList<>(array.names().get());
            left.removeAll(selection.condition());
            left.removeAll(selection.classes());
            return left;
        }
        if (array.event().rank() != 1
                || selection.condition().isEmpty() && selection.classes().isEmpty()) {
            return List.of(Schema.X);
        }
        List<String> left =
                new ArrayList<>(IntStream.rangeClosed(1, array.event().size())
                        .mapToObj(j -> "c" + j)
                        .toList());
        left.removeAll(selection.condition());
        left.removeAll(selection.classes());
        return left;
    }

    private static int[] whole(StoredRows array) {
        return IntStream.range(0, array.event().size()).toArray();
    }

    private static int[] positions(String source, List<String> names, StoredRows array) {
        return names.stream()
                .mapToInt(name -> {
                    int at = array.position(name);
                    if (at < 0) {
                        throw new DataFileException(source + ": no column '" + name + "'"
                                + array.names()
                                        .map(known -> ": " + KeyName.advice(name, known))
                                        .orElse("; the columns of the matrix are c1 to c"
                                                + array.event().size()));
                    }
                    return at;
                })
                .toArray();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        return read(key.integers(size, count));
    }

    /** Returns the first rows, at most {@value FileRows#MOST_HELD_OUT}. */
    private Rows some() {
        return read(IntStream.range(0, Math.min(size, FileRows.MOST_HELD_OUT)).toArray());
    }

    private Rows read(int[] positions) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        columns.forEach((name, at) -> numbers.put(name, new float[Math.multiplyExact(positions.length, at.length)]));
        double[] row = new double[array.event().size()];
        for (int i = 0; i < positions.length; i++) {
            int number = runs[positions[i] / length] * length + positions[i] % length;
            array.read(number, row);
            for (Map.Entry<String, int[]> column : columns.entrySet()) {
                float[] values = numbers.get(column.getKey());
                int[] at = column.getValue();
                for (int j = 0; j < at.length; j++) {
                    float value = (float) row[at[j]];
                    if (!Float.isFinite(value)) {
                        throw new DataFileException(source + ": row " + number + " has " + row[at[j]]
                                + " in coordinate " + at[j] + ": remove or correct it");
                    }
                    values[i * at.length + j] = value;
                }
            }
        }
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        numbers.forEach((name, values) -> {
            HostArray floats = HostArray.wrap(schema.get(name).shape().prepend(positions.length), values);
            arrays.put(name, floats.cast(schema.get(name).dtype()));
        });
        return new Rows(arrays);
    }
}
