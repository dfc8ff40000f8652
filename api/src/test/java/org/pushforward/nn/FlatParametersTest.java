package org.pushforward.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class FlatParametersTest {
    private final Scope scope = scopeOfANetwork();
    private final FlatParameters flat = new FlatParameters(scope.parameters());

    private static Scope scopeOfANetwork() {
        Scope scope = Scope.root();
        new Mlp(scope.child("net"), Activation.RELU, 3, 4, 2);
        return scope;
    }

    @Test
    void parametersHavePaths() {
        assertThat(scope.parameters())
                .extracting(Parameter::path)
                .containsExactly("net.dense.0.weight", "net.dense.0.bias", "net.dense.1.weight", "net.dense.1.bias");
        assertThat(scope.child("other").parameters()).isEmpty();
    }

    @Test
    void packingIsUndoneByUnpacking() {
        ParameterValues values = ParameterValues.initial(scope.parameters(), RandomKey.of(1));
        HostArray vector = flat.pack(values);
        assertThat(vector.shape()).isEqualTo(Shape.of(3 * 4 + 4 + 4 * 2 + 2));
        assertThat(flat.unpack(vector)).isEqualTo(values);
    }

    @Test
    void initialValuesDependOnThePathOnly() {
        Scope alone = Scope.root();
        new Dense(alone.child("net").child("dense").child(1), 4, 2);
        ParameterValues all = ParameterValues.initial(scope.parameters(), RandomKey.of(1));
        ParameterValues one = ParameterValues.initial(alone.parameters(), RandomKey.of(1));
        assertThat(one.get("net.dense.1.weight")).isEqualTo(all.get("net.dense.1.weight"));
    }

    @Test
    void refusesWhatDoesNotFit() {
        ParameterValues none = new ParameterValues(Map.of());
        assertThatThrownBy(() -> flat.pack(none)).hasMessageContaining("net.dense.0.weight");
        assertThatThrownBy(() -> new Dense(scope.child("net").child("dense").child(0), 3, 4))
                .hasMessageContaining("child()");
    }
}
