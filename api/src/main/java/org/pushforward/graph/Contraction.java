package org.pushforward.graph;

import java.util.Arrays;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Primitives that multiply and sum. */
@Stability(Stability.Level.STABLE)
public sealed interface Contraction extends Primitive {

    /**
     * The matrix product over the last two axes, batched over equal leading axes.
     *
     * <p>The flags are part of the primitive because every engine can multiply by a transposed matrix without copying
     * it.
     *
     * @param transposeLeft whether the last two axes of the first operand are swapped first
     * @param transposeRight whether the last two axes of the second operand are swapped first
     */
    record Matmul(boolean transposeLeft, boolean transposeRight) implements Contraction {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            TensorType left = Operands.floating(operands.get(0));
            TensorType right = Operands.floating(operands.get(1));
            Operands.check(left.dtype() == right.dtype(), "expected equal element types");
            int rank = left.shape().rank();
            Operands.check(rank >= 2 && right.shape().rank() == rank, "expected equal ranks of 2 or more");
            int[] a = left.shape().dims();
            int[] b = right.shape().dims();
            Operands.check(
                    Arrays.equals(a, 0, rank - 2, b, 0, rank - 2), "expected equal leading axes (broadcastTo() first)");
            int inner = a[transposeLeft ? rank - 2 : rank - 1];
            int other = b[transposeRight ? rank - 1 : rank - 2];
            Operands.check(inner == other, "expected equal inner lengths, not " + inner + " and " + other);
            int[] result = a.clone();
            result[rank - 2] = a[transposeLeft ? rank - 1 : rank - 2];
            result[rank - 1] = b[transposeRight ? rank - 2 : rank - 1];
            return left.with(Shape.of(result));
        }
    }

    /**
     * The cross-correlation of images with kernels, {@code y[n,o,p,q] = sum x[n,c,i,j] w[o,c,k,l]}, where the geometry
     * determines i and j from p, q, k and l.
     *
     * <p>Operands: x of shape [n, channels, height, width], w of shape [outputs, channels / groups, rows, columns].
     * This primitive and its two adjoints come from one trilinear form, so the derivatives of each are given by the
     * other two.
     *
     * @param geometry how the kernel moves
     */
    record Conv2d(ConvolutionGeometry geometry) implements Contraction {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType x = image(operands);
            Shape w = operands.get(1).shape();
            grouped(geometry, x.shape().dim(1), w);
            return x.with(Shape.of(
                    x.shape().dim(0),
                    w.dim(0),
                    geometry.vertical().outputs(x.shape().dim(2), w.dim(2)),
                    geometry.horizontal().outputs(x.shape().dim(3), w.dim(3))));
        }
    }

    /**
     * The adjoint of {@link Conv2d} with respect to the image, also known as transposed convolution. Operands: a
     * cotangent of shape [n, outputs, ..] and the kernels. The result is the cotangent of the image, of shape [n,
     * channels, height, width].
     *
     * @param geometry how the kernel moves
     * @param height the height of the image
     * @param width the width of the image
     */
    record Conv2dInputGradient(ConvolutionGeometry geometry, int height, int width) implements Contraction {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType y = image(operands);
            Shape w = operands.get(1).shape();
            Shape x = Shape.of(y.shape().dim(0), w.dim(1) * geometry.groups(), height, width);
            TensorType forward = new Conv2d(geometry).infer(List.of(y.with(x), operands.get(1)));
            Operands.check(forward.equals(y), "expected a cotangent of shape " + forward.shape());
            return y.with(x);
        }
    }

    /**
     * The adjoint of {@link Conv2d} with respect to the kernels. Operands: the image and a cotangent of shape [n,
     * outputs, ..]. The result is the cotangent of the kernels, of shape [outputs, channels / groups, rows, columns].
     *
     * @param geometry how the kernel moves
     * @param rows the height of a kernel
     * @param columns the width of a kernel
     */
    record Conv2dFilterGradient(ConvolutionGeometry geometry, int rows, int columns) implements Contraction {
        @Override
        public TensorType infer(List<TensorType> operands) {
            TensorType x = image(operands);
            Shape y = operands.get(1).shape();
            int channels = x.shape().dim(1);
            Operands.check(
                    channels % geometry.groups() == 0, "expected channels that " + geometry.groups() + " divides");
            Shape w = Shape.of(y.dim(1), channels / geometry.groups(), rows, columns);
            TensorType forward = new Conv2d(geometry).infer(List.of(x, x.with(w)));
            Operands.check(forward.shape().equals(y), "expected a cotangent of shape " + forward.shape());
            return x.with(w);
        }
    }

    private static TensorType image(List<TensorType> operands) {
        Operands.count(operands, 2);
        TensorType image = Operands.floating(operands.get(0));
        Operands.check(image.dtype() == operands.get(1).dtype(), "expected equal element types");
        Operands.check(
                image.shape().rank() == 4 && operands.get(1).shape().rank() == 4,
                "expected operands of rank 4: [n, channels, height, width]");
        return image;
    }

    private static void grouped(ConvolutionGeometry geometry, int channels, Shape kernels) {
        int groups = geometry.groups();
        Operands.check(
                channels == kernels.dim(1) * groups && kernels.dim(0) % groups == 0,
                "expected kernels of " + channels + " / " + groups
                        + " channels, and of outputs that the groups divide");
    }
}
