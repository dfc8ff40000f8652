package org.pushforward.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class BoundedPositionsTest {
    private static final TensorType POSITIONS = new TensorType(DType.I64, Shape.of(2));

    private final Tensor x = Tensor.input("x", TensorType.f32(3));
    private final Tensor i = Tensor.input("i", POSITIONS);
    private final Tensor s = Tensor.input("s", POSITIONS);

    private Graph optimized(Tensor y) {
        return Passes.optimize(
                Graph.builder().inputs(x, i).state(s, s.add(1)).output("y", y).build());
    }

    private Primitive positions(Tensor y) {
        return optimized(y).outputs().get("y").operands().get(1).primitive();
    }

    @Test
    void computedPositionsAndStatesAreBounded() {
        assertThat(positions(x.gather(0, i.add(1)))).isInstanceOf(Binary.Min.class);
        assertThat(positions(x.takeAlong(0, i.mul(i)))).isInstanceOf(Binary.Min.class);
        assertThat(positions(x.gather(0, s))).isInstanceOf(Binary.Min.class);
        Tensor sum = Tensor.of(new Indexing.ScatterAdd(0, 3), List.of(x.slice(0, 0, 2), i.neg()));
        assertThat(positions(sum)).isInstanceOf(Binary.Min.class);
    }

    @Test
    void positionsThatCannotBeOutsideAreLeftAlone() {
        assertThat(positions(x.gather(0, i))).isSameAs(i.primitive());
        assertThat(positions(x.takeAlong(0, x.argSort(0)))).isInstanceOf(Indexing.ArgSort.class);
        Tensor known = Tensor.constant(HostArray.of(Shape.of(2), 2L, 0L));
        assertThat(positions(x.gather(0, known))).isSameAs(known.primitive());
        Tensor bounded = optimized(x.gather(0, i.add(1).max(0).min(2)))
                .outputs()
                .get("y")
                .operands()
                .get(1);
        assertThat(bounded.operands().get(0).operands().get(0).primitive()).isInstanceOf(Binary.Add.class);
    }

    @Test
    void namesTheInputsThatArePositions() {
        Tensor longer = Tensor.input("z", TensorType.f32(5));
        Graph graph = Graph.builder()
                .inputs(x, longer, i)
                .output("y", x.gather(0, i.reshape(2)))
                .output("z", longer.gather(0, i))
                .build();
        assertThat(BoundedPositions.fed(graph)).isEqualTo(Map.of("i", 3));
    }

    @Test
    void refusesAConstantOutside() {
        Tensor y = x.gather(0, Tensor.constant(HostArray.of(Shape.of(2), 0L, 3L)));
        assertThatThrownBy(() -> optimized(y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("constant positions of gather: position 3 at element 1 is outside its axis of length 3:"
                        + " expected 0 to 2");
    }

    @Test
    void refusesPositionsOnAnAxisWithoutElements() {
        Tensor nothing = Tensor.input("n", TensorType.f32(0));
        assertThatThrownBy(() -> nothing.gather(0, i))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("expected at least one element on axis 0, because there are positions along it");
        assertThatThrownBy(() -> nothing.takeAlong(0, i)).isInstanceOf(TraceException.class);
        assertThatThrownBy(() -> Tensor.of(new Indexing.ScatterAddAlong(0, 0), List.of(x.slice(0, 0, 2), i)))
                .isInstanceOf(TraceException.class);
    }
}
