package org.pushforward.benchmark.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Lists of values of one type. */
record ListFormat<T>(Format<T> element) implements Format<List<T>> {

    @Override
    public Optional<List<T>> read(Node node, Problems problems) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.at(node, "expected a list: [..., ...], or a line with '- ' for each element");
            return Optional.empty();
        }
        List<Optional<T>> read = sequence.getValue().stream()
                .map(child -> element.read(child, problems))
                .toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().map(Optional::get).toList())
                : Optional.empty();
    }

    @Override
    public Node write(List<T> values) {
        List<Node> nodes = values.stream().map(element::write).toList();
        boolean scalars = nodes.stream().allMatch(ScalarNode.class::isInstance);
        return new SequenceNode(Tag.SEQ, nodes, scalars ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    @Override
    public void check(Set<Format<?>> checked) {
        element.check(checked);
    }
}
