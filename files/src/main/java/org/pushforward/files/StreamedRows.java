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
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Rows of a file that is too large for memory, drawn at random with replacement: as many times the same rows as from memory, for the
 * positions come from the key of each draw. A part of the rows is a list of runs.
 */
final class StreamedRows implements DataSource {
    private final String source;
    private final StoredArray array;
    private final Map<String, int[]> columns;
    private final Schema schema;
    private final int[] runs;
    private final int length;
    private final int size;

    /**
     * Makes one.
     *
     * @param columns the coordinates of each column
     * @param runs the numbers of runs of rows
     * @param length how many rows a run has; the last one of the file may have fewer
     */
    StreamedRows(String source, StoredArray array, Map<String, int[]> columns, Schema schema, int[] runs, int length) {
        this.source = source;
        this.array = array;
        this.columns = columns;
        this.schema = schema;
        this.length = length;
        // The short run comes last, so that all before it have one length.
        this.runs = Arrays.stream(runs).sorted().toArray();
        int last = this.runs.length == 0
                ? 0
                : (int) Math.min(length, array.rows() - (long) this.runs[this.runs.length - 1] * length);
        this.size = this.runs.length == 0 ? 0 : (this.runs.length - 1) * length + last;
    }

    /**
     * Opens the parts of a file.
     *
     * @throws DataFileException if a column is not there, or the rule for missing numbers or the split needs all rows in memory
     */
    static FileRows open(DataFile file, Selection selection, Split split) {
        String source = file.path().toString();
        StoredArray array = StoredArray.open(file.path());
        if (selection.missing() != Missing.REFUSE || split.column().isPresent()) {
            throw new DataFileException(
                    source + " is streamed, since it is larger than memory may be: 'missing: refuse' and a split"
                            + " by 'rows' or 'blocks' are what works then");
        }
        Map<String, int[]> columns = new LinkedHashMap<>();
        List<String> names = names(selection, array);
        columns.put(Schema.X, names.equals(List.of(Schema.X)) ? whole(array) : positions(source, names, array));
        Schema schema = Schema.of(names.equals(List.of(Schema.X)) ? array.event() : Shape.of(names.size()));
        for (String name : selection.condition()) {
            columns.put(name, positions(source, List.of(name), array));
            schema = schema.with(name, new TensorType(DType.F32, Shape.scalar()));
        }
        for (String name : selection.classes()) {
            columns.put(name, positions(source, List.of(name), array));
            schema = schema.with(name, new TensorType(DType.I64, Shape.scalar()));
        }
        Split.Runs parts = split.runs(array.rows());
        Schema all = schema;
        List<StreamedRows> sources = new ArrayList<>();
        for (int[] runs : List.of(parts.training(), parts.validation(), parts.test())) {
            sources.add(new StreamedRows(source, array, columns, all, runs, parts.length()));
        }
        if (sources.get(0).size() == 0) {
            throw new DataFileException(source + ": no row is left to learn from");
        }
        return new FileRows(
                names, sources.get(0), sources.get(1).some(), sources.get(2).some(), 0);
    }

    private static List<String> names(Selection selection, StoredArray array) {
        if (!selection.columns().isEmpty()) {
            return selection.columns();
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

    private static int[] whole(StoredArray array) {
        return IntStream.range(0, array.event().size()).toArray();
    }

    private static int[] positions(String source, List<String> names, StoredArray array) {
        int width = array.event().rank() == 1 ? array.event().size() : 0;
        return names.stream()
                .mapToInt(name -> {
                    int at = name.matches("c[1-9]\\d{0,8}") ? Integer.parseInt(name.substring(1)) : Integer.MAX_VALUE;
                    if (at > width) {
                        throw new DataFileException(
                                source + ": no column '" + name + "'; those of the matrix are c1 to c" + width);
                    }
                    return at - 1;
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

    /** Returns the first rows, as many as judge a model well. */
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
                        throw new DataFileException(source + ": row " + number + " holds " + row[at[j]]
                                + " in coordinate " + at[j] + ": remove or mend it");
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
