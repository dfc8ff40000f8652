package org.pushforward.benchmark.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.Kind;
import org.pushforward.settings.Kinds;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Generates the JSON Schema (draft 2020-12) of a record in YAML, with which editors complete and check keys. The schema comes from the
 * same components, kinds and defaults that the reader uses; only the reader checks ranges. Not safe for use by several threads.
 */
public final class SettingsSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Type, String> SCALARS = Map.of(
            int.class, "integer",
            Integer.class, "integer",
            long.class, "integer",
            Long.class, "integer",
            double.class, "number",
            Double.class, "number",
            boolean.class, "boolean",
            Boolean.class, "boolean",
            String.class, "string");

    private static final String INCLUDE =
            "a file, or a list of files, whose keys are added to this file, relative to its folder; keys of"
                    + " this file win over those of included files, and later ones of a list over earlier ones";

    private final ClassLoader loader;
    private final Formats formats;
    private final BiFunction<Class<?>, String, Optional<String>> describe;
    private final ObjectNode definitions = NODES.objectNode();

    private SettingsSchema(ClassLoader loader, BiFunction<Class<?>, String, Optional<String>> describe) {
        this.loader = loader;
        this.formats = new Formats(loader);
        this.describe = describe;
    }

    /**
     * Returns the schema of a record.
     *
     * @param root the record
     * @param describe returns the description of a component of a record by its Java name; for an empty name, of the record
     */
    public static ObjectNode of(Class<?> root, BiFunction<Class<?>, String, Optional<String>> describe) {
        SettingsSchema schema = new SettingsSchema(Thread.currentThread().getContextClassLoader(), describe);
        ObjectNode reference = schema.type(root);
        ObjectNode include = ((ObjectNode) schema.definitions.get(name(root)).get("properties"))
                .putObject("include")
                .put("description", INCLUDE);
        ObjectNode path = NODES.objectNode().put("type", "string");
        include.putArray("anyOf")
                .add(path)
                .add(NODES.objectNode().put("type", "array").set("items", path));
        ObjectNode whole = NODES.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Pushforward: " + KeyName.of(root.getSimpleName().replaceFirst("Settings$", "")));
        whole.setAll(reference);
        whole.set("$defs", schema.definitions);
        return whole;
    }

    private ObjectNode type(Type type) {
        if (SCALARS.containsKey(type)) {
            return NODES.objectNode().put("type", SCALARS.get(type));
        }
        if (type == Duration.class) {
            return NODES.objectNode().put("type", "string").put("pattern", "^\\d{1,9}(ms|s|m|h)$");
        }
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            ObjectNode words = NODES.objectNode();
            ArrayNode names = words.putArray("enum");
            Arrays.stream(plain.getEnumConstants())
                    .forEach(constant -> names.add(KeyName.of(((Enum<?>) constant).name())));
            return words;
        }
        String name = name(plain);
        if (!definitions.has(name)) {
            definitions.putObject(name);
            definitions.set(name, plain.isRecord() ? record(plain, Optional.empty()) : choice(plain));
        }
        return NODES.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode generic(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == Optional.class) {
            return type(arguments[0]);
        }
        ObjectNode node = NODES.objectNode();
        if (generic.getRawType() == List.class) {
            node.put("type", "array").set("items", type(arguments[0]));
        } else {
            node.put("type", "object").set("additionalProperties", type(arguments[1]));
        }
        return node;
    }

    private static String name(Class<?> type) {
        String own = type.isAnnotationPresent(Kind.class)
                ? Kinds.nameOf(type)
                : KeyName.of(type.getSimpleName().replaceFirst("Settings$", ""));
        Class<?> outer = type.getDeclaringClass();
        return outer == null ? own : KeyName.of(outer.getSimpleName().replaceFirst("Settings$", "")) + "." + own;
    }

    /** Returns the schema of a choice among records: a mapping with a key that names the record, or only the name. */
    private ObjectNode choice(Class<?> choice) {
        String key = choice.getAnnotation(ChosenBy.class).value();
        ObjectNode node = NODES.objectNode();
        describe.apply(choice, "").ifPresent(text -> node.put("description", text));
        ArrayNode ways = node.putArray("anyOf");
        ArrayNode names = ways.addObject().putArray("enum");
        Kinds.of(choice, loader).forEach((name, record) -> {
            names.add(name);
            String definition = KeyName.of(choice.getSimpleName().replaceFirst("Settings$", "")) + "." + name;
            if (!definitions.has(definition)) {
                definitions.putObject(definition);
                definitions.set(definition, record(record, Optional.of(Map.entry(key, name))));
            }
            ways.addObject().put("$ref", "#/$defs/" + definition);
        });
        return node;
    }

    private ObjectNode record(Class<?> record, Optional<Map.Entry<String, String>> chosen) {
        ObjectNode node = NODES.objectNode().put("type", "object");
        describe.apply(record, "").ifPresent(text -> node.put("description", text));
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        chosen.ifPresent(choice -> {
            properties.putObject(choice.getKey()).put("const", choice.getValue());
            required.add(choice.getKey());
        });
        Optional<MappingNode> defaults = defaults(record);
        for (RecordComponent component : record.getRecordComponents()) {
            String key = KeyName.of(component.getName());
            ObjectNode property = type(component.getGenericType());
            describe.apply(record, component.getName()).ifPresent(text -> property.put("description", text));
            defaults.flatMap(known -> value(known, key)).ifPresent(value -> property.set("default", json(value)));
            properties.set(key, property);
            boolean optional = component.getType() == Optional.class;
            if (defaults.isEmpty() && !optional && defaults(component.getType()).isEmpty()) {
                required.add(key);
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        return node.put("additionalProperties", false);
    }

    private Optional<MappingNode> defaults(Class<?> type) {
        if (!type.isRecord() || type.getRecordComponents().length == 0) {
            return Optional.empty();
        }
        return Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .findFirst()
                .map(constructor -> {
                    try {
                        return written(type, constructor.newInstance());
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalArgumentException(type.getName() + " has no usable defaults", e);
                    }
                });
    }

    private <T> MappingNode written(Class<T> type, Object defaults) {
        return formats.record(type).write(type.cast(defaults));
    }

    private static Optional<Node> value(MappingNode node, String key) {
        return node.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static JsonNode json(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = NODES.objectNode();
            mapping.getValue()
                    .forEach(tuple ->
                            object.set(((ScalarNode) tuple.getKeyNode()).getValue(), json(tuple.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode list) {
            ArrayNode array = NODES.arrayNode();
            list.getValue().forEach(each -> array.add(json(each)));
            return array;
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getTag().equals(Tag.INT)) {
            return NODES.numberNode(Long.parseLong(scalar.getValue()));
        }
        if (scalar.getTag().equals(Tag.FLOAT)) {
            return NODES.numberNode(Double.parseDouble(scalar.getValue()));
        }
        return scalar.getTag().equals(Tag.BOOL)
                ? NODES.booleanNode(Boolean.parseBoolean(scalar.getValue()))
                : NODES.textNode(scalar.getValue());
    }
}
