package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.DeclaredGap;

/**
 * A case whose shapes and attributes are drawn. If it fails, its choices are made smaller one by one while it still fails,
 * and the smallest failing case is reported.
 *
 * @param name the name, such as {@code OP-MATMUL[f32, generated 3]}
 * @param seed the seed of the choices, together with the name
 * @param generator makes the case from choices
 */
public record GeneratedCase(String name, long seed, Generator generator) {
    /** How often a failing case runs again to make it smaller. */
    private static final int TRIES = 200;

    /** Makes a case from choices. */
    @FunctionalInterface
    interface Generator {
        /** Returns a case; its name is ignored. */
        ConformanceCase make(ChoiceSequence choices);
    }

    private record Failure(List<Integer> choices, List<Integer> lowest, ConformanceCase smallest, Throwable problem) {}

    /** Returns the case as it is drawn. */
    public ConformanceCase drawn() {
        return made(ChoiceSequence.drawn(seed, name));
    }

    private ConformanceCase made(ChoiceSequence choices) {
        ConformanceCase each = generator.make(choices);
        return each.named(name);
    }

    /** Returns a test that runs another one and, if that fails, reports the smallest failing case. */
    public Check.MeasuringTest shrinking(Check.MeasuringTest body) {
        return backend -> {
            try {
                return body.run(backend);
            } catch (DeclaredGap gap) {
                throw gap;
            } catch (Exception | AssertionError problem) {
                Failure first = attempt(backend, ChoiceSequence.drawn(seed, name));
                if (first == null) {
                    throw problem;
                }
                Failure last = shrink(backend, first);
                throw new AssertionError(
                        "the smallest case that fails has choices " + last.choices() + " of " + first.choices() + ": "
                                + last.problem().getMessage(),
                        last.problem());
            }
        };
    }

    private Failure shrink(BackendUnderTest backend, Failure first) {
        Failure best = first;
        int tries = 0;
        boolean smaller = true;
        while (smaller && tries < TRIES) {
            smaller = false;
            for (List<Integer> candidate : simpler(best)) {
                Failure failure =
                        tries++ < TRIES ? attempt(backend, ChoiceSequence.given(seed, name, candidate)) : null;
                if (failure != null && simpler(failure.choices(), best.choices())) {
                    best = failure;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** Returns the choices with one of them moved to its lower bound, moved halfway there, or decremented. */
    private static List<List<Integer>> simpler(Failure failure) {
        List<List<Integer>> candidates = new ArrayList<>();
        for (int i = 0; i < failure.choices().size(); i++) {
            int choice = failure.choices().get(i);
            int low = failure.lowest().get(i);
            for (int other : new int[] {low, low + (choice - low) / 2, choice - 1}) {
                if (other < choice && other >= low) {
                    List<Integer> candidate = new ArrayList<>(failure.choices());
                    candidate.set(i, other);
                    candidates.add(candidate);
                }
            }
        }
        return candidates;
    }

    /** Returns whether some choices are fewer than others or, if there are as many, have a smaller sum. */
    private static boolean simpler(List<Integer> some, List<Integer> others) {
        return some.size() != others.size() ? some.size() < others.size() : sum(some) < sum(others);
    }

    private static long sum(List<Integer> choices) {
        return choices.stream().mapToLong(choice -> choice).sum();
    }

    /** Returns how the case of these choices fails; null if it passes or has a gap. */
    private Failure attempt(BackendUnderTest backend, ChoiceSequence choices) {
        ConformanceCase each = made(choices);
        try {
            each.measure(backend, each.run(backend));
            return null;
        } catch (DeclaredGap gap) {
            return null;
        } catch (RuntimeException | AssertionError problem) {
            return new Failure(choices.taken(), choices.lowest(), each, problem);
        }
    }
}
