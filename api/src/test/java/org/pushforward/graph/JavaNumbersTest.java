package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that Java numbers take the type of the tensor, and that integer tensors accept only whole numbers. */
class JavaNumbersTest {
    private static final Tensor WHOLE = Tensor.input("x", new TensorType(DType.I64, Shape.of(3)));

    static Stream<BiFunction<Tensor, Double, Tensor>> operations() {
        return Stream.of(
                Tensor::add, Tensor::sub, Tensor::mul, Tensor::max, Tensor::min, Tensor::less, Tensor::greater);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void integersMeetWholeNumbersOnly(BiFunction<Tensor, Double, Tensor> operation) {
        for (double fraction : new double[] {0.5, -1e-300, Double.NaN}) {
            assertThatThrownBy(() -> operation.apply(WHOLE, fraction))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(fraction + "(i64[3])")
                    .hasMessageContaining("cast(F64)");
        }
        Tensor result = operation.apply(WHOLE, 7.0);
        Source.Constant seven =
                (Source.Constant) result.operands().get(1).operands().get(0).primitive();
        assertThat(seven.value()).isEqualTo(HostArray.of(Shape.scalar(), 7L));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p31, -0x1p31 - 1, 1e10})
    void integersMeetNumbersOfTheirRangeOnly(double far) {
        Tensor narrow = Tensor.input("x", new TensorType(DType.I32, Shape.of(3)));
        assertThatThrownBy(() -> narrow.add(far)).hasMessageContaining("range of i32");
        assertThat(WHOLE.add(far).type()).isEqualTo(WHOLE.type());
        assertThatThrownBy(() -> WHOLE.add(Double.POSITIVE_INFINITY)).hasMessageContaining("range of i64");
    }

    @Test
    void theEndsOfTheRangesAreInside() {
        assertThat(Tensor.scalar(DType.I32, Integer.MIN_VALUE).type().dtype()).isEqualTo(DType.I32);
        assertThat(Tensor.scalar(DType.I32, Integer.MAX_VALUE).type().dtype()).isEqualTo(DType.I32);
        assertThat(Tensor.scalar(DType.I64, Long.MIN_VALUE).type().dtype()).isEqualTo(DType.I64);
        assertThatThrownBy(() -> Tensor.scalar(DType.I64, 0x1p63)).hasMessageContaining("range of i64");
        assertThatThrownBy(() -> Tensor.full(WHOLE.type(), 0.5)).hasMessageContaining("scalar 0.5");
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64", "BOOL"})
    void theMeanOfWholeNumbersIsRefused(DType dtype) {
        Tensor x = Tensor.input("x", new TensorType(dtype, Shape.of(2, 3)));
        assertThatThrownBy(() -> x.mean(1))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("mean(" + dtype + "[2, 3])")
                .hasMessageContaining("cast(F64)")
                .hasMessageContaining("floorDiv(3)");
    }

    /** 107 times 1 / 107 rounded to float32 is not 1. */
    @Test
    void theMeanDivides() {
        Tensor mean = Tensor.input("x", TensorType.f32(107)).mean();
        assertThat(mean.primitive()).isEqualTo(new Binary.Div());
        assertThat(mean.operands().get(0).primitive()).isEqualTo(new Reduction.ReduceSum(List.of(0)));
    }
}
