package org.pushforward.benchmark.data;

import org.pushforward.settings.ChosenBy;

/**
 * A data set as a record: the components are its settings, and {@link #load} loads the data.
 *
 * <p>Implementations are public records marked {@link org.pushforward.settings.Kind}, with a no-argument constructor
 * for the defaults. The class is named in {@code META-INF/services/org.pushforward.benchmark.data.DataSettings} of its
 * jar.
 */
@ChosenBy("kind")
public interface DataSettings {

    /**
     * Returns the data.
     *
     * @throws IllegalArgumentException if the data is invalid, for example contains NaN; the message names the row
     */
    Target load();
}
