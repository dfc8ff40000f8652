package org.pushforward.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class SchemaTest {
    private static final TensorType LABEL = new TensorType(DType.I64, Shape.scalar());
    private final Schema schema = Schema.of(Shape.of(2)).with("label", LABEL);

    @Test
    void columnsKeepTheirOrder() {
        assertThat(schema.names()).containsExactly("x", "label");
        assertThat(Schema.of("label", LABEL).with("x", TensorType.f32(2)).names())
                .containsExactly("label", "x");
        assertThat(schema).hasToString("{x: f32[2], label: i64[]}");
        assertThat(Schema.empty()).hasToString("{}");
    }

    @Test
    void aRowHasOneAxisFewerThanRows() {
        assertThat(schema.get("x")).isEqualTo(TensorType.f32(2));
        assertThat(schema.rows("x", 5)).isEqualTo(TensorType.f32(5, 2));
        assertThat(schema.rows("label", 5)).isEqualTo(new TensorType(DType.I64, Shape.of(5)));
    }

    @Test
    void aMissingColumnListsTheExistingOnes() {
        assertThatThrownBy(() -> schema.get("y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column 'y'; there are [x, label]");
    }

    @Test
    void schemasAreJoinedAndTakenApart() {
        Schema both = schema.and(Schema.of("y", TensorType.f32(3)));
        assertThat(both.names()).containsExactly("x", "label", "y");
        assertThat(both.without("x").names()).containsExactly("label", "y");
        assertThat(both.without("z")).isEqualTo(both);
        assertThat(both.without("x").without("label").without("y").isEmpty()).isTrue();
        assertThatThrownBy(() -> both.and(schema)).hasMessageContaining("two columns named 'x'");
        assertThatThrownBy(() -> schema.with("label", LABEL)).hasMessageContaining("two columns named 'label'");
    }

    /** A schema accepts data that has its columns, whatever other columns there are. */
    @Test
    void moreColumnsThanNeededFit() {
        schema.checkFits("the data", schema.with("y", TensorType.f32(3)));
        assertThatThrownBy(() -> schema.checkFits("the data", Schema.of(Shape.of(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the data has no column 'label' in {x: f32[2]}: expected 'label' of type i64[]");
        Schema floats = Schema.of(Shape.of(2)).with("label", TensorType.f32());
        assertThatThrownBy(() -> schema.checkFits("the input", floats))
                .hasMessage("the input has a column 'label' of type f32[] in {x: f32[2], label: f32[]}:"
                        + " expected 'label' of type i64[]");
    }

    @Test
    void itDoesNotChange() {
        Map<String, TensorType> columns = new LinkedHashMap<>(Map.of("x", LABEL));
        Schema copy = new Schema(columns);
        columns.clear();
        assertThat(copy.names()).containsExactly("x");
        assertThatThrownBy(() -> copy.columns().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
