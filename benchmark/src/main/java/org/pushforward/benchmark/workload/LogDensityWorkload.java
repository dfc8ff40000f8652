package org.pushforward.benchmark.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.pushforward.backend.Backend;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.DataSource;
import org.pushforward.zoo.ModelFunction;
import org.pushforward.zoo.flow.NormalizingFlow;

/**
 * The log-density of a batch, in chunks whose activations stay in a processor's cache.
 *
 * @param name its name
 * @param size how large it is
 * @param chunk the number of rows of a run at most
 * @param model the flow of a width
 * @param data where the density is taken
 */
record LogDensityWorkload(String name, Size size, int chunk, IntFunction<NormalizingFlow> model, DataSource data)
        implements Workload {
    private static final String POINTS = "points";

    @Override
    public Result result() {
        return Result.LOG_DENSITY;
    }

    @Override
    public Case prepare(Backend backend, Size size) {
        NormalizingFlow flow = model.apply(size.width());
        int rows = largestDivisor(size.batch(), chunk);
        ModelFunction density = ModelFunction.compile(
                backend,
                flow.parameters(),
                Weights.of(flow.parameters()),
                List.of(TensorType.f32(rows, 2)),
                in -> List.of(flow.logProb(in.get(0))));
        return new Prepared(Weights.count(flow.parameters()), density, data, size.batch(), rows);
    }

    /** Returns the largest number up to a limit that divides another without rest: all runs are of one shape. */
    static int largestDivisor(int number, int limit) {
        int divisor = Math.min(number, limit);
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private record Prepared(int parameters, ModelFunction density, DataSource data, int batch, int rows)
            implements Case {
        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            return Map.of(POINTS, data.draw(key, batch));
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read) {
            HostArray points = draws.get(POINTS);
            List<HostArray> parts = new ArrayList<>();
            for (int from = 0; from < batch; from += rows) {
                parts.add(density.apply(points.rows(from, from + rows)).get(0));
            }
            return Optional.of(joined(parts));
        }

        private HostArray joined(List<HostArray> parts) {
            float[] values = new float[batch];
            for (int i = 0; i < parts.size(); i++) {
                HostArray part = parts.get(i).cast(org.pushforward.tensor.DType.F32);
                part.floats().get(values, i * rows, rows);
            }
            return HostArray.wrap(Shape.of(batch), values);
        }

        @Override
        public void close() {
            density.close();
        }
    }
}
