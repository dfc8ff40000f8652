package org.pushforward.benchmark.data;

import org.pushforward.benchmark.settings.ChosenBy;

/**
 * The settings of a law to learn. Implementations are public records marked {@link
 * org.pushforward.benchmark.settings.Kind}, whose components are the keys beside {@code kind} in YAML; a Guice module adds
 * one of its own to the set of classes that the standard module binds.
 */
@ChosenBy("kind")
public interface DataSettings {

    /**
     * Returns the law.
     *
     * @throws IllegalArgumentException if the data is unfit, such as by NaN, saying where
     */
    Target load();
}
