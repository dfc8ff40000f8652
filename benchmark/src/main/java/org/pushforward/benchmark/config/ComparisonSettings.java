package org.pushforward.benchmark.config;

import java.util.List;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.settings.SettingException;

/**
 * Models compared on one set of data.
 *
 * @param name the name of the comparison, from which its random numbers are derived
 * @param data the data that the models are trained on
 * @param models the models, at least one, with different names
 */
public record ComparisonSettings(String name, DataSettings data, List<Candidate> models) {
    /** Copies the list and refuses values out of range. */
    public ComparisonSettings {
        models = List.copyOf(models);
        DisplayName.check("name", name);
        SettingException.unlessDifferent(
                models.stream().map(Candidate::label).toList(),
                "models",
                "names (without a name of its own, a model has the name of its family)");
    }
}
