package org.pushforward.benchmark.data;

import java.util.List;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.data.ToyLaw;
import org.pushforward.zoo.data.ToyLaws;

/**
 * A law on the plane whose density is known.
 *
 * @param law its name, as {@link ToyLaws#named} knows it
 */
@Kind("toy")
public record ToyLawSettings(String law) implements DataSettings {
    /** Refuses an unknown name. */
    public ToyLawSettings {
        List<String> names = ToyLaws.all().stream().map(ToyLaw::name).toList();
        SettingException.unlessNamed(names, "law", law);
    }

    @Override
    public TargetLaw load() {
        return new ToyTarget(ToyLaws.named(law));
    }
}
