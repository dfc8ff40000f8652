package org.pushforward.benchmark.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.pushforward.settings.KeyName;

/**
 * Explains settings as text for a terminal, from their JSON Schema.
 *
 * @param schema the schema, see {@link SettingsSchema}
 * @param columns the width of the terminal
 */
public record SettingsHelp(JsonNode schema, int columns) {
    private static final int NARROWEST = 40;

    /**
     * Returns the explanation of a key and of the keys below it.
     *
     * @param path keys and kinds, separated by dots; empty for the whole
     * @throws IllegalArgumentException if there is no such key; the message lists the keys
     */
    public String of(String path) {
        JsonNode at = schema;
        String meaning = "";
        List<String> walked = new ArrayList<>();
        for (String word : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
            Map<String, JsonNode> below = below(at);
            boolean position = word.matches("\\d+") && !below.containsKey(word);
            if (!position && !below.containsKey(word)) {
                throw new IllegalArgumentException("no key '" + word + "'"
                        + (walked.isEmpty() ? "" : " of " + String.join(".", walked)) + ": "
                        + KeyName.advice(word, below.keySet()));
            }
            walked.add(word);
            if (!position) {
                at = below.get(word);
                meaning = at.path("description").asText("");
            }
        }
        StringBuilder text = new StringBuilder();
        if (!walked.isEmpty()) {
            text.append(String.join(".", walked)).append("  ").append(type(at)).append('\n');
            wrapped(text, meaning, 2);
        }
        String whole = resolved(at).path("description").asText("");
        if (!whole.replaceFirst("\\.$", "").equalsIgnoreCase(meaning)) {
            wrapped(text, whole, walked.isEmpty() ? 0 : 2);
        }
        below(at).forEach((name, each) -> {
            text.append('\n')
                    .append("  ")
                    .append(name)
                    .append("  ")
                    .append(type(each))
                    .append('\n');
            String own = each.path("description").asText("");
            wrapped(text, own.isEmpty() ? resolved(each).path("description").asText("") : own, 6);
        });
        return text.toString();
    }

    /** Returns what a reference points to, and the elements of a list or map. */
    private JsonNode resolved(JsonNode node) {
        if (node.has("$ref")) {
            return resolved(schema.at(node.get("$ref").asText().substring(1)));
        }
        if (node.has("items")) {
            return resolved(node.get("items"));
        }
        return node.path("additionalProperties").isObject() ? resolved(node.get("additionalProperties")) : node;
    }

    /** Returns the keys of a record, or the records of a choice by their names. */
    private Map<String, JsonNode> below(JsonNode node) {
        JsonNode target = resolved(node);
        Map<String, JsonNode> found = new LinkedHashMap<>();
        target.path("properties").properties().forEach(property -> {
            if (!property.getValue().has("const")) {
                found.put(property.getKey(), property.getValue());
            }
        });
        for (JsonNode way : target.path("anyOf")) {
            if (way.has("$ref")) {
                String name = way.get("$ref").asText();
                found.put(name.substring(name.lastIndexOf('.') + 1), way);
            }
        }
        return found;
    }

    private String type(JsonNode node) {
        String type = name(node);
        boolean simple = node.has("default") && !node.get("default").isObject();
        return simple ? type + ", default " + shown(node.get("default")) : type;
    }

    private String name(JsonNode node) {
        if (node.has("items")) {
            return "list of " + name(node.get("items"));
        }
        if (node.path("additionalProperties").isObject()) {
            return "mapping to " + name(node.get("additionalProperties"));
        }
        JsonNode target = resolved(node);
        if (target.has("anyOf") && !target.at("/anyOf/0").has("enum")) {
            return StreamSupport.stream(target.get("anyOf").spliterator(), false)
                    .map(this::name)
                    .collect(Collectors.joining(" or "));
        }
        if (target.has("anyOf") || target.has("enum")) {
            JsonNode names = target.has("enum") ? target.get("enum") : target.at("/anyOf/0/enum");
            return "one of "
                    + StreamSupport.stream(names.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", "));
        }
        if (target.has("pattern")) {
            return "duration such as 90s";
        }
        return target.path("type").asText("object").equals("object")
                ? "mapping"
                : target.get("type").asText();
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private void wrapped(StringBuilder text, String words, int indent) {
        int width = Math.max(NARROWEST, columns - 1);
        String margin = " ".repeat(indent);
        StringBuilder line = new StringBuilder(margin);
        for (String word : words.split(" ")) {
            if (line.length() > indent && line.length() + 1 + word.length() > width) {
                text.append(line).append('\n');
                line = new StringBuilder(margin);
            }
            line.append(line.length() > indent ? " " : "").append(word);
        }
        if (line.length() > indent) {
            text.append(line).append('\n');
        }
    }
}
