package org.pushforward.backend.djl.script;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Views of states whose memory does not move, such as the matrices in a vector of parameters. A separate method makes
 * the views when states are written, and they are parameters of the main method.
 */
final class StateViews {
    private static final Pattern VIEW = Pattern.compile("torch\\.(slice|reshape|permute|t|transpose)\\((\\w+)(.*)\\)");

    /** The only slices that keep a dense tensor dense, whatever its shape. */
    private static final Pattern ROWS = Pattern.compile(", 0, \\d+, \\d+, 1");

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> lists = new LinkedHashMap<>();
    private final Set<String> fixed = new HashSet<>();
    private final Set<String> dense = new HashSet<>();

    /** Adds a state whose memory does not move. */
    void add(String state) {
        fixed.add(state);
        dense.add(state);
    }

    /** Returns the name of an expression that is a view of such a state, or a view of such a view. */
    Optional<String> of(String expression) {
        Matcher call = VIEW.matcher(expression);
        if (!call.matches() || !fixed.contains(call.group(2))) {
            return Optional.empty();
        }
        boolean reshape = call.group(1).equals("reshape");
        boolean rows =
                call.group(1).equals("slice") && ROWS.matcher(call.group(3)).matches();
        boolean isDense = dense.contains(call.group(2));
        // A reshape of a tensor that is not dense may be a copy, which would not change with the state.
        if (reshape && !isDense) {
            return Optional.empty();
        }
        String name = names.computeIfAbsent(expression, missing -> "w" + names.size());
        fixed.add(name);
        if (isDense && (reshape || rows)) {
            dense.add(name);
        }
        return Optional.of(name);
    }

    /** Returns the name of a list of views. */
    String list(List<String> expressions) {
        return lists.computeIfAbsent(expressions.toString(), missing -> "l" + lists.size());
    }

    /** Returns the parameters that hold views and lists of them, in the order of the results of the method. */
    Stream<String> parameters() {
        return Stream.concat(
                names.values().stream().map(name -> name + ": Tensor"),
                lists.values().stream().map(name -> name + ": List[Tensor]"));
    }

    /** Returns the method {@code views} of all states; empty if there is nothing to return. */
    Optional<String> method(List<String> states) {
        if (names.isEmpty() && lists.isEmpty()) {
            return Optional.empty();
        }
        String given = states.stream().map(state -> ", " + state + ": Tensor").collect(Collectors.joining());
        String types = parameters()
                .map(parameter -> parameter.substring(parameter.indexOf(' ') + 1))
                .collect(Collectors.joining(", "));
        String statements = names.entrySet().stream()
                .map(view -> "  " + view.getValue() + " = " + view.getKey() + "\n")
                .collect(Collectors.joining());
        String results = Stream.concat(names.values().stream(), lists.keySet().stream())
                .map(result -> result + ",")
                .collect(Collectors.joining(" "));
        return Optional.of("def views(self: __torch__.M" + given + ") -> Tuple[" + types + "]:\n" + statements
                + "  return (" + results + ")\n");
    }
}
