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

/** How rows are split for training, validation and testing. */
@Stability(Stability.Level.EXPERIMENTAL)
@ChosenBy("kind")
public sealed interface Split {
    /** The largest number of runs; a list of them takes a few megabytes. */
    int MOST_RUNS = 1 << 20;

    /**
     * The positions of the rows in the three parts, each in ascending order.
     *
     * @param training the rows for training, at least one
     * @param validation the rows for validation
     * @param test the rows for testing
     */
    record Parts(int[] training, int[] validation, int[] test) {}

    /**
     * The numbers of the runs of rows in the three parts.
     *
     * @param length the number of rows in a run
     */
    record Runs(int length, int[] training, int[] validation, int[] test) {}

    /** Returns the column that assigns rows to the parts, if there is one. */
    default Optional<String> column() {
        return Optional.empty();
    }

    /**
     * Splits the rows of a table.
     *
     * @throws DataFileException if no row is left for training
     */
    Parts divide(Table table);

    /**
     * Splits rows by runs, for files whose list of rows does not fit in memory.
     *
     * @throws DataFileException if rows are split by a column
     */
    default Runs runs(int rows) {
        throw new DataFileException("streamed rows cannot be split by the column " + column().orElse(""));
    }

    /**
     * Splits rows at random.
     *
     * @param validation the fraction of rows for validation, 0 or more
     * @param test the fraction of rows for testing, 0 or more
     * @param seed the seed of the random choice
     */
    @Kind("rows")
    record ByRow(double validation, double test, long seed) implements Split {
        /** Creates the default: a tenth of the rows each for validation and for testing. */
        public ByRow() {
            this(0.1, 0.1, 0);
        }

        /** Refuses fractions that leave no rows for training. */
        public ByRow {
            checkShares(validation, test);
        }

        @Override
        public Parts divide(Table table) {
            return byBlock(table, 1, validation, test, seed);
        }

        /** Splits into runs as short as possible, but at most {@value Split#MOST_RUNS} of them. */
        @Override
        public Runs runs(int rows) {
            return chosen(rows, (rows - 1) / MOST_RUNS + 1, validation, test, seed);
        }
    }

    /**
     * Splits blocks of consecutive rows at random, for series with similar neighbors.
     *
     * @param length the number of rows in a block
     * @param validation the fraction of blocks for validation, 0 or more
     * @param test the fraction of blocks for testing, 0 or more
     * @param seed the seed of the random choice
     */
    @Kind("blocks")
    record ByBlock(int length, double validation, double test, long seed) implements Split {
        /** Creates the default: a tenth of the blocks each for validation and for testing, with 100 rows in a block. */
        public ByBlock() {
            this(100, 0.1, 0.1, 0);
        }

        /** Refuses fractions that leave no rows for training, and blocks without rows. */
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
     * Splits rows by a column of the file that contains {@code train}, {@code validation} or {@code test}.
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
                throw new DataFileException(table.source() + ": no text column '" + name
                        + "' to split rows by: expected a column with train, validation or test");
            }
            for (int row = 0; row < words.length; row++) {
                String word = words[row];
                if (!TRAINING.contains(word) && !VALIDATION.contains(word) && !word.equals("test")) {
                    throw new DataFileException(table.source() + ": column '" + name + "' is '" + word + "' in row "
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
                validation >= 0 && validation < 1, "validation", validation, "a fraction from 0 to below 1");
        SettingException.unless(
                test >= 0 && validation + test < 1, "test", test, "a fraction that leaves rows for training");
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
                    + " rows, and none is left for training: expected at least one");
        }
        return parts;
    }
}
