package org.pushforward.benchmark.data;

import org.pushforward.settings.ChosenBy;

/**
 * A data set as a record: its components are the settings, and {@link #load} makes the data.
 *
 * <p>Implementations are public records marked {@link org.pushforward.settings.Kind}, with a constructor without arguments that
 * holds the defaults. The class is named in {@code META-INF/services/org.pushforward.benchmark.data.DataSettings} of its jar.
 */
@ChosenBy("kind")
public interface DataSettings {

    /**
     * Returns the data.
     *
     * @throws IllegalArgumentException if the data is unfit, such as by NaN, naming the row
     */
    Target load();
}
