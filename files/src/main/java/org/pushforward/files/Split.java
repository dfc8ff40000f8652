package org.pushforward.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /**
     * The positions of rows in the three parts, each in rising order.
     *
     * @param training those that are learned from, at least one
     * @param validation those that judge training
     * @param test those that are kept for the end
     */
    record Parts(int[] training, int[] validation, int[] test) {}

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

    private static Parts byBlock(Table table, int length, double validation, double test, long seed) {
        int blocks = (table.rows() - 1) / length + 1;
        int[] order = RandomKey.of(seed).fold("split").permutation(blocks);
        int judging = (int) Math.round(validation * blocks);
        int kept = (int) Math.round(test * blocks);
        List<int[]> parts = new ArrayList<>();
        int at = 0;
        for (int count : new int[] {blocks - judging - kept, judging, kept}) {
            int[] chosen = Arrays.copyOfRange(order, at, Math.max(at, at + count));
            at += count;
            Arrays.sort(chosen);
            parts.add(Arrays.stream(chosen)
                    .flatMap(block ->
                            IntStream.range(block * length, (int) Math.min(table.rows(), (block + 1L) * length)))
                    .toArray());
        }
        return checked(table, new Parts(parts.get(0), parts.get(1), parts.get(2)));
    }

    private static Parts checked(Table table, Parts parts) {
        if (parts.training().length == 0) {
            throw new DataFileException(table.source() + " has " + table.rows()
                    + " rows, and none of them is left to learn from: expected one at least");
        }
        return parts;
    }
}
