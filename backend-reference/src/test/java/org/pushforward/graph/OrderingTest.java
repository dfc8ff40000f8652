package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Order and cumulative products on the oracle, against numbers worked out by hand. */
class OrderingTest {
    private final Oracle oracle = new Oracle();

    private static Tensor row(double... values) {
        return Tensor.constant(HostArray.of(Shape.of(values.length), values));
    }

    @Test
    void topKGivesTheFirstOfEquals() {
        Ordering.Largest two = Ordering.topK(row(1, 5, 3, 5, 5), 0, 2);
        assertThat(oracle.evaluate(two.values())).containsExactly(5, 5);
        assertThat(oracle.evaluate(two.positions())).containsExactly(1, 3);
        Ordering.Largest all = Ordering.topK(row(1, 5, 3, 5, 5).reshape(1, 5, 1), 1, 5);
        assertThat(oracle.evaluate(all.values())).containsExactly(5, 5, 5, 3, 1);
        assertThat(oracle.evaluate(all.positions())).containsExactly(1, 3, 4, 2, 0);
        assertThat(Ordering.topK(row(1, 2), 0, 0).values().shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void topKOfExtremeIntegers() {
        Tensor x = Tensor.constant(HostArray.of(Shape.of(3), Long.MIN_VALUE, 0, Long.MAX_VALUE));
        assertThat(oracle.evaluate(Ordering.topK(x, -1, 3).positions())).containsExactly(2, 1, 0);
    }

    @Test
    void topKIsDifferentiable() {
        Tensor x = oracle.input("x", 3, 4);
        oracle.checkSlopes(Ordering.topK(x, 1, 2).values());
        oracle.checkSlopes(x.sort(0));
    }

    @Test
    void searchSortedCountsEdgesThatAreNotAbove() {
        Tensor found = Ordering.searchSorted(row(0, 1, 1, 2), row(-1, 0, 0.5, 1, 1.5, 2, 9));
        assertThat(oracle.evaluate(found)).containsExactly(0, 1, 1, 3, 3, 4, 4);
        Tensor own = row(0, 1, 5, 6).reshape(2, 2);
        assertThat(oracle.evaluate(Ordering.searchSorted(own, row(0.5, 0.5)))).containsExactly(1, 0);
    }

    @Test
    void cumulativeProductsKeepZerosAndSigns() {
        assertThat(oracle.evaluate(CumulativeProduct.along(row(2, -3, 0.5, 0, 7), 0)))
                .containsExactly(2, -6, -3, -0.0, -0.0);
        assertThat(oracle.evaluate(CumulativeProduct.along(row(3), 0))).containsExactly(3);
        Tensor x = oracle.input("x", 2, 5, 3);
        oracle.checkSlopes(CumulativeProduct.along(x, 1));
        oracle.checkSlopes(CumulativeProduct.along(x, -1));
        assertThat(oracle.array(CumulativeProduct.along(oracle.input("none", 2, 0), 1))
                        .shape())
                .isEqualTo(Shape.of(2, 0));
    }

    /** The derivative is the product of the other elements, even at a zero, where product / element would be 0 / 0. */
    @Test
    void theDerivativeAtAZeroIsFinite() {
        Tensor x = oracle.input("x", 3);
        oracle.with(x, HostArray.of(Shape.of(3), 2.0, 0.0, 5.0));
        Tensor last = CumulativeProduct.along(x, 0).slice(0, 2, 3).sum();
        assertThat(oracle.evaluate(Gradients.of(last, x))).containsExactly(0, 10, 0);
    }
}
