package org.pushforward.benchmark.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a YAML file and the files that it includes.
 *
 * <p>The value of the key {@code include} on the top level is the path of another file, or a list of paths, relative to the including file.
 * Its keys become keys of the including file, whose own keys win; mappings are merged key by key, and lists are replaced. An included file
 * must be in the folder of the first file or below, also after following links, so a file of settings cannot read anything else.
 */
final class YamlFile {
    private static final String INCLUDE = "include";
    private static final int DEEPEST = 10;

    private final Path folder;
    private final Problems problems;
    private final List<Path> open = new ArrayList<>();

    private YamlFile(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Returns the tree of a file with all its included files; empty after reporting a problem. */
    static Optional<Node> read(Path file, Problems problems) {
        Path parent = file.toAbsolutePath().getParent();
        return new YamlFile(parent, problems).tree(file, file.toString());
    }

    private Optional<Node> tree(Path file, String name) {
        Problems own = problems.of(name);
        Optional<Node> root = text(file, own).flatMap(text -> YamlTree.parse(text, own));
        root.ifPresent(node -> problems.locate(node, name));
        if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
            return root;
        }
        Optional<NodeTuple> include = mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(INCLUDE))
                .findFirst();
        if (include.isEmpty()) {
            return root;
        }
        mapping.getValue().remove(include.get());
        open.add(real(file));
        boolean fine = true;
        for (Node each : paths(include.get().getValueNode())) {
            Optional<Node> included = included(file, each);
            included.ifPresent(other -> merge(mapping, (MappingNode) other));
            fine &= included.isPresent();
        }
        open.remove(open.size() - 1);
        return fine ? root : Optional.empty();
    }

    /** Returns the paths in order of precedence, so the last file of a list, which wins over those before it, comes first. */
    private static List<Node> paths(Node value) {
        if (!(value instanceof SequenceNode list)) {
            return List.of(value);
        }
        List<Node> paths = new ArrayList<>(list.getValue());
        Collections.reverse(paths);
        return paths;
    }

    private Optional<Node> included(Path from, Node value) {
        if (!(value instanceof ScalarNode path) || path.getValue().isBlank()) {
            problems.at(value, "expected the path of a file to include, or a list of paths");
            return Optional.empty();
        }
        Path file = from.toAbsolutePath().getParent().resolve(path.getValue()).normalize();
        if (!Files.isRegularFile(file)) {
            problems.at(value, "cannot include " + path.getValue() + ": there is no such file");
            return Optional.empty();
        }
        if (!real(file).startsWith(real(folder))) {
            problems.at(
                    value,
                    "cannot include " + path.getValue() + ": it is outside of the folder " + folder
                            + "; copy the file into the folder");
            return Optional.empty();
        }
        if (open.contains(real(file)) || open.size() > DEEPEST) {
            problems.at(value, "cannot include " + path.getValue() + ": it includes this file, so there is no end");
            return Optional.empty();
        }
        Optional<Node> root = tree(file, folder.relativize(file).toString());
        if (root.isPresent() && !(root.get() instanceof MappingNode)) {
            problems.at(root.get(), "expected a mapping, because another file includes this one");
            return Optional.empty();
        }
        return root;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private static Optional<String> text(Path file, Problems problems) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.ofFile("no such file");
        } catch (CharacterCodingException e) {
            problems.ofFile("not YAML: the file is not text in UTF-8");
        } catch (IOException e) {
            problems.ofFile(Files.isDirectory(file) ? "is a folder, not a file" : "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Adds the keys of another mapping that are absent, and merges mappings that both have. */
    private static void merge(MappingNode into, MappingNode other) {
        for (NodeTuple tuple : other.getValue()) {
            Optional<Node> own = value(into, tuple.getKeyNode());
            if (own.isEmpty()) {
                into.getValue().add(tuple);
            } else if (own.get() instanceof MappingNode here && tuple.getValueNode() instanceof MappingNode there) {
                merge(here, there);
            }
        }
    }

    private static Optional<Node> value(MappingNode mapping, Node key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode own
                        && key instanceof ScalarNode name
                        && own.getValue().equals(name.getValue()))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }
}
