package org.pushforward.linalg.covariance;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.Shape;

/** An orthogonal basis for tensors of a shape: z = Q^T x are the coordinates of x = Q z, with the same shape. */
sealed interface Basis permits Basis.StandardBasis, Basis.Rotated, Basis.ProductBasis, Hartley {

    /** Returns the shape of one tensor. */
    Shape shape();

    /** Returns Q^T x. */
    Tensor analyze(Tensor x);

    /** Returns Q z. */
    Tensor synthesize(Tensor z);

    /** Returns Q. */
    Matrix.KnownMatrix matrix();

    /** The standard basis. */
    record StandardBasis(Shape shape) implements Basis {
        @Override
        public Tensor analyze(Tensor x) {
            return x;
        }

        @Override
        public Tensor synthesize(Tensor z) {
            return z;
        }

        @Override
        public Matrix.KnownMatrix matrix() {
            return Matrix.identity(shape.size());
        }
    }

    /** The basis of the columns of an orthogonal matrix. */
    record Rotated(Shape shape, Matrix.KnownMatrix matrix) implements Basis {
        @Override
        public Tensor analyze(Tensor x) {
            return rotated(matrix.transpose(), x);
        }

        @Override
        public Tensor synthesize(Tensor z) {
            return rotated(matrix, z);
        }

        private Tensor rotated(Matrix rotation, Tensor x) {
            RowVectors rows = RowVectors.of("rotation", x, shape);
            return rotation.apply(rows.flat(x)).reshape(x.shape());
        }
    }

    /** The tensor product of some bases, each for a group of axes. */
    record ProductBasis(List<Basis> factors) implements Basis {
        @Override
        public Shape shape() {
            return factors.stream().map(Basis::shape).reduce(Shape.scalar(), RowVectors::join);
        }

        @Override
        public Tensor analyze(Tensor x) {
            return each(x, Basis::analyze);
        }

        @Override
        public Tensor synthesize(Tensor z) {
            return each(z, Basis::synthesize);
        }

        @Override
        public Matrix.KnownMatrix matrix() {
            return factors.stream()
                    .map(Basis::matrix)
                    .reduce(Matrix.KnownMatrix::kronecker)
                    .orElseThrow();
        }

        private interface Change {
            Tensor of(Basis basis, Tensor x);
        }

        /** Transforms the last group of axes and moves it to the front, once for each group, which restores the order. */
        private Tensor each(Tensor x, Change change) {
            RowVectors rows = RowVectors.of("product of bases", x, shape());
            int count = rows.leading().size();
            Tensor changed = x;
            for (int k : IntStream.range(0, factors.size())
                    .map(i -> factors.size() - 1 - i)
                    .toArray()) {
                Shape group = factors.get(k).shape();
                int others = shape().size() / group.size();
                Tensor last = changed.reshape(RowVectors.join(Shape.of(count * others), group));
                changed = change.of(factors.get(k), last)
                        .reshape(Shape.of(count, others, group.size()))
                        .transpose();
            }
            return changed.reshape(x.shape());
        }
    }
}
