package org.pushforward.zoo.data;

/**
 * The quadrature rule with n nodes that is exact for polynomials up to degree 2n - 1: int_a^b f = sum_i w_i f(x_i).
 *
 * @param nodes the nodes x_i
 * @param weights the weights w_i
 */
record GaussLegendre(double[] nodes, double[] weights) {

    /** Returns the rule on an interval. Newton's method finds its nodes, the roots of a Legendre polynomial. */
    static GaussLegendre on(double from, double to, int count) {
        double[] nodes = new double[count];
        double[] weights = new double[count];
        double half = (to - from) / 2;
        for (int i = 0; i < count; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int iteration = 0; iteration < 10; iteration++) {
                double previous = 1;
                double value = x;
                for (int degree = 2; degree <= count; degree++) {
                    double next = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree;
                    previous = value;
                    value = next;
                }
                slope = count * (previous - x * value) / (1 - x * x);
                x -= value / slope;
            }
            nodes[i] = from + half * (1 + x);
            weights[i] = half * 2 / ((1 - x * x) * slope * slope);
        }
        return new GaussLegendre(nodes, weights);
    }
}
