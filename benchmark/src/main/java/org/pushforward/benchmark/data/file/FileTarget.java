package org.pushforward.benchmark.data.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.data.HeldOut;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.TrainingSplit;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.files.FileRows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * A target whose rows come from a file.
 *
 * @param title the name of the file
 * @param rows the rows, split for training, validation and testing
 */
public record FileTarget(String title, FileRows rows) implements Target {

    @Override
    public String description() {
        return rows.training().size() + " rows for training, "
                + rows.validation().count() + " for validation and "
                + rows.test().count() + " for testing, of " + String.join(", ", shown()) + ".";
    }

    private List<String> shown() {
        int most = 12;
        return rows.names().size() <= most
                ? rows.names()
                : List.of(rows.names().size() + " columns, beginning with "
                        + rows.names().get(0));
    }

    @Override
    public Domain domain() {
        Shape event = rows.training().schema().get(Schema.X).shape();
        if (event.rank() == 3) {
            return new Pictures(event.dim(0), event.dim(1), event.dim(2));
        }
        if (event.rank() == 2) {
            return new Pictures(1, event.dim(0), event.dim(1));
        }
        return new Vectors(coordinates());
    }

    /** Returns a name for each element of a row. */
    public List<String> coordinates() {
        int size = rows.training().schema().get(Schema.X).shape().size();
        if (rows.names().size() == size) {
            return rows.names();
        }
        List<String> names = new ArrayList<>();
        for (int j = 1; j <= size; j++) {
            names.add(rows.names().get(0) + j);
        }
        return names;
    }

    /** Returns all columns of numbers that are not classes. */
    @Override
    public List<String> conditions() {
        return rows.training().schema().without(Schema.X).columns().entrySet().stream()
                .filter(column -> column.getValue().dtype().isFloating())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public DataSource training() {
        return rows.training();
    }

    /**
     * Returns two disjoint sets of test rows.
     *
     * @throws IllegalArgumentException if there are fewer than 4 test rows
     */
    @Override
    public HeldOut heldOut(int atMost, RandomKey key) {
        if (rows.test().count() < 4) {
            throw new IllegalArgumentException(title + " has " + rows.test().count()
                    + " test rows: expected 4 or more to compare models; increase 'test' of the split");
        }
        return HeldOut.of(rows.test(), Math.min(atMost, rows.test().count() / 2), key);
    }

    /** Returns the training rows and some validation rows. Without validation rows, splits the training rows. */
    @Override
    public TrainingSplit split(int count, RandomKey key) {
        if (rows.validation().count() == 0) {
            return TrainingSplit.random(rows.training(), count, key);
        }
        Rows judging = rows.validation();
        return new TrainingSplit(rows.training(), judging.range(0, Math.min(count, judging.count())));
    }
}
