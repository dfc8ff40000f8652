package org.pushforward.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Engine;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * The tests that every backend must pass. The author of one writes:
 *
 * <pre>{@code
 * class MyConformanceTest extends BackendConformance {
 *     @Override
 *     protected String backend() {
 *         return "mine";
 *     }
 * }
 * }</pre>
 *
 * <p>Each case has a name such as {@code OP-MATMUL[f32, transposeLeft, ...]}: its rule, then the element type and what is
 * particular. Its result is held against the {@link ReferenceInterpreter} within the {@link Tolerance} of its class, and
 * a failure shows the program, the operands, the worst element and what was allowed. Operands are the same in every run,
 * so a case can be run again: {@code -Dconformance.case=OP-MATMUL[f32} runs the cases whose name contains that.
 *
 * <p>A case that needs a primitive or an element type that the engine does not declare is skipped and says so. Subnormal
 * numbers, and what the primitives leave undefined, are not tested.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance {
    private static final String FILTER = System.getProperty("conformance.case", "");

    /** A program of more cases takes longer to compile than two smaller ones. */
    private static final int BATCH = 64;

    private Backend backend;
    private Set<Class<? extends Primitive>> primitives;
    private Set<DType> dtypes;

    /** For subclasses. */
    protected BackendConformance() {}

    /** Returns the name of the backend that is tested. */
    protected abstract String backend();

    /** Returns how it is opened: on the CPU with two threads unless overridden. */
    protected BackendOptions options() {
        return BackendOptions.defaults().withThreads(2);
    }

    /** Returns whether float32 results come back as float32; false only of a backend that computes them in float64. */
    protected boolean rounds() {
        return true;
    }

    /** Returns what the names of the cases that run contain. */
    String filter() {
        return FILTER;
    }

    @BeforeAll
    final void open() {
        backend = Backends.open(backend(), options());
        // What an engine declares is for its author's eyes, so it is asked of a second one.
        try (Engine engine = Backends.providers().get(backend()).open(options())) {
            primitives = Set.copyOf(engine.primitives());
            dtypes = Set.copyOf(engine.dtypes());
        }
    }

    @AfterAll
    final void close() {
        if (backend != null) {
            backend.close();
        }
    }

    /** Opening, closing, threads, refusals, and what is kept between runs. */
    @TestFactory
    final Stream<DynamicNode> lifecycle() {
        return Stream.concat(
                        new LifecycleCases(backend, () -> Backends.open(backend(), options())).all(),
                        new StateCases(backend, dtypes).all())
                .filter(test -> test.getDisplayName().contains(filter()))
                .map(DynamicNode.class::cast);
    }

    /** The values of every primitive. */
    @TestFactory
    final Stream<DynamicNode> primitives() {
        return containers(OperationCases.all());
    }

    /** The first and second derivatives of every primitive. */
    @TestFactory
    final Stream<DynamicNode> gradients() {
        return containers(GradientCases.all());
    }

    private Stream<DynamicNode> containers(List<ConformanceCase> cases) {
        Map<String, List<ConformanceCase>> rules = new LinkedHashMap<>();
        for (ConformanceCase each : cases) {
            if (each.name().contains(filter())) {
                String rule = each.name().substring(0, each.name().indexOf('['));
                rules.computeIfAbsent(rule, name -> new ArrayList<>()).add(each);
            }
        }
        return rules.entrySet().stream().map(rule -> dynamicContainer(rule.getKey(), tests(rule.getValue())));
    }

    private Stream<DynamicNode> tests(List<ConformanceCase> cases) {
        List<DynamicNode> tests = new ArrayList<>();
        List<ConformanceCase> supported = new ArrayList<>();
        for (ConformanceCase each : cases) {
            Optional<String> lack = lack(each);
            if (lack.isPresent()) {
                tests.add(dynamicTest(each.name(), () -> Assumptions.abort(lack.get())));
            } else {
                supported.add(each);
            }
        }
        for (int from = 0; from < supported.size(); from += BATCH) {
            List<ConformanceCase> some = supported.subList(from, Math.min(supported.size(), from + BATCH));
            CaseBatch batch = new CaseBatch(backend, some);
            some.forEach(each -> tests.add(dynamicTest(each.name(), () -> check(each, batch.results(each)))));
        }
        return tests.stream();
    }

    /** What the engine does not declare and the case needs. */
    private Optional<String> lack(ConformanceCase each) {
        for (Tensor node : each.graph().nodes()) {
            if (!primitives.contains(node.primitive().getClass())) {
                return Optional.of(
                        backend + " declares no primitive " + node.primitive().name());
            }
            if (!dtypes.contains(node.dtype())) {
                return Optional.of(backend + " declares no element type " + node.dtype());
            }
        }
        return Optional.empty();
    }

    private void check(ConformanceCase each, List<HostArray> actual) {
        List<HostArray> expected = each.expected();
        List<Tensor> nodes = List.copyOf(each.graph().outputs().values());
        for (int i = 0; i < expected.size(); i++) {
            String result = ", result y" + i + " of ";
            Supplier<String> what = () -> backend + result + each.text();
            TensorAssert.assertThat(actual.get(i)).as(what).isCloseTo(expected.get(i), each.tolerance());
            if (rounds()) {
                Assertions.assertThat(actual.get(i).dtype())
                        .as(what)
                        .isEqualTo(nodes.get(i).dtype());
            }
        }
    }
}
