package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** Values of one type, by names that the user chooses. */
record MapFormat<T>(Format<T> element) implements Format<Map<String, T>> {

    @Override
    public Optional<Map<String, T>> read(Node node, Problems problems) {
        return Mapping.of(node, "a mapping of names to values", problems).flatMap(mapping -> {
            Map<String, T> values = new LinkedHashMap<>();
            mapping.values()
                    .forEach((name, value) -> element.read(value, problems).ifPresent(read -> values.put(name, read)));
            return values.size() == mapping.values().size() ? Optional.of(values) : Optional.empty();
        });
    }

    @Override
    public Node write(Map<String, T> values) {
        List<NodeTuple> tuples = new ArrayList<>();
        values.forEach((name, value) -> tuples.add(RecordFormat.tuple(name, element.write(value))));
        return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    @Override
    public void check(Set<Format<?>> checked) {
        element.check(checked);
    }
}
