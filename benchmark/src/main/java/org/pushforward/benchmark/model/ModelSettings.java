package org.pushforward.benchmark.model;

import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.settings.ChosenBy;

/**
 * The settings of a model. Implementations are public records marked {@link org.pushforward.benchmark.settings.Kind}, whose
 * components are the keys beside {@code family} in YAML; a Guice module adds one of its own to the set of classes that the
 * standard module binds.
 */
@ChosenBy("family")
public interface ModelSettings {

    /** Returns the family's name for readers, such as RealNVP. */
    String title();

    /**
     * Returns a model of this family for samples of a law.
     *
     * @throws IllegalArgumentException if the family cannot learn such a law, saying why
     */
    Contender build(Target target);
}
