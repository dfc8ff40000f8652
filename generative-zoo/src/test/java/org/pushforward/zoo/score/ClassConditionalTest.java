package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks absent classes in training and how a network represents classes. */
class ClassConditionalTest {
    private static Tensor labels(long... labels) {
        return Tensor.constant(HostArray.of(Shape.of(labels.length), labels));
    }

    private record Given(double... uniform) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            throw new AssertionError("absence asks for uniform noise alone");
        }

        @Override
        public Tensor uniform(int... dims) {
            return Tensor.constant(HostArray.of(Shape.of(dims), uniform));
        }
    }

    /** With a share of 0.3 the class is absent in rows whose uniform number is below 0.3. */
    @Test
    void dropoutReplacesClassesByAbsent() {
        Batch batch = new Batch(Map.of(ClassConditional.LABEL, labels(0, 1, 2, 0)));
        Context context = ClassConditional.withDropout(3, 0.3)
                .context(ClassConditional.labels(), batch, new Given(0.1, 0.31, 0.9, 0.29));
        assertThat(new Oracle().evaluate(context.get(ClassConditional.LABEL))).containsExactly(3, 1, 2, 3);
        assertThatThrownBy(() -> ClassConditional.withDropout(3, 1.1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> ClassConditional.withDropout(3, -0.1)).hasMessageContaining("-0.1");
    }

    /** Each class and "absent" have a row in the table. */
    @Test
    void networkReceivesTheEmbeddingOfTheClass() {
        Scope scope = Scope.root();
        ClassEmbedding network = new ClassEmbedding(scope, 2, 3, columns -> embedded(columns));
        Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), RandomKey.of(1)));
        Tensor table = scope.parameters().get(0).tensor();
        assertThat(table.shape()).isEqualTo(Shape.of(3, 3));
        assertThat(scope.parameters().get(0).path()).isEqualTo("classes.weight");
        Tensor x = oracle.single("x", 3, 3);
        HostArray actual = oracle.array(network.apply(x, x, Context.of(ClassConditional.LABEL, labels(2, 0, 1))));
        int[] rows = {2, 0, 1};
        for (int n = 0; n < 3; n++) {
            for (int j = 0; j < 3; j++) {
                assertThat(actual.get(n, j)).isEqualTo(oracle.value(table).get(rows[n], j));
            }
        }
    }

    /** A network that returns its context. */
    private static DenoiserNetwork embedded(ContextColumns columns) {
        return (x, noise, given) -> columns.behind(x, given).slice(1, 3, 6);
    }
}
