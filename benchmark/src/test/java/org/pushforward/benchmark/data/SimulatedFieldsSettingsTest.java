package org.pushforward.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.report.Pictures;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.prior.FieldPrior;

/** Checks the data of simulated fields. */
class SimulatedFieldsSettingsTest {
    private static final RandomKey KEY = RandomKey.of(3);
    private final Target target = new SimulatedFieldsSettings(8, new FieldPrior()).load();

    @Test
    void everyDrawMakesNewFields() {
        assertThat(target.domain()).isEqualTo(new Pictures(1, 8, 8));
        assertThat(target.training().size()).isZero();
        Rows rows = target.training().draw(KEY, 5);
        assertThat(rows.x().shape()).isEqualTo(Shape.of(5, 1, 8, 8));
        assertThat(rows.schema()).isEqualTo(target.training().schema());
        assertThat(target.training().draw(KEY, 5)).isEqualTo(rows);
        assertThat(target.training().draw(KEY.fold(1), 5)).isNotEqualTo(rows);
        target.checkWidth();
    }

    @Test
    void validationAndHeldOutFieldsAreFixedAndDiffer() {
        TrainingSplit split = target.split(4, KEY);
        assertThat(split.validation()).isEqualTo(target.split(4, KEY).validation());
        HeldOut heldOut = target.heldOut(4, KEY);
        assertThat(heldOut.first()).isEqualTo(target.heldOut(4, KEY).first()).isNotEqualTo(heldOut.second());
        assertThat(heldOut.first()).isNotEqualTo(split.validation());
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new SimulatedFieldsSettings(1, new FieldPrior()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("size");
    }
}
