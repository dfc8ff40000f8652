package org.pushforward.benchmark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.zoo.family.RealNvp;

class SettingOverrideTest {
    private static final String TEXT = """
            name: a
            comparisons:
              - name: moons
                data: toy
                models: [{model: {family: real-nvp, couplings: 4}}]
            """;

    private static Experiment with(String... changes) {
        List<SettingOverride> overrides =
                Stream.of(changes).map(SettingOverride::parse).toList();
        return Experiment.yaml().parse("a.yaml", TEXT, overrides);
    }

    @Test
    void overridesOrAddsValues() {
        Experiment changed = with(
                "name=b",
                "run.seed=7",
                "comparisons.0.models.0.model.couplings=6",
                "evaluation={samples: 10, directions: 5}");
        assertThat(changed.name()).isEqualTo("b");
        assertThat(changed.run().seed()).isEqualTo(7);
        assertThat(changed.evaluation().samples()).isEqualTo(10);
        assertThat(((RealNvp) changed.comparisons().get(0).models().get(0).model()).couplings())
                .isEqualTo(6);
        assertThat(changed.run().backend()).isEqualTo("onnx");
    }

    @Test
    void namesTheSettingOfAMistakeInsteadOfALine() {
        assertThatThrownBy(() -> with("run.sed=7")).hasMessageContaining("--set run.sed: unknown key 'sed'");
        assertThatThrownBy(() -> with("run.seed=red")).hasMessageContaining("--set run.seed: expected a whole number");
        assertThatThrownBy(() -> with("comparisons.3.name=x"))
                .hasMessageContaining("'3' is not a position in a list of length 1");
        assertThatThrownBy(() -> with("comparisons.0.data.name=x"))
                .hasMessageContaining("is a single word in the file");
        assertThatThrownBy(() -> with("run.seed=[1"))
                .hasMessageContaining("--set run.seed")
                .hasMessageContaining("not YAML");
        assertThatThrownBy(() -> with("run")).hasMessageContaining("expected PATH=VALUE");
        assertThatThrownBy(() -> with("run.seed=7", "name=/")).hasMessageContaining("--set name");
    }
}
