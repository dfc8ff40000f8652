package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The lowering of broadcasts. */
final class Broadcasting {
    private Broadcasting() {}

    /** Resizing an image takes a ninth of the time of repeating each pixel. */
    static String lower(Movement.Broadcast p, Tensor y, List<String> x, ModelBuilder m) {
        Shape from = y.operands().get(0).shape();
        if (!enlarges(from, p.shape()) || y.dtype() != DType.F32) {
            return m.expand(x.get(0), p.shape());
        }
        int rank = from.rank();
        int height = from.dim(rank - 4);
        int width = from.dim(rank - 2);
        Map<String, Object> nearest =
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor");
        String images = m.reshape(x.get(0), Shape.of(1, from.size() / (height * width), height, width));
        float[] scales = {1, 1, p.shape().dim(rank - 3), p.shape().dim(rank - 1)};
        String noRegion = "";
        String enlarged = m.apply("Resize", nearest, images, noRegion, m.constant(HostArray.wrap(Shape.of(4), scales)));
        return m.reshape(enlarged, p.shape());
    }

    /** Returns whether the broadcast repeats the rows and columns of images, from [.., rows, 1, columns, 1]. */
    private static boolean enlarges(Shape from, Shape to) {
        int rank = to.rank();
        return from.rank() == rank
                && rank >= 4
                && from.dim(rank - 3) == 1
                && from.dim(rank - 1) == 1
                && IntStream.range(0, rank)
                        .filter(axis -> axis != rank - 3 && axis != rank - 1)
                        .allMatch(axis -> from.dim(axis) == to.dim(axis));
    }
}
