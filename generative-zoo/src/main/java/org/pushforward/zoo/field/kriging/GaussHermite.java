package org.pushforward.zoo.field.kriging;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** Expectations of functions of a normal variable by Gauss-Hermite quadrature. */
final class GaussHermite {
    private static final int NODES = 64;

    private GaussHermite() {}

    static double expectation(DoubleUnaryOperator function, double mean, double deviation) {
        GaussIntegrator rule = new GaussIntegratorFactory().hermite(NODES);
        double root = Math.sqrt(2) * deviation;
        return rule.integrate(t -> function.applyAsDouble(mean + root * t)) / Math.sqrt(Math.PI);
    }
}
