package org.pushforward.backend.onnx.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Unary;
import org.pushforward.graph.pass.Subnormals;

/**
 * An elementwise function as a loop over arrays, which the JVM compiles to vector instructions. It rounds after every operation, like the
 * primitives that it implements, and guards moments against {@link Subnormals}. Thread-safe.
 */
@FunctionalInterface
public interface VectorKernel {
    /** The available kernels: those of operations that take a few cycles per element. */
    Map<Class<? extends Primitive>, Function<Primitive, VectorKernel>> TABLE = table();

    /**
     * Computes the first elements of the result.
     *
     * @param x the operands
     * @param y the result, which must not be one of the operands
     * @param n the number of elements
     */
    void apply(float[][] x, float[] y, int n);

    /** Returns the kernel of a primitive; empty if there is none. */
    static Optional<VectorKernel> of(Primitive primitive) {
        return Optional.ofNullable(TABLE.get(primitive.getClass())).map(kernel -> kernel.apply(primitive));
    }

    private static Map<Class<? extends Primitive>, Function<Primitive, VectorKernel>> table() {
        Map<Class<? extends Primitive>, Function<Primitive, VectorKernel>> t = new HashMap<>();
        t.put(Binary.Add.class, p -> VectorKernel::add);
        t.put(Binary.Sub.class, p -> VectorKernel::sub);
        t.put(Binary.Mul.class, p -> VectorKernel::mul);
        t.put(Binary.Div.class, p -> VectorKernel::div);
        t.put(Binary.Max.class, p -> VectorKernel::max);
        t.put(Binary.Min.class, p -> VectorKernel::min);
        t.put(Unary.Neg.class, p -> VectorKernel::neg);
        t.put(Unary.Abs.class, p -> VectorKernel::abs);
        t.put(Unary.Sign.class, p -> VectorKernel::sign);
        t.put(Unary.Sqrt.class, p -> VectorKernel::sqrt);
        t.put(AdamUpdate.AdamFirstMoment.class, p -> firstMoment((AdamUpdate.AdamFirstMoment) p));
        t.put(AdamUpdate.AdamSecondMoment.class, p -> secondMoment((AdamUpdate.AdamSecondMoment) p));
        t.put(AdamUpdate.AdamStep.class, p -> step((AdamUpdate.AdamStep) p));
        return Map.copyOf(t);
    }

    /** Returns the kernel of a b + c with two roundings, or of c - a b if {@code negative}. */
    static VectorKernel addedProduct(boolean negative) {
        return negative ? VectorKernel::subProduct : VectorKernel::addProduct;
    }

    /** Returns the kernel of s a + c with a number s, or of c - s a if {@code negative}. */
    static VectorKernel addedMultiple(boolean negative) {
        return (x, y, n) -> addMultiple(negative ? -x[0][0] : x[0][0], x[1], x[2], y, n);
    }

    /** Returns the kernel of s sign(a) + c with a number s, or of c - s sign(a) if {@code negative}. */
    static VectorKernel addedSign(boolean negative) {
        return (x, y, n) -> addSign(negative ? -x[0][0] : x[0][0], x[1], x[2], y, n);
    }

    /** Returns the kernel of s a + c + p - q with numbers s, p and q, or of c - s a + p - q if {@code negative}. */
    static VectorKernel guardedMultiple(boolean negative) {
        return (x, y, n) -> guardMultiple(negative ? -x[0][0] : x[0][0], x[1], x[2], x[3][0], x[4][0], y, n);
    }

