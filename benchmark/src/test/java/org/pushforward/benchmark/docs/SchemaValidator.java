package org.pushforward.benchmark.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Validates a tree against a JSON Schema, with the keywords that the schemas of settings use. */
final class SchemaValidator {
    private final JsonNode root;

    SchemaValidator(JsonNode root) {
        this.root = root;
    }

    List<String> problems(JsonNode value) {
        List<String> problems = new ArrayList<>();
        check(root, value, "", problems);
        return problems;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (schema.has("$ref")) {
            check(root.at(schema.get("$ref").asText().substring(1)), value, at, problems);
        }
        if (schema.has("type") && !isOf(schema.get("type").asText(), value)) {
            problems.add(at + ": expected " + schema.get("type").asText() + ", not " + value);
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            problems.add(at + ": expected " + schema.get("const"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(at + ": expected one of " + schema.get("enum") + ", not " + value);
        }
        if (schema.has("pattern")
                && !value.asText().matches(schema.get("pattern").asText())) {
            problems.add(at + ": expected " + schema.get("pattern"));
        }
        if (schema.has("anyOf")) {
            boolean fits = false;
            for (JsonNode way : schema.get("anyOf")) {
                List<String> own = new ArrayList<>();
                check(way, value, at, own);
                fits |= own.isEmpty();
            }
            if (!fits) {
                problems.add(at + ": fits none of its ways: " + value);
            }
        }
        if (schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "[" + i + "]", problems);
            }
        }
        if (value.isObject()) {
            schema.path("required").forEach(key -> {
                if (!value.has(key.asText())) {
                    problems.add(at + ": lacks " + key);
                }
            });
            for (Map.Entry<String, JsonNode> each : value.properties()) {
                JsonNode known = schema.path("properties").get(each.getKey());
                JsonNode others = schema.path("additionalProperties");
                if (known != null) {
                    check(known, each.getValue(), at + "." + each.getKey(), problems);
                } else if (others.isObject()) {
                    check(others, each.getValue(), at + "." + each.getKey(), problems);
                } else if (others.isBoolean() && !others.asBoolean()) {
                    problems.add(at + ": unknown key " + each.getKey());
                }
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            default -> value.isNumber();
        };
    }
}
