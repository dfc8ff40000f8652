package org.pushforward.benchmark.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The largest W2 between two samples over random directions: project, sort, compare.
 *
 * @param name its name
 * @param size the number of points in each sample
 * @param dimension the number of coordinates
 * @param directions the number of directions
 */
record MaxSlicedWorkload(String name, Size size, int dimension, int directions) implements Workload {
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String DIRECTIONS = "directions";

    @Override
    public ResultKind result() {
        return ResultKind.DISTANCE;
    }

    /** Also a vectorized sort of values only, because a sort with indices, like PyTorch's, is easy to beat. */
    @Override
    public List<String> opponents() {
        return List.of(name, name + "-npsort");
    }

    @Override
    public Case prepare(Backend backend, Size size) {
        return new PreparedMaxSliced(new SlicedWasserstein(backend, 2), size.batch(), dimension, directions);
    }

    private record PreparedMaxSliced(SlicedWasserstein distance, int points, int dimension, int directions)
            implements Case {
        @Override
        public int parameters() {
            return 0;
        }

        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            Shape shape = Shape.of(points, dimension);
            return Map.of(
                    FIRST, key.fold(FIRST).normal(shape),
                    SECOND, stretched(key.fold(SECOND).normal(shape)),
                    DIRECTIONS,
                            Directions.uniform(key.fold(DIRECTIONS), directions, dimension)
                                    .cast(DType.F32));
        }

        /** Moves points by 0.1 and stretches axes by 1 to 2, so that the distance is not zero. */
        private HostArray stretched(HostArray normal) {
            float[] values = normal.toFloats();
            for (int i = 0; i < values.length; i++) {
                double scale = 1 + (double) (i % dimension) / Math.max(1, dimension - 1);
                values[i] = (float) (scale * values[i] + 0.1);
            }
            return HostArray.wrap(normal.shape(), values);
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read) {
            double largest = distance.largest(draws.get(FIRST), draws.get(SECOND), draws.get(DIRECTIONS))
                    .distance();
            return Optional.of(HostArray.scalar(DType.F64, largest));
        }

        @Override
        public void close() {
            // Every call of the distance closes its programs.
        }
    }
}
