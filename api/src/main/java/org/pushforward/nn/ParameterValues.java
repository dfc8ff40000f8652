package org.pushforward.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * A value for each parameter of a model, by path. Immutable.
 *
 * @param byPath the values in the order of declaration
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ParameterValues(Map<String, HostArray> byPath) {
    /** Copies the map. */
    public ParameterValues {
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /**
     * Draws each parameter from its initial distribution. The value of a parameter depends only on the key and the
     * parameter's path, shape and initializer.
     */
    public static ParameterValues initial(List<Parameter> parameters, RandomKey key) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            values.put(
                    parameter.path(),
                    parameter
                            .initializer()
                            .draw(key.fold(parameter.path()), parameter.tensor().shape()));
        }
        return new ParameterValues(values);
    }

    /**
     * Returns the value of a parameter.
     *
     * @throws IllegalArgumentException if there is none at that path
     */
    public HostArray get(String path) {
        HostArray value = byPath.get(path);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + path + "; there are " + byPath.keySet());
        }
        return value;
    }

    /** Returns the union of these values and those of another model. */
    public ParameterValues and(ParameterValues other) {
        Map<String, HostArray> all = new LinkedHashMap<>(byPath);
        all.putAll(other.byPath);
        return new ParameterValues(all);
    }
}
