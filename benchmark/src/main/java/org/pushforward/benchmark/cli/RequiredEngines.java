package org.pushforward.benchmark.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Tells the script {@code pushforward} which engines and which device a call needs, so that the script can download
 * them before the program starts. It ignores errors in the call or in a file; the program itself reports them.
 */
public final class RequiredEngines {
    /** Larger files are data, not settings. */
    private static final long LONGEST = 1 << 20;

    private RequiredEngines() {}

    /** Prints the names of the engines on one line and the device on the next; a line is empty if none is needed. */
    public static void main(String[] arguments) {
        System.out.print(of(arguments));
    }

    static String of(String... arguments) {
        return asked(arguments, "backend") + "\n" + asked(arguments, "device") + "\n";
    }

    /**
     * Returns the value of an option, such as {@code --backend}, {@code --backends} or {@code --set run.backend=...}, or
     * otherwise of a key of the settings or of its {@code run} section.
     */
    private static String asked(String[] arguments, String key) {
        Optional<String> option = Optional.empty();
        Optional<String> written = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String[] words = arguments[i].split("=", 2);
            String set = "run." + key + "=";
            if (words[0].equals("--set") && i + 1 < arguments.length && arguments[i + 1].startsWith(set)) {
                option = Optional.of(arguments[i + 1].substring(set.length()));
            } else if (arguments[i].startsWith("--set=" + set)) {
                option = Optional.of(arguments[i].substring("--set=".length() + set.length()));
            } else if (words[0].equals("--" + key) || words[0].equals("--" + key + "s")) {
                if (words.length == 2) {
                    option = Optional.of(words[1]);
                } else if (i + 1 < arguments.length) {
                    option = Optional.of(arguments[i + 1]);
                }
            } else if (written.isEmpty()) {
                written = settings(arguments[i]).flatMap(file -> inFile(file, key));
            }
        }
        return option.orElse(written.orElse(""));
    }

    /** Returns the file of settings that an argument names, itself or as the folder of a run. */
    private static Optional<Path> settings(String argument) {
        try {
            Path path = Path.of(argument);
            Path file = Files.isDirectory(path) ? path.resolve("settings.yaml") : path;
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> inFile(Path file, String key) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Node root = new Yaml().compose(new StringReader(text));
            return value(root, "run").flatMap(run -> value(run, key)).flatMap(RequiredEngines::text);
        } catch (IOException | YAMLException e) {
            return Optional.empty();
        }
    }

    private static Optional<Node> value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (text(tuple.getKeyNode()).equals(Optional.of(key))) {
                    return Optional.of(tuple.getValueNode());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }
}
