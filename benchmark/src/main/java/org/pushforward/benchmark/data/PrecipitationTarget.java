package org.pushforward.benchmark.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.Field;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.data.LongitudeBands;
import org.pushforward.zoo.data.Patch;
import org.pushforward.zoo.data.PrecipitationPatches;

/**
 * Precipitation patches: those of the training bands for training, and those of the test bands for comparison. Patches of one band
 * overlap, so whole bands are drawn: a set of held-out rows is half of the test bands.
 */
record PrecipitationTarget(PrecipitationPatches patches, LongitudeBands bands) implements Target {

    @Override
    public String title() {
        return "Precipitation";
    }

    @Override
    public String description() {
        return "Annual precipitation of 2016 (NOAA Climate Forecast System version 2), cut into patches of "
                + patches.size() + " x " + patches.size()
                + " cells of one degree: log(1 + mm), standardized. Test patches lie in " + blocks()
                + " bands of longitude, " + bands.gap()
                + " columns or more from every training patch. Patches of one band overlap, so a set of held-out data is"
                + " half of the bands, and uncertainties are computed from the differences between bands.";
    }

    @Override
    public Domain domain() {
        return new Field(
                patches.size(), patches.size(), "precipitation", "mm", patches.mean(), patches.standardDeviation());
    }

    @Override
    public DataSource training() {
        return patches.train();
    }

    @Override
    public int blocks() {
        return bands.testBands().size();
    }

    /** Returns two random halves of the bands, each reduced to random rows if it has too many. */
    @Override
    public HeldOut heldOut(int atMost, RandomKey key) {
        int[] order = key.fold("bands").permutation(blocks());
        int half = blocks() / 2;
        int[] first = rowsOf(Arrays.copyOfRange(order, 0, half));
        int[] second = rowsOf(Arrays.copyOfRange(order, half, 2 * half));
        int count = Math.min(atMost, first.length);
        return new HeldOut(chosen(first, count, key.fold("first")), chosen(second, count, key.fold("second")));
    }

    private int[] rowsOf(int[] chosenBands) {
        int perBand = patches.test().size() / blocks();
        return Arrays.stream(chosenBands)
                .flatMap(band -> IntStream.range(band * perBand, (band + 1) * perBand))
                .toArray();
    }

    private Rows chosen(int[] positions, int count, RandomKey key) {
        int[] order = key.permutation(positions.length);
        return patches.test()
                .rows()
                .take(IntStream.range(0, count)
                        .map(i -> positions[count == positions.length ? i : order[i]])
                        .toArray());
    }

    /** Returns the same number of rows of each band, evenly spaced from north to south. */
    @Override
    public Rows examined(int atMost, RandomKey key) {
        int perBand = patches.test().size() / blocks();
        int kept = Math.max(1, Math.min(perBand, atMost / blocks()));
        return patches.test()
                .rows()
                .take(IntStream.range(0, blocks() * kept)
                        .map(i -> i / kept * perBand + i % kept * perBand / kept)
                        .toArray());
    }

    /** Returns a random row of each band in turn, so that the first few lie all over the map instead of side by side. */
    @Override
    public Rows pictured(int atMost, RandomKey key) {
        int perBand = patches.test().size() / blocks();
        int[][] orders = IntStream.range(0, blocks())
                .mapToObj(band -> key.fold(band).permutation(perBand))
                .toArray(int[][]::new);
        return patches.test()
                .rows()
                .take(IntStream.range(0, Math.min(atMost, blocks() * perBand))
                        .map(i -> i % blocks() * perBand + orders[i % blocks()][i / blocks()])
                        .toArray());
    }

    /** Returns patches without common cells, in random order. */
    @Override
    public Rows apart(int atMost, RandomKey key) {
        int size = patches.size();
        List<Patch> all = patches.testPatches();
        int[] apart = IntStream.range(0, all.size())
                .filter(i -> all.get(i).row() % size == 0 && (all.get(i).column() - westOf(all.get(i))) % size == 0)
                .toArray();
        int[] order = key.permutation(apart.length);
        return patches.test()
                .rows()
                .take(IntStream.range(0, Math.min(atMost, apart.length))
                        .map(i -> apart[order[i]])
                        .toArray());
    }

    private int westOf(Patch patch) {
        return bands.testBands().stream()
                .filter(band -> band.from() <= patch.column() && patch.column() < band.to())
                .findFirst()
                .orElseThrow()
                .from();
    }

    /**
     * Takes the last patches. Patches are ordered by band, so the last ones overlap with few others; random ones would overlap with most.
     */
    @Override
    public TrainingSplit split(int rows, RandomKey key) {
        return TrainingSplit.of(
                patches.train().rows(),
                rows,
                IntStream.range(0, patches.train().size()).toArray());
    }
}
