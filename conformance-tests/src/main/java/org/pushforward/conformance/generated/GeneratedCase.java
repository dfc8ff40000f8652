package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.DeclaredGap;

/**
 * A case whose shapes and attributes are drawn. If it fails, its choices are made smaller one by one while it still fails,
 * so that the reader sees the smallest case.
 *
 * @param name the name, such as {@code OP-MATMUL[f32, generated 3]}
 * @param seed what is drawn from, with the name
 * @param recipe the case from choices
 */
public record GeneratedCase(String name, long seed, Recipe recipe) {
    /** How often a case that fails is run again to make it smaller. */
    private static final int TRIES = 200;

    /** Makes a case of choices. */
    @FunctionalInterface
    interface Recipe {
        /** Returns the case, whose name does not count. */
        ConformanceCase make(Choices choices);
    }

    private record Failure(List<Integer> choices, List<Integer> lowest, ConformanceCase smallest, Throwable problem) {}

    /** Returns the case as it was drawn. */
    public ConformanceCase drawn() {
        return made(Choices.drawn(seed, name));
    }

    private ConformanceCase made(Choices choices) {
        ConformanceCase each = recipe.make(choices);
        return new ConformanceCase(name, each.subject(), each.operands(), each.program(), each.tolerance());
    }

    /** Returns a body that, when another one fails, says how the smallest case like it fails. */
    public Check.Body shrinking(Check.Body body) {
        return backend -> {
            try {
                return body.run(backend);
            } catch (DeclaredGap gap) {
                throw gap;
            } catch (Exception | AssertionError problem) {
                Failure first = attempt(backend, Choices.drawn(seed, name));
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
                Failure failure = tries++ < TRIES ? attempt(backend, Choices.given(seed, name, candidate)) : null;
                if (failure != null && simpler(failure.choices(), best.choices())) {
                    best = failure;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** Returns the choices with one of them at its lowest, halfway there, or one less. */
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

    /** Returns whether choices are fewer or, of the same number, smaller in sum. */
    private static boolean simpler(List<Integer> some, List<Integer> others) {
        return some.size() != others.size() ? some.size() < others.size() : sum(some) < sum(others);
    }

    private static long sum(List<Integer> choices) {
        return choices.stream().mapToLong(choice -> choice).sum();
    }

    /** Returns how the case of these choices fails, or null if it does not, or has a gap. */
    private Failure attempt(BackendUnderTest backend, Choices choices) {
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
