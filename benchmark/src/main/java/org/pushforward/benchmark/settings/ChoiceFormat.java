package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.Kinds;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The format of a choice among several records: a mapping with a key, such as {@code family}, that names the record;
 * the other keys are those of the record. The name alone stands for the record with its defaults.
 */
final class ChoiceFormat<T> implements Format<T> {
    private final Class<T> choice;
    private final String key;
    private final Formats formats;
    private Map<String, RecordFormat<T>> kinds = Map.of();

    ChoiceFormat(Class<T> choice, Formats formats) {
        this.choice = choice;
        this.key = choice.getAnnotation(ChosenBy.class).value();
        this.formats = formats;
    }

    /** Finds the records. This does not happen in the constructor, because printing does not need it. */
    @Override
    public void check(Set<Format<?>> checked) {
        if (!checked.add(this)) {
            return;
        }
        kinds = new LinkedHashMap<>();
        Kinds.of(choice, formats.loader()).forEach((name, record) -> kinds.put(name, record(record)));
        kinds.values().forEach(record -> record.check(checked));
        kinds.values().forEach(record -> record.refuseKey(key));
    }

    @SuppressWarnings("unchecked") // This cast is safe, because the records of an interface implement it.
    private RecordFormat<T> record(Class<?> kind) {
        return formats.record((Class<T>) kind);
    }

    private String names() {
        return String.join(", ", kinds.keySet());
    }

    @Override
    public Optional<T> read(Node node, Problems problems) {
        if (node instanceof ScalarNode name) {
            return named(name, Mapping.empty(node), problems);
        }
        return Mapping.of(node, "{" + key + ": ...} or a name among " + names(), problems)
                .flatMap(mapping -> read(mapping, problems));
    }

    private Optional<T> read(Mapping mapping, Problems problems) {
        Node chosen = mapping.values().get(key);
        if (chosen == null) {
            problems.at(mapping.node(), "missing key '" + key + "': expected one of " + names());
            return Optional.empty();
        }
        return named(chosen, mapping, problems);
    }

    private Optional<T> named(Node chosen, Mapping mapping, Problems problems) {
        return ScalarFormat.TEXT.read(chosen, problems).flatMap(name -> {
            if (!kinds.containsKey(name)) {
                problems.at(chosen, "unknown " + key + " '" + name + "': " + KeyName.advice(name, kinds.keySet()));
                return Optional.empty();
            }
            return kinds.get(name).read(mapping, Optional.of(key), problems);
        });
    }

    @Override
    public Node write(T value) {
        List<NodeTuple> tuples = new ArrayList<>();
        tuples.add(RecordFormat.tuple(key, ScalarFormat.TEXT.write(Kinds.nameOf(value.getClass()))));
        MappingNode record = record(value.getClass()).write(value);
        tuples.addAll(record.getValue());
        record.setValue(tuples);
        return record;
    }
}
