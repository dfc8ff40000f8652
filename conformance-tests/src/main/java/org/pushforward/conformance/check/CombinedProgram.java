package org.pushforward.conformance.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.HostArray;

/**
 * Many small cases compiled into one program, because an engine takes about as long to compile ten nodes as to compile one.
 *
 * <p>If the program fails, each case runs on its own, so only the failing cases are reported. It serves one backend. Not safe for
 * use by several threads.
 */
public final class CombinedProgram {
    private final List<ConformanceCase> cases;
    private final Map<String, String> prefixes = new HashMap<>();
    private final Map<String, Optional<String>> gaps = new HashMap<>();
    private Map<String, HostArray> outputs;

    /** Combines cases whose names differ. */
    public CombinedProgram(List<ConformanceCase> cases) {
        this.cases = List.copyOf(cases);
        cases.forEach(each -> prefixes.put(each.name(), "c" + prefixes.size() + "_"));
    }

    /** Returns the test of one of the cases. */
    public Check.MeasuringTest body(ConformanceCase each) {
        return backend -> {
            gap(backend, each).ifPresent(reason -> {
                throw new DeclaredGap(reason);
            });
            return each.measure(backend, results(backend, each));
        };
    }

    private Optional<String> gap(BackendUnderTest backend, ConformanceCase each) {
        return gaps.computeIfAbsent(each.name(), name -> backend.gap(each.graph()));
    }

    private List<HostArray> results(BackendUnderTest backend, ConformanceCase wanted) {
        if (outputs == null) {
            outputs = run(backend);
        }
        List<HostArray> results = ConformanceCase.results(outputs, prefixes.get(wanted.name()));
        return results.isEmpty() ? wanted.run(backend) : results;
    }

    private Map<String, HostArray> run(BackendUnderTest backend) {
        Graph.Builder graph = Graph.builder();
        Map<String, HostArray> values = new HashMap<>();
        for (ConformanceCase each : cases) {
            if (gap(backend, each).isEmpty()) {
                String prefix = prefixes.get(each.name());
                each.addTo(graph, prefix);
                values.putAll(each.values(prefix));
            }
        }
        try (Executable executable = backend.backend().compile(graph.build())) {
            return executable.run(values);
        } catch (RuntimeException e) {
            return Map.of();
        }
    }
}