    private static void addMultiple(float s, float[] a, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = c[i] + s * a[i];
        }
    }

    private static void addSign(float s, float[] a, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = c[i] + s * Math.max(-1, Math.min(1, a[i] * Float.MAX_VALUE * Float.MAX_VALUE));
        }
    }

    private static void guardMultiple(float s, float[] a, float[] c, float p, float q, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = c[i] + s * a[i] + p - q;
        }
    }

    private static void addProduct(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        float[] c = x[2];
        for (int i = 0; i < n; i++) {
            y[i] = c[i] + a[i] * b[i];
        }
    }

    private static void subProduct(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        float[] c = x[2];
        for (int i = 0; i < n; i++) {
            y[i] = c[i] - a[i] * b[i];
        }
    }

    private static void add(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void sub(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void mul(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void div(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = a[i] / b[i];
        }
    }

    private static void max(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], b[i]);
        }
    }

    private static void min(float[][] x, float[] y, int n) {
        float[] a = x[0];
        float[] b = x[1];
        for (int i = 0; i < n; i++) {
            y[i] = Math.min(a[i], b[i]);
        }
    }

    private static void neg(float[][] x, float[] y, int n) {
        float[] a = x[0];
        for (int i = 0; i < n; i++) {
            y[i] = -a[i];
        }
    }

    private static void abs(float[][] x, float[] y, int n) {
        float[] a = x[0];
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i]);
        }
    }

    /** Scales twice, which moves even the smallest number beyond 1. A comparison would not be vectorized. */
    private static void sign(float[][] x, float[] y, int n) {
        float[] a = x[0];
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(-1, Math.min(1, a[i] * Float.MAX_VALUE * Float.MAX_VALUE));
        }
    }

    private static void sqrt(float[][] x, float[] y, int n) {
        float[] a = x[0];
        for (int i = 0; i < n; i++) {
            y[i] = (float) Math.sqrt(a[i]);
        }
    }

    private static VectorKernel firstMoment(AdamUpdate.AdamFirstMoment p) {
        float old = (float) p.beta();
        float added = (float) (1 - p.beta());
        return (x, y, n) -> firstMoment(x[0], x[1], old, added, y, n);
    }

    private static void firstMoment(float[] m, float[] g, float old, float added, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = m[i] * old + g[i] * added + Subnormals.GUARD - Subnormals.GUARD;
        }
    }

    private static VectorKernel secondMoment(AdamUpdate.AdamSecondMoment p) {
        float old = (float) p.beta();
        float scale = (float) Math.sqrt(1 - p.beta());
        return (x, y, n) -> secondMoment(x[0], x[1], old, scale, y, n);
    }

    private static void secondMoment(float[] v, float[] g, float old, float scale, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float scaled = g[i] * scale;
            y[i] = v[i] * old + scaled * scaled + Subnormals.GUARD - Subnormals.GUARD;
        }
    }

    /** Recomputes both moments, which takes less time than reading them. */
    private static VectorKernel step(AdamUpdate.AdamStep p) {
        float old1 = (float) p.beta1();
        float added1 = (float) (1 - p.beta1());
        float old2 = (float) p.beta2();
        float scale2 = (float) Math.sqrt(1 - p.beta2());
        float epsilon = (float) p.epsilon();
        boolean decays = p.decay() != 0;
        return (x, y, n) -> {
            float[] theta = x[0];
            float[] m = x[1];
            float[] v = x[2];
            float[] g = x[3];
            float rate = x[4][0];
            float correction = x[5][0];
            float kept = decays ? x[6][0] : 1;
            step(theta, m, v, g, y, n, old1, added1, old2, scale2, rate, correction, kept, epsilon);
        };
    }

    private static void step(
            float[] theta,
            float[] m,
            float[] v,
            float[] g,
            float[] y,
            int n,
            float old1,
            float added1,
            float old2,
            float scale2,
            float rate,
            float correction,
            float kept,
            float epsilon) {
        for (int i = 0; i < n; i++) {
            float first = m[i] * old1 + g[i] * added1;
            float scaled = g[i] * scale2;
            float second = v[i] * old2 + scaled * scaled;
            float scale = (float) Math.sqrt(second) * correction + epsilon;
            y[i] = theta[i] * kept - first * rate / scale;
        }
    }
}
