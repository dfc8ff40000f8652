package org.pushforward.zoo.flow;

import org.pushforward.distribution.Events;
import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Logits;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;

/**
 * A monotone spline that maps [-bound, bound] onto itself and is the identity outside. Both intervals are divided into bins, and each bin is
 * mapped to the bin of the same number by a quotient of quadratic functions. The slopes agree where bins meet and are 1 at the ends, so the
 * map is continuously differentiable everywhere.
 *
 * <p>The parameters of a coordinate are a_k for the widths of K bins, as many for their heights, and b_k for the K - 1 slopes between bins:
 *
 * <pre>
 * width_k = 2 bound / K (m + (1 - m) K softmax(a)_k),   slope_k = exp(L tanh(b_k / L)),   L = -log minimumSlope
 * </pre>
 *
 * <p>m is {@code minimumBin}. Slopes lie between {@code minimumSlope} and its reciprocal, so no parameters make the map or its derivatives
 * overflow. Durkan, Bekasov, Murray and Papamakarios, <i>Neural spline flows</i>, 2019, where slopes have no upper limit.
 *
 * @param bins the number of bins, 2 to 100; a single one would be the identity
 * @param bound the end of the interval that the spline changes, above 0
 * @param minimumBin the least width and height of a bin as a fraction of the mean, 0.001 to 1 (exclusive)
 * @param minimumSlope the least slope where bins meet, 0.0001 to 1 (exclusive)
 */
public record RationalQuadraticSpline(int bins, double bound, double minimumBin, double minimumSlope)
        implements UnivariateMap {
    /** Bins of a hundredth of the mean width or more, and slopes from 0.001 to 1000. */
    public RationalQuadraticSpline(int bins, double bound) {
        this(bins, bound, 0.01, 0.001);
    }

    /** Refuses values out of range. */
    public RationalQuadraticSpline {
        SettingException.between(2, 100, "bins", bins);
        SettingException.unless(bound > 0 && bound <= 1e6, "bound", bound, "a number above 0 and at most 1000000");
        SettingException.unless(
                minimumBin >= 0.001 && minimumBin < 1, "minimumBin", minimumBin, "0.001 or more and less than 1");
        SettingException.unless(
                minimumSlope >= 0.0001 && minimumSlope < 1,
                "minimumSlope",
                minimumSlope,
                "0.0001 or more and less than 1");
    }

    @Override
    public int parameters() {
        return 3 * bins - 1;
    }

    @Override
    public Image forward(Tensor x, Tensor parameters) {
        SplineKnots knots = knots(x, parameters);
        Tensor inside = inside(x);
        Tensor harmless = inside.where(x, x.zerosLike());
        RationalQuadratic.Points points = knots.bin(harmless, knots.x).at(harmless);
        return new Image(inside.where(points.y(), x), sum(inside, points.logSlope()));
    }

    @Override
    public Image inverse(Tensor z, Tensor parameters) {
        SplineKnots knots = knots(z, parameters);
        Tensor inside = inside(z);
        Tensor harmless = inside.where(z, z.zerosLike());
        RationalQuadratic.Points points = knots.bin(harmless, knots.y).withImage(harmless);
        return new Image(
                inside.where(points.x(), z), sum(inside, points.logSlope().neg()));
    }

    private Tensor inside(Tensor x) {
        return x.abs().less(bound);
    }

    private static Tensor sum(Tensor inside, Tensor logSlope) {
        return inside.where(logSlope, logSlope.zerosLike()).sum(1);
    }

    /**
     * The points that the spline goes through, and its slopes there.
     *
     * @param x of shape [n, bins + 1, k]
     * @param y of the same shape
     * @param slopes of the same shape
     */
    private record SplineKnots(Tensor x, Tensor y, Tensor slopes) {
        /** Returns the bin of each number, where {@code edges} are the ends of bins on the axis of these numbers. */
        RationalQuadratic bin(Tensor number, Tensor edges) {
            Tensor row = number.expandDims(1);
            Tensor here =
                    row.greaterEqual(first(edges)).and(row.less(last(edges))).cast(number.dtype());
            Tensor left = picked(here, first(x));
            Tensor bottom = picked(here, first(y));
            // Differences of rounded knots: so a number of the bin never lies beyond its width.
            return new RationalQuadratic(
                    left,
                    picked(here, last(x)).sub(left),
                    bottom,
                    picked(here, last(y)).sub(bottom),
                    picked(here, first(slopes)),
                    picked(here, last(slopes)));
        }

        private static Tensor first(Tensor knots) {
            return knots.slice(1, 0, knots.dim(1) - 1);
        }

        private static Tensor last(Tensor knots) {
            return knots.slice(1, 1, knots.dim(1));
        }

        private static Tensor picked(Tensor here, Tensor values) {
            return here.mul(values).sum(1);
        }
    }

    private SplineKnots knots(Tensor x, Tensor parameters) {
        int width = x.dim(1);
        Events.check("parameters of a spline", parameters, Shape.of(parameters() * width));
        Tensor each = parameters.reshape(x.dim(0), parameters(), width);
        double most = -Math.log(minimumSlope);
        Tensor slopes = each.slice(1, 2 * bins, 3 * bins - 1)
                .mul(1 / most)
                .tanh()
                .mul(most)
                .exp();
        return new SplineKnots(
                edges(each.slice(1, 0, bins)), edges(each.slice(1, bins, 2 * bins)), slopes.pad(1, 1, 1, 1));
    }

    /** Returns the ends of bins. The last is exact, so rounding does not open a gap before the identity. */
    private Tensor edges(Tensor sizes) {
        Tensor relative = Logits.softmax(sizes, 1).mul((1 - minimumBin) * bins).add(minimumBin);
        Tensor inner = relative.slice(1, 0, bins - 1)
                .cumulativeSum(1, false, false)
                .mul(2 * bound / bins)
                .sub(bound);
        return inner.pad(1, 1, 0, -bound).pad(1, 0, 1, bound);
    }
}
