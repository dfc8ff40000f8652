package org.pushforward.benchmark.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The page docs/settings.md: every key that a file of settings may have, from the schemas. */
final class SettingsPage {
    private SettingsPage() {}

    /** Returns the text of the page. */
    static String text(Map<String, JsonNode> schemas) {
        StringBuilder page = new StringBuilder("""
                # Settings

                This page is written by the code: `./mvnw -pl benchmark test -Dtest=SettingsPageTest -Dregenerate=true`. A test fails
                when it is stale.

                `compare` reads an *experiment*, and `train` reads settings of its own. A key may be left out where a default stands
                here. On the command line `--set training.batch=64` gives another value. Editors complete keys by
                [experiment.schema.json](experiment.schema.json) and [train.schema.json](train.schema.json), if a file begins with
                `# yaml-language-server: $schema=PATH`. A choice such as `model` is a mapping whose key names one of several records,
                or that name alone, which stands for its defaults.
                """);
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        schemas.values().forEach(schema -> schema.get("$defs")
                .properties()
                .forEach(each -> definitions.putIfAbsent(each.getKey(), each.getValue())));
        definitions.forEach((name, definition) -> section(page, name, definition));
        return page.toString();
    }

    private static void section(StringBuilder page, String name, JsonNode definition) {
        page.append("\n## ").append(name).append("\n\n");
        if (definition.has("description")) {
            page.append(cell(definition.get("description").asText())).append("\n\n");
        }
        if (definition.has("anyOf")) {
            page.append("One of");
            String separator = " ";
            for (JsonNode way : definition.get("anyOf")) {
                if (way.has("$ref")) {
                    page.append(separator).append(reference(way));
                    separator = ", ";
                }
            }
            page.append(".\n");
            return;
        }
        if (definition.get("properties").isEmpty()) {
            return;
        }
        page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        Set<Map.Entry<String, JsonNode>> properties =
                definition.get("properties").properties();
        for (Map.Entry<String, JsonNode> property : properties) {
            JsonNode value = property.getValue();
            page.append("| `")
                    .append(property.getKey())
                    .append("` | ")
                    .append(type(value))
                    .append(" | ")
                    .append(
                            value.has("default")
                                    ? "`" + shown(value.get("default")) + "`"
                                    : required(definition, property.getKey()))
                    .append(" | ")
                    .append(
                            value.has("description")
                                    ? cell(value.get("description").asText())
                                    : "")
                    .append(" |\n");
        }
    }

    private static String required(JsonNode definition, String key) {
        if (definition.get("properties").get(key).has("const")) {
            return "";
        }
        for (JsonNode name : definition.path("required")) {
            if (name.asText().equals(key)) {
                return "to be given";
            }
        }
        return definition.get("properties").get(key).has("$ref") ? "its own" : "none";
    }

    private static String shown(JsonNode value) {
        String text = value.isTextual() ? value.asText() : value.toString();
        return cell(text.replace("\"", ""));
    }

    private static String type(JsonNode value) {
        if (value.has("const")) {
            return "`" + value.get("const").asText() + "`";
        }
        if (value.has("$ref")) {
            return reference(value);
        }
        if (value.has("enum")) {
            StringBuilder words = new StringBuilder();
            value.get("enum").forEach(word -> words.append(words.length() == 0 ? "" : ", ")
                    .append('`')
                    .append(word.asText())
                    .append('`'));
            return words.toString();
        }
        if (value.path("type").asText().equals("array")) {
            return "list of " + type(value.get("items"));
        }
        if (value.has("additionalProperties")) {
            return "mapping of names to " + type(value.get("additionalProperties"));
        }
        return value.has("pattern")
                ? "duration, such as `90s`"
                : value.path("type").asText();
    }

    private static String reference(JsonNode value) {
        String name = value.get("$ref").asText().substring("#/$defs/".length());
        return "[" + name + "](#" + name.replace(".", "") + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
