package org.pushforward.backend.reference;

import java.util.List;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The reference evaluation of scans. */
final class ScanRules {
    private ScanRules() {}

    static Value cumulativeSum(Scan.CumulativeSum p, Tensor node, List<Value> x) {
        Shape shape = node.shape();
        if (shape.size() == 0) {
            return x.get(0);
        }
        int length = shape.dim(p.axis());
        int stride = shape.strides()[p.axis()];
        boolean integers = x.get(0) instanceof Value.Integers;
        long[] whole = new long[shape.size()];
        double[] real = new double[shape.size()];
        for (int lane : IndexingRules.lanes(shape, p.axis())) {
            long wholeSum = 0;
            double realSum = 0;
            for (int k = 0; k < length; k++) {
                int i = lane + (p.reverse() ? length - 1 - k : k) * stride;
                long before = wholeSum;
                double realBefore = realSum;
                if (integers) {
                    wholeSum += x.get(0).integer(i);
                } else {
                    realSum += x.get(0).real(i);
                }
                whole[i] = p.exclusive() ? before : wholeSum;
                real[i] = p.exclusive() ? realBefore : realSum;
            }
        }
        return integers ? Value.integers(node.dtype(), whole.length, i -> whole[i]) : new Value.Reals(real);
    }
}
