package org.pushforward.benchmark.data;

import java.util.List;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.data.ToyDistribution;
import org.pushforward.zoo.data.ToyDistributions;

/**
 * A distribution in the plane with a known density.
 *
 * @param name its name, as {@link ToyDistributions#named} knows it
 */
@Kind("toy")
public record ToySettings(String name) implements DataSettings {
    /** Two moons. */
    public ToySettings() {
        this("two-moons");
    }

    /** Refuses an unknown name. */
    public ToySettings {
        List<String> names =
                ToyDistributions.all().stream().map(ToyDistribution::name).toList();
        SettingException.unlessNamed(names, "name", name);
    }

    @Override
    public Target load() {
        return new ToyTarget(ToyDistributions.named(name));
    }
}
