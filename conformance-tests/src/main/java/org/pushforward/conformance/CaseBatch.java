package org.pushforward.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.HostArray;

/**
 * Cases that run as one program, since an engine takes as long to compile ten nodes as one. If the program fails, each
 * case is run by itself, so that only the guilty ones fail.
 */
final class CaseBatch {
    private final Backend backend;
    private final List<ConformanceCase> cases;
    private final Map<String, String> prefixes = new HashMap<>();
    private Map<String, HostArray> outputs;

    CaseBatch(Backend backend, List<ConformanceCase> cases) {
        this.backend = backend;
        this.cases = cases;
        cases.forEach(each -> prefixes.put(each.name(), "c" + prefixes.size() + "_"));
    }

    /** Returns the results of a case of this batch on the backend. */
    List<HostArray> results(ConformanceCase wanted) {
        if (outputs == null) {
            outputs = runTogether();
        }
        List<HostArray> results = ConformanceCase.results(outputs, prefixes.get(wanted.name()));
        return results.isEmpty() ? runAlone(wanted) : results;
    }

    private Map<String, HostArray> runTogether() {
        Graph.Builder graph = Graph.builder();
        Map<String, HostArray> values = new HashMap<>();
        for (ConformanceCase each : cases) {
            String prefix = prefixes.get(each.name());
            each.addTo(graph, prefix);
            values.putAll(each.values(prefix));
        }
        try (Executable executable = backend.compile(graph.build())) {
            return executable.run(values);
        } catch (RuntimeException e) {
            return Map.of();
        }
    }

    private List<HostArray> runAlone(ConformanceCase wanted) {
        try (Executable executable = backend.compile(wanted.graph())) {
            return ConformanceCase.results(executable.run(wanted.values("")), "");
        }
    }
}
