package org.pushforward.benchmark.settings;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Converts YAML text to a tree of nodes with positions, and back. The text can construct nothing but this tree:
 * anchors, aliases and tags are refused, and so are large or deeply nested documents.
 */
final class YamlTree {
    private static final int DEEPEST = 20;
    private static final int LONGEST = 1 << 20;
    private static final int MOST_VALUES = 10_000;

    private YamlTree() {}

    /** Returns the root of the only document in a text; empty after reporting a problem. */
    static Optional<Node> parse(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LONGEST);
        options.setMaxAliasesForCollections(0);
        try {
            boolean plain = true;
            int depth = 0;
            int values = 0;
            for (Event event : new Yaml(options).parse(new StringReader(text))) {
                plain &= isPlain(event, problems);
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                // SnakeYAML applies its own limit only when it composes, and its time is quadratic in the depth.
                if (depth > DEEPEST) {
                    problems.at(event.getStartMark(), "nested more than " + DEEPEST + " levels deep");
                    return Optional.empty();
                }
                values += event instanceof ScalarEvent ? 1 : 0;
                if (values > MOST_VALUES) {
                    problems.at(event.getStartMark(), "more than " + MOST_VALUES + " keys and values: not settings");
                    return Optional.empty();
                }
            }
            if (!plain) {
                return Optional.empty();
            }
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                problems.ofFile("the file is empty: expected a mapping");
            }
            return Optional.ofNullable(root);
        } catch (MarkedYAMLException e) {
            problems.at(
                    e.getProblemMark(),
                    "not YAML: " + e.getProblem() + (e.getContext() == null ? "" : " " + e.getContext()));
        } catch (YAMLException e) {
            problems.ofFile("not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isPlain(Event event, Problems problems) {
        String unwanted = null;
        if (event instanceof AliasEvent) {
            unwanted = "aliases (*name)";
        } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
            unwanted = "anchors (&name)";
        } else if (event instanceof ScalarEvent scalar && scalar.getTag() != null) {
            unwanted = "tags (" + scalar.getTag() + ")";
        } else if (event instanceof CollectionStartEvent collection && collection.getTag() != null) {
            unwanted = "tags (" + collection.getTag() + ")";
        }
        if (unwanted != null) {
            problems.at(event.getStartMark(), unwanted + " are not allowed: write the value out");
        }
        return unwanted == null;
    }

    /** Returns the text of a tree. {@link #parse} reads it as an equal tree. */
    static String print(Node root) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(root, text);
        return text.toString();
    }
}
