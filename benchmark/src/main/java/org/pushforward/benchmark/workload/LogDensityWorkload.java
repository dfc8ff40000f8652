package org.pushforward.benchmark.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.pushforward.backend.Backend;
import org.pushforward.data.Context;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Distribution;
import org.pushforward.model.DensityModel;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.tensor.HostArray;

/**
 * The log-density of a batch, in chunks whose activations fit into the processor's cache.
 *
 * @param name its name
 * @param size its size
 * @param chunk the largest number of rows in a run
 * @param model the model for a given width
 * @param data the points at which the density is evaluated
 */
record LogDensityWorkload(String name, Size size, int chunk, IntFunction<? extends DensityModel> model, DataSource data)
        implements Workload {
    @Override
    public ResultKind result() {
        return ResultKind.LOG_DENSITY;
    }

    @Override
    public Case prepare(Backend backend, Size size) {
        DensityModel made = model.apply(size.width());
        Distribution distribution = made.distribution().given(Context.none());
        RowFunction density = RowFunction.of(
                backend,
                made.parameters(),
                Weights.of(made.parameters()),
                made.schema(),
                (batch, noise) -> List.of(distribution.logProb(batch.x())),
                Ladder.of(largestDivisor(size.batch(), chunk)));
        density.prepare(size.batch());
        return new PreparedLogDensity(Weights.count(made.parameters()), density, data, size.batch());
    }

    /** Returns the largest divisor of a number up to a limit, so that all runs have the same shape. */
    static int largestDivisor(int number, int limit) {
        int divisor = Math.min(number, limit);
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private record PreparedLogDensity(int parameters, RowFunction density, DataSource data, int batch) implements Case {
        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            return data.draw(key, batch).columns();
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read) {
            return Optional.of(density.apply(new Rows(draws)).get(0));
        }

        @Override
        public void close() {
            density.close();
        }
    }
}
