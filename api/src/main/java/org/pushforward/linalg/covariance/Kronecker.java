package org.pushforward.linalg.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A Kronecker product of covariances over groups of axes: C between (i, j) and (k, l) is A between i and k times B between j and l. Its
 * domain has the axes of the domain of A followed by those of B.
 *
 * <pre>{@code
 * Covariance field = Kronecker.of(DenseCovariance.of(channels), Circulant.of(patch));   // of images [channels, rows, columns]
 * }</pre>
 *
 * <p>Van Loan, <i>The ubiquitous Kronecker product</i>, 2000.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Kronecker extends Spectral {
    private Kronecker(Basis basis, Variances variances) {
        super(basis, variances);
    }

    /**
     * Returns the product of some covariances.
     *
     * @throws IllegalArgumentException if there are no factors, or a factor has a traced variance
     */
    public static Kronecker of(Spectral... factors) {
        if (factors.length == 0) {
            throw new IllegalArgumentException("Kronecker product of no covariances: expected one or more");
        }
        double[] variances = {1};
        for (Spectral factor : factors) {
            double[] own = variancesOf(factor);
            variances = Arrays.stream(variances)
                    .flatMap(v -> Arrays.stream(own).map(w -> v * w))
                    .toArray();
        }
        List<Basis> bases = Stream.of(factors).map(Spectral::basis).toList();
        Shape domain = new Basis.ProductBasis(bases).shape();
        return new Kronecker(
                new Basis.ProductBasis(bases),
                Variances.known("Kronecker covariance on " + domain, HostArray.wrap(domain, variances)));
    }

    private static double[] variancesOf(Spectral factor) {
        if (factor.variances() instanceof Variances.KnownVariances known) {
            return IntStream.range(0, factor.domain().size())
                    .mapToDouble(known::at)
                    .toArray();
        }
        throw new IllegalArgumentException("Kronecker product with the traced variances of a " + factor
                + ": expected known ones; scale the product by what is traced");
    }

    @Override
    Kronecker with(Variances changed) {
        return new Kronecker(basis(), changed);
    }
}
