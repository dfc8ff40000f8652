package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements of a method, some of them in lanes that run concurrently.
 *
 * <p>In the text of the method, the first lane is inline. Each other lane is a closure that is forked before the first
 * lane and awaited after it. A closure captures the variables that it reads, and returns those that are read later.
 */
final class ScriptBody {
    private static final String INDENT = "  ";
    private static final Pattern VARIABLE = Pattern.compile("\\bv\\d+\\b");

    private sealed interface ScriptPart {}

    private record Statement(List<String> variables, String text) implements ScriptPart {}

    private record Fork(List<List<Statement>> lanes) implements ScriptPart {}

    private final List<ScriptPart> parts = new ArrayList<>();
    private List<Statement> lane = new ArrayList<>();
    private int variables;
    private int forks;

    /** Returns the name of a new variable. */
    String variable() {
        return "v" + variables++;
    }

    /** Adds a statement that defines the given variables. */
    void add(List<String> defined, String text) {
        lane.add(new Statement(defined, text));
    }

    /** Adds lanes that run concurrently. Each action adds the statements of one lane. */
    void fork(List<Runnable> actions) {
        flush();
        List<List<Statement>> lanes = new ArrayList<>();
        for (Runnable action : actions) {
            action.run();
            if (!lane.isEmpty()) {
                lanes.add(lane);
                lane = new ArrayList<>();
            }
        }
        parts.add(new Fork(lanes));
    }

    private void flush() {
        parts.addAll(lane);
        lane = new ArrayList<>();
    }

    /** Returns the text of all statements, after which the results are read. */
    String text(List<String> results) {
        flush();
        Set<String> read = new HashSet<>(results);
        List<String> texts = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            texts.add(0, parts.get(i) instanceof Fork fork ? text(fork, read) : line((Statement) parts.get(i)));
            reads(parts.get(i), read);
        }
        return String.join("", texts);
    }

    private static void reads(ScriptPart part, Set<String> read) {
        if (part instanceof Fork fork) {
            fork.lanes().forEach(lane -> lane.forEach(statement -> reads(statement, read)));
        } else {
            VARIABLE.matcher(((Statement) part).text()).results().forEach(name -> read.add(name.group()));
        }
    }

    private String text(Fork fork, Set<String> read) {
        StringBuilder text = new StringBuilder();
        StringBuilder waits = new StringBuilder();
        for (List<Statement> lane : fork.lanes()
                .subList(Math.min(1, fork.lanes().size()), fork.lanes().size())) {
            List<String> defined = lane.stream()
                    .flatMap(statement -> statement.variables().stream())
                    .toList();
            List<String> returned = defined.stream().filter(read::contains).collect(Collectors.toList());
            if (returned.isEmpty()) {
                returned.add(defined.get(0));
            }
            String values = String.join(", ", returned) + ",";
            String closure = "__fork_" + forks;
            String future = "f" + forks++;
            text.append(INDENT).append("def ").append(closure).append("():\n");
            lane.forEach(statement -> text.append(INDENT).append(line(statement)));
            text.append(INDENT.repeat(2)).append("return (").append(values).append(")\n");
            text.append(INDENT).append(future + " = fork(" + closure + ")\n");
            waits.append(INDENT).append(values + " = torch.wait(" + future + ")\n");
        }
        fork.lanes().stream().limit(1).forEach(lane -> lane.forEach(statement -> text.append(line(statement))));
        return text.append(waits).toString();
    }

    private static String line(Statement statement) {
        return INDENT + statement.text() + "\n";
    }
}
