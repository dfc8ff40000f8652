package org.pushforward.benchmark.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.BackendException;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.settings.KeyName;

/**
 * Resolves a list of backend names.
 *
 * @param source where backends come from
 */
record BackendNames(BackendSource source) {
    /** The name that stands for all available backends. */
    static final String ALL = "all";

    /**
     * Returns the names in a list.
     *
     * @throws BackendException if a name is unknown, saying how to get the backend or which ones exist
     */
    List<String> named(String names) {
        Set<String> present = source.descriptions().keySet();
        List<String> chosen = names.equals(ALL)
                ? List.copyOf(present)
                : Arrays.stream(names.split(",")).map(String::strip).distinct().toList();
        chosen.forEach(name -> check(name, present));
        if (chosen.isEmpty()) {
            throw new BackendException("no backend is on the class path; to be added: " + source.missing());
        }
        return chosen;
    }

    private void check(String name, Set<String> present) {
        Map<String, String> missing = source.missing();
        if (missing.containsKey(name)) {
            throw new BackendException("backend '" + name + "' is not on the class path: add " + missing.get(name)
                    + ", which 'pushforward doctor' explains");
        }
        if (!present.contains(name)) {
            throw new BackendException("no backend '" + name + "': " + KeyName.advice(name, present));
        }
    }
}
