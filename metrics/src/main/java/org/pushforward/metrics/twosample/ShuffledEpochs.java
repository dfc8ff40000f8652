package org.pushforward.metrics.twosample;

import java.util.HashMap;
import java.util.Map;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;

/**
 * Draws each row once in every epoch, in a new random order for each epoch. The n-th different key gets the n-th batch, and a batch that
 * reaches the end of an epoch continues with the next one. The same key gives the same rows, as long as all batches have one size.
 */
final class ShuffledEpochs implements DataSource {
    private final Rows rows;
    private final RandomKey shuffles;
    private final Map<RandomKey, Integer> numbers = new HashMap<>();
    private long epoch = -1;
    private int[] order;

    ShuffledEpochs(Rows rows, RandomKey shuffles) {
        this.rows = rows;
        this.shuffles = shuffles;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public int size() {
        return rows.count();
    }

    @Override
    public synchronized Rows draw(RandomKey key, int count) {
        int known = numbers.size();
        long from = (long) numbers.computeIfAbsent(key, any -> known) * count;
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = order((from + i) / size())[(int) ((from + i) % size())];
        }
        return rows.take(positions);
    }

    private int[] order(long number) {
        if (number != epoch) {
            order = shuffles.fold(number).permutation(size());
            epoch = number;
        }
        return order;
    }
}
