package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;

class SimulatedFieldsTest {
    /** Each row is a field of the simulator as an image with one channel. */
    @Test
    void rowsAreImagesOfTheSimulator() {
        FieldSimulator simulator = new FieldSimulator(new FieldPrior(), 3, 4);
        SimulatedFields fields = new SimulatedFields(simulator);
        HostArray drawn = fields.draw(RandomKey.of(1), 5).x();
        assertThat(fields.schema()).isEqualTo(Schema.of(Shape.of(1, 3, 4)));
        assertThat(drawn.shape()).isEqualTo(Shape.of(5, 1, 3, 4));
        assertThat(drawn.dtype()).isEqualTo(DType.F32);
        assertThat(drawn.toDoubles())
                .isEqualTo(simulator.sample(5, RandomKey.of(1)).cast(DType.F32).toDoubles());
    }

    @Test
    void onlyTheFieldsOfSmallGridsAreSimulatedInAGraph() {
        assertThat(new SimulatedFields(new FieldSimulator(new FieldPrior(), 64, 3)).traced())
                .isPresent();
        assertThat(new SimulatedFields(new FieldSimulator(new FieldPrior(), 3, 65)).traced())
                .isEmpty();
    }
}
