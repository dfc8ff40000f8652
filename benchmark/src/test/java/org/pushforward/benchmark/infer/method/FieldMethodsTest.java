package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

class FieldMethodsTest {
    /** Remembers the backends that it opened. */
    private static final class Remembered implements BackendSource {
        private final List<Backend> opened = new ArrayList<>();

        @Override
        public Map<String, BackendDescription> descriptions() {
            return Map.of();
        }

        @Override
        public Map<String, String> missing() {
            return Map.of();
        }

        @Override
        public Backend open(String name, BackendOptions options) {
            opened.add(Backends.open("reference", options));
            return opened.get(opened.size() - 1);
        }
    }

    @Test
    void anEngineIsClosedIfItsPriorCannotBeLoaded(@TempDir Path none) {
        Remembered source = new Remembered();
        try (FieldMethods methods =
                new FieldMethods(new CovarianceSettings(), Optional.of(none.toString()), new RunSettings(), source)) {
            FieldPosterior method = methods.of(new MethodSettings.Amortized());
            for (int k = 0; k < 2; k++) {
                assertThatThrownBy(() -> method.obstacle(null)).isInstanceOf(RuntimeException.class);
            }
        }
        Graph graph = Graph.builder()
                .output("one", Tensor.constant(HostArray.scalar(DType.F32, 1)))
                .build();
        assertThat(source.opened).hasSize(2).allSatisfy(each -> assertThatThrownBy(() -> each.compile(graph))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed"));
    }
}
