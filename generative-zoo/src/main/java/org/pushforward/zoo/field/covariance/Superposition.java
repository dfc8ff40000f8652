package org.pushforward.zoo.field.covariance;

import org.pushforward.zoo.field.Places;

/** The covariance of the sum of two independent fields. */
record Superposition(FieldCovariance first, FieldCovariance second) implements FieldCovariance {
    @Override
    public double between(double x1, double y1, double x2, double y2) {
        return first.between(x1, y1, x2, y2) + second.between(x1, y1, x2, y2);
    }

    @Override
    public boolean isIntrinsic() {
        return first.isIntrinsic() || second.isIntrinsic();
    }

    @Override
    public void fill(double x, double y, Places others, double[] into) {
        fill(first, second, x, y, others, into);
    }

    static void fill(FieldCovariance first, FieldCovariance second, double x, double y, Places others, double[] into) {
        double[] more = new double[others.count()];
        first.fill(x, y, others, into);
        second.fill(x, y, others, more);
        for (int i = 0; i < more.length; i++) {
            into[i] += more[i];
        }
    }
}
