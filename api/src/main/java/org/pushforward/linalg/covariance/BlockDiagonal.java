package org.pushforward.linalg.covariance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * The covariance of independent parts along the first axis of the domain, such as segments of a vector or channels of an image.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class BlockDiagonal implements Covariance {
    private final Shape domain;
    private final List<Covariance> blocks;

    private BlockDiagonal(Shape domain, List<Covariance> blocks) {
        this.domain = domain;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Returns the covariance of some parts.
     *
     * @param blocks the covariances of the parts, whose domains differ only in the length of their first axis
     * @throws IllegalArgumentException if there are no blocks or the domains do not fit
     */
    public static BlockDiagonal of(Covariance... blocks) {
        List<Shape> domains = Stream.of(blocks).map(Covariance::domain).toList();
        boolean fit = !domains.isEmpty()
                && domains.stream().allMatch(each -> each.rank() > 0)
                && domains.stream().map(each -> each.with(0, 0)).distinct().count() == 1;
        if (!fit) {
            throw new IllegalArgumentException(
                    "blocks of a covariance on " + domains
                            + ": expected one or more, whose domains have at least one axis and differ in the length of the first only");
        }
        int length = domains.stream().mapToInt(each -> each.dim(0)).sum();
        return new BlockDiagonal(domains.get(0).with(0, length), List.of(blocks));
    }

    private BlockDiagonal mapped(UnaryOperator<Covariance> change) {
        return new BlockDiagonal(domain, blocks.stream().map(change).toList());
    }

    private Tensor each(String operation, Tensor x, BiFunction<Covariance, Tensor, Tensor> map) {
        int axis = RowVectors.of(operation, x, domain).leading().rank();
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (Covariance block : blocks) {
            int length = block.domain().dim(0);
            parts.add(map.apply(block, x.slice(axis, from, from + length)));
            from += length;
        }
        return Tensor.concat(-domain.rank(), parts);
    }

    /** Returns the blockwise sum, if the other covariance has the same blocks. */
    Optional<Covariance> blockwise(Covariance other) {
        return blocksOf(other)
                .map(parts -> new BlockDiagonal(
                        domain,
                        IntStream.range(0, blocks.size())
                                .mapToObj(i -> blocks.get(i).plus(parts.get(i)))
                                .toList()));
    }

    private Optional<List<Covariance>> blocksOf(Covariance other) {
        if (other instanceof BlockDiagonal diagonal && shapes(diagonal.blocks).equals(shapes(blocks))) {
            return Optional.of(diagonal.blocks);
        }
        if (!(other instanceof Isotropic || other instanceof Diagonal)) {
            return Optional.empty();
        }
        Variances variances = ((Spectral) other).variances();
        List<Covariance> parts = new ArrayList<>();
        int from = 0;
        for (Covariance block : blocks) {
            Shape shape = block.domain();
            Variances own = variances.part(domain, from, from + shape.dim(0));
            parts.add(other instanceof Isotropic ? new Isotropic(shape, own) : new Diagonal(shape, own));
            from += shape.dim(0);
        }
        return Optional.of(parts);
    }

    private static List<Shape> shapes(List<Covariance> covariances) {
        return covariances.stream().map(Covariance::domain).toList();
    }

    Matrix matrix() {
        int size = domain.size();
        Matrix sum = new Matrix.KnownMatrix(new DMatrixRMaj(size, size));
        int from = 0;
        for (Covariance block : blocks) {
            int length = block.domain().size();
            DMatrixRMaj rows = new DMatrixRMaj(size, length);
            CommonOps_DDRM.insert(CommonOps_DDRM.identity(length), rows, from, 0);
            Matrix place = new Matrix.KnownMatrix(rows);
            sum = sum.plus(place.times(Sum.matrix(block)).times(place.transpose()));
            from += length;
        }
        return sum;
    }

    @Override
    public Shape domain() {
        return domain;
    }

    @Override
    public Tensor apply(Tensor x) {
        return each(toString(), x, Covariance::apply);
    }

    @Override
    public Tensor color(Tensor white) {
        return each("root of a " + this, white, Covariance::color);
    }

    @Override
    public Tensor filter(Tensor x, Tensor variance) {
        return each("filter of a " + this, x, (block, part) -> block.filter(part, variance));
    }

    @Override
    public BlockDiagonal inverse() {
        return mapped(Covariance::inverse);
    }

    @Override
    public Tensor logDet(DType dtype) {
        return blocks.stream()
                .map(block -> block.logDet(dtype))
                .reduce(Tensor::add)
                .orElseThrow();
    }

    @Override
    public BlockDiagonal scaled(double factor) {
        return mapped(block -> block.scaled(factor));
    }

    @Override
    public BlockDiagonal scaled(Tensor factor) {
        return mapped(block -> block.scaled(factor));
    }

    @Override
    public String toString() {
        return "BlockDiagonal covariance on " + domain;
    }
}
