package org.pushforward.files;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;

/** Which rows are learned from, which judge training, and which are kept for the end. */
@Stability(Stability.Level.EXPERIMENTAL)
@ChosenBy("kind")
public sealed interface Split {
    /** A list of so many runs takes a few megabytes. */
    int MOST_RUNS = 1 << 20;

    /**
     * The positions of rows in the three parts, each in rising order.
     *
     * @param training those that are learned from, at least one
     * @param validation those that judge training
     * @param test those that are kept for the end
     */
    record Parts(int[] training, int[] validation, int[] test) {}

    /**
     * The numbers of runs of rows in the three parts.
     *
     * @param length how many rows a run has
     */
    record Runs(int length, int[] training, int[] validation, int[] test) {}

    /** Returns the column of the table that says where a row belongs, if one does. */
    default Optional<String> column() {
        return Optional.empty();
    }

    /**
     * Divides rows.
     *
     * @throws DataFileException if no row is left to learn from
     */
    Parts divide(Table table);

    /**
     * Divides so many rows by runs, whose list fits memory where that of rows does not.
     *
     * @throws DataFileException if rows are divided by a column
     */
    default Runs runs(int rows) {
        throw new DataFileException("rows that are streamed cannot be divided by the column " + column().orElse(""));
    }

    /**
     * Rows at random.
     *
     * @param validation the share of rows that judge training, 0 or more
     * @param test the share that is kept for the end, 0 or more
     * @param seed what the choice is derived from
     */
    @Kind("rows")
    record ByRow(double validation, double test, long seed) implements Split {
        /** A tenth each. */
        public ByRow() {
            this(0.1, 0.1, 0);
        }

        /** Refuses shares that leave nothing to learn from. */
        public ByRow {
            checkShares(validation, test);
        }

        @Override
        public Parts divide(Table table) {
            return byBlock(table, 1, validation, test, seed);
        }

        /** Divides by runs that are as short as a list of {@value Split#MOST_RUNS} allows. */
        @Override
        public Runs runs(int rows) {
            return chosen(rows, (rows - 1) / MOST_RUNS + 1, validation, test, seed);
        }
    }

    /**
     * Runs of rows at random, for series whose neighbors are alike.
     *
     * @param length how many rows a run has
     * @param validation the share of runs that judge training, 0 or more
     * @param test the share that is kept for the end, 0 or more
     * @param seed what the choice is derived from
     */
    @Kind("blocks")
    record ByBlock(int length, double validation, double test, long seed) implements Split {
        /** A tenth each, in runs of 100 rows. */
        public ByBlock() {
            this(100, 0.1, 0.1, 0);
        }

        /** Refuses shares that leave nothing to learn from, and runs without rows. */
        public ByBlock {
            SettingException.atLeast(1, "length", length);
            checkShares(validation, test);
        }

        @Override
        public Parts divide(Table table) {
            return byBlock(table, length, validation, test, seed);
        }

        @Override
        public Runs runs(int rows) {
            return chosen(rows, length, validation, test, seed);
        }
    }

    /**
     * Rows by what a column of the file says: {@code train}, {@code validation} or {@code test}.
     *
     * @param name the name of the column
     */
    @Kind("column")
    record ByColumn(String name) implements Split {
        private static final Set<String> TRAINING = Set.of("train", "training");
        private static final Set<String> VALIDATION = Set.of("validation", "valid", "val");

        @Override
        public Optional<String> column() {
            return Optional.of(name);
        }

        @Override
        public Parts divide(Table table) {
            String[] words = table.words().get(name);
            if (words == null) {
                throw new DataFileException(table.source() + ": no column '" + name
                        + "' of text to split rows by: expected one that says train, validation or test");
            }
            for (int row = 0; row < words.length; row++) {
                String word = words[row];
                if (!TRAINING.contains(word) && !VALIDATION.contains(word) && !word.equals("test")) {
                    throw new DataFileException(table.source() + ": column '" + name + "' says '" + word + "' in row "
                            + row + ": expected train, validation or test");
                }
            }
            IntStream rows = IntStream.range(0, words.length);
            return checked(
                    table,
                    new Parts(
                            rows.filter(row -> TRAINING.contains(words[row])).toArray(),
                            IntStream.range(0, words.length)
                                    .filter(row -> VALIDATION.contains(words[row]))
                                    .toArray(),
                            IntStream.range(0, words.length)
                                    .filter(row -> words[row].equals("test"))
                                    .toArray()));
        }
    }

    private static void checkShares(double validation, double test) {
        SettingException.unless(
                validation >= 0 && validation < 1, "validation", validation, "a share from 0 to below 1");
        SettingException.unless(
                test >= 0 && validation + test < 1, "test", test, "a share that leaves rows to learn from");
    }

    private static Runs chosen(int rows, int length, double validation, double test, long seed) {
        int runs = (rows - 1) / length + 1;
        int[] order = RandomKey.of(seed).fold("split").permutation(runs);
        int judging = (int) Math.round(validation * runs);
        int kept = (int) Math.round(test * runs);
        int learning = Math.max(0, runs - judging - kept);
        return new Runs(
                length,
                Arrays.copyOfRange(order, 0, learning),
                Arrays.copyOfRange(order, learning, Math.min(runs, learning + judging)),
                Arrays.copyOfRange(order, Math.min(runs, learning + judging), runs));
    }

    private static Parts byBlock(Table table, int length, double validation, double test, long seed) {
        Runs runs = chosen(table.rows(), length, validation, test, seed);
        return checked(
                table,
                new Parts(
                        rows(runs.training(), length, table.rows()),
                        rows(runs.validation(), length, table.rows()),
                        rows(runs.test(), length, table.rows())));
    }

    private static int[] rows(int[] runs, int length, int rows) {
        return Arrays.stream(runs)
                .sorted()
                .flatMap(run -> IntStream.range(run * length, (int) Math.min(rows, (run + 1L) * length)))
                .toArray();
    }

    private static Parts checked(Table table, Parts parts) {
        if (parts.training().length == 0) {
            throw new DataFileException(table.source() + " has " + table.rows()
                    + " rows, and none of them is left to learn from: expected one at least");
        }
        return parts;
    }
}
