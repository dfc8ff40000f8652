package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** One of several records: a mapping in which one key names which, and the others are that record's. */
final class ChoiceFormat<T> implements Format<T> {
    private final String what;
    private final String key;
    private final Map<String, Class<?>> kinds;
    private final Formats formats;

    ChoiceFormat(Class<T> choice, Kinds kinds, Formats formats) {
        this.key = choice.getAnnotation(ChosenBy.class).value();
        this.what = RecordFormat.noun(choice);
        this.kinds = kinds.of(choice);
        this.formats = formats;
    }

    @Override
    public Optional<T> read(Node node, Problems problems) {
        return Mapping.of(node, what, List.of(key), problems).flatMap(mapping -> read(mapping, problems));
    }

    private Optional<T> read(Mapping mapping, Problems problems) {
        Node chosen = mapping.values().get(key);
        if (chosen == null) {
            problems.at(
                    mapping.node(),
                    "missing key '" + key + "' of " + what + ": expected one of " + String.join(", ", kinds.keySet()));
            return Optional.empty();
        }
        return ScalarFormat.TEXT.read(chosen, problems).flatMap(name -> {
            if (!kinds.containsKey(name)) {
                problems.at(chosen, "unknown " + key + " '" + name + "': " + KeyName.advice(name, kinds.keySet()));
                return Optional.empty();
            }
            return record(kinds.get(name)).read(mapping, Optional.of(key), problems);
        });
    }

    @SuppressWarnings("unchecked") // Kinds holds under each interface only records that implement it.
    private RecordFormat<T> record(Class<?> kind) {
        return new RecordFormat<>((Class<T>) kind, formats);
    }

    @Override
    public Node write(T value) {
        Class<?> kind = value.getClass();
        List<NodeTuple> tuples = new ArrayList<>();
        tuples.add(RecordFormat.tuple(key, ScalarFormat.TEXT.write(Kinds.nameOf(kind))));
        MappingNode record = record(kind).write(value);
        tuples.addAll(record.getValue());
        record.setValue(tuples);
        return record;
    }
}
