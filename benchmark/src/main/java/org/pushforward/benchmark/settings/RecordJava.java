package org.pushforward.benchmark.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints a record of settings as the Java code that makes an equal record, as {@link RecordYaml} prints it as YAML. It contains what
 * YAML can contain: numbers, texts, durations, enumerations, records, and optional values, lists and maps of them.
 */
public final class RecordJava {
    private static final String INDENT = "        ";
    private static final int WIDTH = 80;

    /** The imported classes, by simple name of the outermost class. */
    private final Map<String, String> imports = new TreeMap<>();

    private RecordJava() {}

    /** Returns the imports and, behind them, a variable with the record. */
    public static String print(String variable, Record record) {
        RecordJava java = new RecordJava();
        String type = java.name(record.getClass());
        String value = java.value(record, "");
        return java.imports.values().stream().sorted().collect(Collectors.joining(";\nimport ", "import ", ";\n\n"))
                + type + " " + variable + " = " + value + ";\n";
    }

    private String value(Object value, String indent) {
        if (value instanceof Record record) {
            return record(record, indent);
        }
        if (value instanceof Optional<?> optional) {
            name(Optional.class);
            return optional.map(each -> call("Optional.of", List.of(value(each, indent + INDENT)), List.of(), indent))
                    .orElse("Optional.empty()");
        }
        if (value instanceof List<?> list) {
            name(List.class);
            List<String> elements =
                    list.stream().map(each -> value(each, indent + INDENT)).toList();
            return call("List.of", elements, List.of(), indent);
        }
        if (value instanceof Map<?, ?> map) {
            name(Map.class);
            List<String> entries = map.entrySet().stream()
                    .map(entry -> "Map.entry(" + value(entry.getKey(), indent) + ", "
                            + value(entry.getValue(), indent + INDENT) + ")")
                    .toList();
            return call("Map.ofEntries", entries, List.of(), indent);
        }
        if (value instanceof Enum<?> constant) {
            return name(constant.getDeclaringClass()) + "." + constant.name();
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Duration duration) {
            return name(Duration.class) + ".parse(\"" + duration + "\")";
        }
        if (value instanceof Long) {
            return value + "L";
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return "Double.valueOf(\"" + number + "\")";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("a setting of type "
                + value.getClass().getName() + ": expected what YAML can contain, so that it can be printed as Java");
    }

    private String record(Record record, String indent) {
        List<String> arguments = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            arguments.add(value(component(component, record), indent + INDENT));
            names.add(component.getName());
        }
        return call("new " + name(record.getClass()), arguments, names, indent);
    }

    private static Object component(RecordComponent component, Record record) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(record.getClass().getName() + " is not a public record", e);
        }
    }

    /** Returns a call, on one line if it is short; otherwise with a line for each argument, followed by its name if it has one. */
    private static String call(String method, List<String> arguments, List<String> names, String indent) {
        String line = method + "(" + String.join(", ", arguments) + ")";
        boolean plain = names.size() < 2;
        if (plain && line.length() + indent.length() < WIDTH && !line.contains("\n") || arguments.isEmpty()) {
            return line;
        }
        StringBuilder text = new StringBuilder(method).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            boolean last = i + 1 == arguments.size();
            text.append('\n').append(indent).append(INDENT);
            if (!names.isEmpty()) {
                text.append("/* ").append(names.get(i)).append(" */ ");
            }
            text.append(arguments.get(i)).append(last ? ")" : ",");
        }
        return text.toString();
    }

    /** Returns the name of a class in code, and imports its outermost class. */
    private String name(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String imported = imports.putIfAbsent(outer.getSimpleName(), outer.getName());
        boolean ambiguous = imported != null && !imported.equals(outer.getName());
        String whole = type.getCanonicalName();
        return ambiguous || outer.getPackageName().isEmpty()
                ? whole
                : whole.substring(outer.getPackageName().length() + 1);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
