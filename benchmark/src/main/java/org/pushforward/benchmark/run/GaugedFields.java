package org.pushforward.benchmark.run;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.benchmark.config.PosteriorSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Held-out fields with a few observed cells, chosen at random. They are the same for every training of every model.
 *
 * @param truth the fields, [fields, cells]
 * @param gauges which cells are observed, field after field
 */
record GaugedFields(HostArray truth, boolean[] gauges) {

    /** Chooses the observed cells at random, with a separate key for each field. */
    static GaugedFields of(HostArray truth, PosteriorSettings settings, RandomKey key) {
        int cells = truth.shape().dim(1);
        boolean[] gauges = new boolean[truth.size()];
        for (int field = 0; field < truth.shape().dim(0); field++) {
            int[] order = key.fold(field).permutation(cells);
            for (int i = 0; i < settings.gaugesOf(cells); i++) {
                gauges[field * cells + order[i]] = true;
            }
        }
        return new GaugedFields(truth, gauges);
    }

    int fields() {
        return truth.shape().dim(0);
    }

    int cells() {
        return truth.shape().dim(1);
    }

    /** Returns the positions, counted over all fields, of the unobserved cells of a field. */
    int[] hidden(int field) {
        return IntStream.range(field * cells(), (field + 1) * cells())
                .filter(i -> !gauges[i])
                .toArray();
    }

    /** Returns which cells of a field are observed. */
    boolean[] mask(int field) {
        return Arrays.copyOfRange(gauges, field * cells(), (field + 1) * cells());
    }

    /** Returns the values of a field. */
    double[] values(int field) {
        return truth.rows(field, field + 1).toDoubles();
    }
}
