package org.pushforward.benchmark.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.Kind;
import org.pushforward.settings.Kinds;
import org.pushforward.settings.SettingException;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The format of a record: a mapping whose keys are the components. The record's own constructor refuses values out of
 * range.
 */
final class RecordFormat<T> implements Format<T> {
    /** A component, its format, and its value if the key is absent. */
    private record ComponentKey(
            RecordComponent component, Format<Object> format, Optional<Object> absent, boolean optional) {}

    private final Class<T> type;
    private final Formats formats;
    private final String what;
    private Map<String, ComponentKey> keys = Map.of();

    RecordFormat(Class<T> type, Formats formats) {
        this.type = type;
        this.formats = formats;
        this.what = type.isAnnotationPresent(Kind.class)
                ? Kinds.nameOf(type)
                : KeyName.of(type.getSimpleName().replaceFirst("Settings$", ""));
    }

    /** Returns the components by key. They are looked up lazily, because a record may contain itself. */
    private Map<String, ComponentKey> keys() {
        if (keys.isEmpty()) {
            Map<String, ComponentKey> found = new LinkedHashMap<>();
            Optional<Object> defaults = defaults(type);
            for (RecordComponent component : type.getRecordComponents()) {
                found.put(KeyName.of(component.getName()), key(component, defaults));
            }
            keys = found;
        }
        return keys;
    }

    private ComponentKey key(RecordComponent component, Optional<Object> defaults) {
        boolean optional = component.getType() == Optional.class;
        Optional<Object> absent = defaults.map(record -> value(component, record));
        if (absent.isEmpty()) {
            absent = optional ? Optional.of(Optional.empty()) : defaults(component.getType());
        }
        try {
            return new ComponentKey(component, formats.of(component.getGenericType()), absent, optional);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "component '" + component.getName() + "' of record " + type.getName() + ", of type "
                            + component.getGenericType().getTypeName() + ", has no form in YAML: " + e.getMessage(),
                    e);
        }
    }

    /** Returns the record that the no-argument constructor creates, if there is one. */
    private static Optional<Object> defaults(Class<?> type) {
        if (!type.isRecord()) {
            return Optional.empty();
        }
        return Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0 && type.getRecordComponents().length > 0)
                .findFirst()
                .map(constructor -> {
                    try {
                        return constructor.newInstance();
                    } catch (ReflectiveOperationException e) {
                        throw unfit(type, e);
                    }
                });
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw unfit(record.getClass(), e);
        }
    }

    private static IllegalArgumentException unfit(Class<?> type, ReflectiveOperationException cause) {
        return new IllegalArgumentException(
                "record " + type.getName() + " cannot be read or made (" + cause + "): expected a public record whose"
                        + " constructors do not fail on its defaults",
                cause);
    }

    @Override
    public void check(Set<Format<?>> checked) {
        if (!checked.add(this)) {
            return;
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            throw new IllegalArgumentException("record " + type.getName() + " is not public: expected a public record");
        }
        keys().values().forEach(key -> key.format().check(checked));
    }

    /** Refuses a component whose key is the key that chooses the record. */
    void refuseKey(String choice) {
        if (keys().containsKey(choice)) {
            throw new IllegalArgumentException("component '" + choice + "' of record " + type.getName()
                    + ": this key chooses the record itself; give the component another name");
        }
    }

    @Override
    public Optional<T> read(Node node, Problems problems) {
        return Mapping.of(
                        node,
                        "a mapping for " + what + ", with keys among " + String.join(", ", keys().keySet()),
                        problems)
                .flatMap(mapping -> read(mapping, Optional.empty(), problems));
    }

    /** Reads a mapping. One key, the choice, does not belong to this record. */
    Optional<T> read(Mapping mapping, Optional<String> choice, Problems problems) {
        List<String> names = new ArrayList<>(keys().keySet());
        choice.ifPresent(key -> names.add(0, key));
        mapping.keys().forEach((name, node) -> {
            if (!names.contains(name)) {
                problems.at(node, "unknown key '" + name + "' of " + what + ": " + KeyName.advice(name, names));
            }
        });
        List<Object> arguments = new ArrayList<>();
        for (Map.Entry<String, ComponentKey> entry : keys().entrySet()) {
            argument(entry.getKey(), entry.getValue(), mapping, problems).ifPresent(arguments::add);
        }
        return arguments.size() == keys().size() ? construct(arguments, mapping, problems) : Optional.empty();
    }

    private Optional<Object> argument(String name, ComponentKey key, Mapping mapping, Problems problems) {
        Node value = mapping.values().get(name);
        if (value != null) {
            Optional<Object> read = key.format().read(value, problems);
            return key.optional() && read.isPresent() ? Optional.of(read) : read;
        }
        if (key.absent().isEmpty()) {
            problems.at(mapping.node(), "missing key '" + name + "' of " + what);
        }
        return key.absent();
    }

    private Optional<T> construct(List<Object> arguments, Mapping mapping, Problems problems) {
        try {
            return Optional.of(constructor().newInstance(arguments.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SettingException out) {
                problems.at(
                        mapping.values().getOrDefault(KeyName.of(out.component()), mapping.node()), out.getMessage());
            } else if (e.getCause() instanceof IllegalArgumentException out) {
                problems.at(mapping.node(), out.getMessage());
            } else {
                throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
            }
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a public record", e);
        }
    }

    private Constructor<T> constructor() throws NoSuchMethodException {
        return type.getConstructor(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    @Override
    public MappingNode write(T record) {
        List<NodeTuple> tuples = new ArrayList<>();
        keys().forEach((name, key) -> {
            Object value = value(key.component(), record);
            Optional<?> present = key.optional() ? (Optional<?>) value : Optional.of(value);
            present.ifPresent(some -> tuples.add(tuple(name, key.format().write(some))));
        });
        return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
    }

    static NodeTuple tuple(String key, Node value) {
        return new NodeTuple(new ScalarNode(Tag.STR, key, null, null, ScalarStyle.PLAIN), value);
    }
}
