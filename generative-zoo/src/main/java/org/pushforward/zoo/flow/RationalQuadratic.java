package org.pushforward.zoo.flow;

import org.pushforward.graph.Tensor;

/**
 * The increasing quotient of two quadratic functions that maps an interval onto another with given slopes at both ends. With
 * s = height / width, t = (x - left) / width and u = 1 - t, it is
 *
 * <pre>
 * y = bottom + height (s t^2 + first t u) / d,   d = s (t^2 + u^2) + (first + last) t u
 * dy/dx = (s / d)^2 (last t^2 + 2 s t u + first u^2)
 * </pre>
 *
 * <p>No term is negative, so nothing cancels in float32 and no denominator is zero. Gregory and Delbourgo, <i>Piecewise rational
 * quadratic interpolation to monotonic data</i>, 1982.
 *
 * @param left where the interval begins
 * @param width its length
 * @param bottom the image of its beginning
 * @param height the length of the image
 * @param first the slope at the beginning
 * @param last the slope at the end
 */
record RationalQuadratic(Tensor left, Tensor width, Tensor bottom, Tensor height, Tensor first, Tensor last) {

    /**
     * Numbers of the interval, their images, and the logarithms of the slopes between them.
     *
     * @param x the numbers
     * @param y their images
     * @param logSlope log dy/dx
     */
    record Points(Tensor x, Tensor y, Tensor logSlope) {}

    /** Returns the points at given numbers of the interval. */
    Points at(Tensor x) {
        Tensor t = x.sub(left).div(width);
        return points(t, t.neg().add(1));
    }

    /**
     * Returns the points with given images. With v = (y - bottom) / height and w = 1 - v, t is the root between 0 and 1 of a quadratic
     * equation with the discriminant e^2 + 4 s^2 v w, e = first w - last v. Of the two forms of the root, the one in which nothing
     * cancels depends on the sign of e.
     */
    Points withImage(Tensor y) {
        Tensor v = y.sub(bottom).div(height);
        Tensor w = v.neg().add(1);
        Tensor twice = slope().mul(2);
        Tensor e = first.mul(w).sub(last.mul(v));
        Tensor falling = e.less(0);
        // Not e.abs(), whose derivative at 0 is 0: there it must be that of the form that is chosen.
        Tensor size = falling.where(e.neg(), e);
        Tensor root = size.add(e.square().add(twice.square().mul(v).mul(w)).sqrt());
        Tensor other = twice.mul(falling.where(w, v));
        Tensor sum = root.add(other);
        return points(
                falling.where(root, other).div(sum), falling.where(other, root).div(sum));
    }

    private Tensor slope() {
        return height.div(width);
    }

    private Points points(Tensor t, Tensor u) {
        Tensor s = slope();
        Tensor tt = t.square();
        Tensor tu = t.mul(u);
        Tensor uu = u.square();
        Tensor d = s.mul(tt.add(uu)).add(first.add(last).mul(tu));
        Tensor y = bottom.add(height.mul(s.mul(tt).add(first.mul(tu)).div(d)));
        Tensor weighted = last.mul(tt).add(s.mul(tu).mul(2)).add(first.mul(uu));
        return new Points(
                left.add(width.mul(t)), y, s.div(d).square().mul(weighted).log());
    }
}
