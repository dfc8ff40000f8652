package org.pushforward.benchmark.data;

import java.util.List;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.data.ToyDistribution;
import org.pushforward.zoo.data.ToyDistributions;

/**
 * A law on the plane whose density is known.
 *
 * @param law its name, as {@link ToyDistributions#named} knows it
 */
@Kind("toy")
public record ToySettings(String law) implements DataSettings {
    /** Refuses an unknown name. */
    public ToySettings {
        List<String> names =
                ToyDistributions.all().stream().map(ToyDistribution::name).toList();
        SettingException.unlessNamed(names, "law", law);
    }

    @Override
    public Target load() {
        return new ToyTarget(ToyDistributions.named(law));
    }
}
