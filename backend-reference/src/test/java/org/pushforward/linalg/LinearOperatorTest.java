package org.pushforward.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks that adjoints match the inner product, and that each row is mapped independently. */
class LinearOperatorTest {
    private static final HostArray MATRIX = HostArray.of(Shape.of(2, 3), 1.0, -2, 0.5, 3, 0, 4);
    private static final HostArray SQUARE = HostArray.of(Shape.of(3, 3), 1.0, 2, 0, -1, 1, 0.5, 0, 0, 2);
    private static final LinearOperator DENSE = LinearOperator.dense(MATRIX);
    private static final LinearOperator TURN = LinearOperator.dense(SQUARE);

    /** Differences of neighbors along the rows of an image with odd sides, without an explicit adjoint. */
    private static final LinearOperator SLOPES = LinearOperator.of(
            Shape.of(3, 5), Shape.of(3, 4), x -> x.slice(-1, 1, 5).sub(x.slice(-1, 0, 4)));

    private final Oracle oracle = new Oracle();

    static Stream<Arguments> operators() {
        return Map.<String, LinearOperator>of(
                        "matrix", DENSE,
                        "transposed", DENSE.transpose(),
                        "identity", LinearOperator.identity(Shape.of(2, 3)),
                        "differentiated", SLOPES,
                        "composed", TURN.then(DENSE),
                        "self-adjoint", SLOPES.then(SLOPES.transpose()),
                        "sum", TURN.plus(TURN.transpose()),
                        "scaled", SLOPES.scaled(-0.7),
                        "nothing of the argument", LinearOperator.of(Shape.of(2), Shape.of(2), Tensor::zerosLike))
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void theAdjointIsThatOfTheInnerProduct(String name, LinearOperator operator) {
        for (int[] leading : new int[][] {{}, {1}, {4}, {2, 3}}) {
            String place = Arrays.toString(leading);
            Tensor x = oracle.input(
                    "x" + place,
                    RowVectors.join(Shape.of(leading), operator.domain()).dims());
            Tensor y = oracle.input(
                    "y" + place,
                    RowVectors.join(Shape.of(leading), operator.range()).dims());
            Tensor image = operator.apply(x);
            Tensor pulled = operator.adjoint(y);
            assertThat(image.type()).isEqualTo(y.type());
            assertThat(pulled.type()).isEqualTo(x.type());
            Tensor left = RowVectors.of("test", y, operator.range()).dot(image, y);
            Tensor right = RowVectors.of("test", x, operator.domain()).dot(x, pulled);
            assertThat(left.shape()).isEqualTo(Shape.of(leading));
            assertThat(largest(left.sub(right))).isLessThan(1e-13);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operators")
    void eachRowIsMappedByItself(String name, LinearOperator operator) {
        Tensor x = oracle.input(
                "x", RowVectors.join(Shape.of(2, 3), operator.domain()).dims());
        Tensor one = x.slice(0, 1, 2).slice(1, 2, 3).reshape(operator.domain());
        Tensor image = operator.apply(x).slice(0, 1, 2).slice(1, 2, 3).reshape(operator.range());
        assertThat(largest(image.sub(operator.apply(one)))).isLessThan(1e-15);
        oracle.checkSlopes(operator.apply(x).square());
    }

    @Test
    void operatorsAreThoseOfTheirMatrices() {
        Tensor x = oracle.input("x", 4, 3);
        Tensor a = Tensor.constant(MATRIX);
        Tensor b = Tensor.constant(SQUARE);
        Tensor y = x.matmul(b.transpose()).matmul(a.transpose());
        assertThat(largest(TURN.then(DENSE).apply(x).sub(y))).isLessThan(1e-13);
        Tensor sum = x.matmul(b.transpose()).add(x.matmul(b));
        assertThat(largest(TURN.plus(TURN.transpose()).apply(x).sub(sum))).isLessThan(1e-13);
        assertThat(largest(DENSE.scaled(3).apply(x).sub(x.matmul(a.transpose()).mul(3))))
                .isLessThan(1e-13);
    }

    @Test
    void shapesAreChecked() {
        Tensor four = oracle.input("four", 2, 4);
        for (LinearOperator operator : List.of(DENSE, DENSE.scaled(2), SLOPES)) {
            assertThatThrownBy(() -> operator.apply(four))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("operator(f64[2, 4])")
                    .hasMessageContaining("whose last axes are " + operator.domain());
            assertThatThrownBy(() -> operator.adjoint(four))
                    .hasMessageContaining("adjoint of")
                    .hasMessageContaining("whose last axes are " + operator.range());
        }
        Tensor three = oracle.input("three", 2, 3);
        assertThatThrownBy(() -> DENSE.apply(three.greater(0))).hasMessageContaining("floating-point");
        LinearOperator wrong = LinearOperator.of(Shape.of(3), Shape.of(2), x -> x);
        assertThatThrownBy(() -> wrong.apply(three)).hasMessageContaining("gives f64[2, 3], expected f64[2, 2]");
        assertThatThrownBy(() -> DENSE.then(DENSE)).hasMessageContaining("an operator on [3] after one that gives [2]");
        assertThatThrownBy(() -> DENSE.plus(TURN)).hasMessageContaining("from [3] to [2] and one from [3] to [3]");
        assertThatThrownBy(() -> LinearOperator.dense(HostArray.of(Shape.of(1, 1), Double.NaN)))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> LinearOperator.dense(HostArray.of(Shape.of(2), 1.0, 2)))
                .hasMessageContaining("f64[2]");
    }
}
