package org.pushforward.benchmark.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Tells the script {@code pushforward} which engine an experiment asks for, so that the script can fetch it before the program
 * starts. It reads nothing else of the file, and says nothing of one that is unfit: the program reports what is wrong with it.
 */
public final class RequiredEngines {
    private static final String RUN = "run";

    private RequiredEngines() {}

    /** Prints {@code run.backend} of a file on one line and {@code run.device} on the next; empty lines where there is none. */
    public static void main(String[] arguments) {
        System.out.print(in(Path.of(arguments[0])));
    }

    static String in(Path file) {
        Node run = null;
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            run = value(new Yaml().compose(new StringReader(text)), RUN);
        } catch (IOException | YAMLException e) {
            // The program itself will say so.
        }
        return text(value(run, "backend")) + "\n" + text(value(run, "device")) + "\n";
    }

    private static Node value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (text(tuple.getKeyNode()).equals(key)) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
