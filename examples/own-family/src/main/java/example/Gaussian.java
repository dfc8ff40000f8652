package example;

import java.util.List;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Distribution;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.Triangular;
import org.pushforward.model.DensityModel;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.model.ParameterGroup;

/**
 * N(m, C) with a full covariance matrix, learned by maximum likelihood. A is a lower triangular matrix with a positive diagonal:
 *
 * <pre>
 * z = A (x - m),   C = (A^T A)^-1,   log p(x) = -|z|^2 / 2 + log det A - (d / 2) log(2 pi)
 * </pre>
 *
 * @param event the shape of one sample, of d elements
 * @param mean m, of shape [d]
 * @param logDiagonal the logarithms of A's diagonal, of shape [d]
 * @param below a matrix, of shape [d, d], whose part below the diagonal is that of A; the rest is not used
 * @param group the parameters
 */
public record Gaussian(Shape event, Tensor mean, Tensor logDiagonal, Tensor below, ParameterGroup group)
        implements DensityModel, Distribution {
    @Override
    public Schema schema() {
        return Schema.of(event);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    @Override
    public Distribution distribution() {
        return this;
    }

    private Tensor factor() {
        TensorType positions = new TensorType(DType.I64, below.shape());
        Tensor row = Tensor.iota(positions, 0);
        Tensor column = Tensor.iota(positions, 1);
        Tensor zero = Tensor.scalar(DType.F32, 0);
        return row.greater(column).where(below, zero).add(row.equalTo(column).where(logDiagonal.exp(), zero));
    }

    @Override
    public Tensor logProb(Tensor x) {
        int d = event.size();
        Tensor z = x.reshape(x.dim(0), d).sub(mean).matmul(factor().transpose());
        return z.square().sum(1).mul(-0.5).add(logDiagonal.sum()).sub(0.5 * d * Math.log(2 * Math.PI));
    }

    @Override
    public Tensor sample(Noise noise, int count) {
        Tensor z = noise.normal(count, event.size());
        Tensor centered = Triangular.solve(factor(), z.transpose()).transpose();
        return centered.add(mean).reshape(event.prepend(count));
    }
}
