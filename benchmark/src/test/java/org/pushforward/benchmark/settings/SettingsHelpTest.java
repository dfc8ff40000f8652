package org.pushforward.benchmark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.trainrun.TrainSettings;

class SettingsHelpTest {
    private final SettingsHelp help = new SettingsHelp(
            SettingsSchema.of(
                    TrainSettings.class,
                    (type, component) ->
                            Optional.of("about " + (component.isEmpty() ? type.getSimpleName() : component))),
            60);

    @Test
    void explainsTheTopLevelAndKeysBelow() {
        assertThat(help.of("")).contains("  name  string\n      about name\n").contains("  training  mapping");
        assertThat(help.of("training.batch")).startsWith("training.batch  integer, default 256\n  about batch\n");
        assertThat(help.of("training")).contains("  batch  integer, default 256\n      about batch\n");
    }

    @Test
    void explainsChoicesAndTheirKinds() {
        assertThat(help.of("model")).contains("one of ").contains("\n  real-nvp  mapping");
        assertThat(help.of("model.real-nvp.couplings")).startsWith("model.real-nvp.couplings  integer, default ");
        assertThat(help.of("data.file.split.rows.validation")).contains("number, default 0.1");
    }

    @Test
    void namesTheNearestKey() {
        assertThatThrownBy(() -> help.of("training.bach"))
                .hasMessageContaining("no key 'bach' of training")
                .hasMessageContaining("did you mean 'batch'");
    }

    @Test
    void fitsTheTerminal() {
        assertThat(help.of("training").lines().filter(line -> line.startsWith("      ")))
                .allMatch(line -> line.length() < 60);
    }
}
