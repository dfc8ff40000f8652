package org.pushforward.benchmark.settings;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads and prints records of one type as YAML. Reading printed text gives an equal record. Immutable and safe for use
 * by several threads.
 *
 * @param <T> the type of the record
 */
public final class RecordYaml<T extends Record> {
    private final Format<T> format;

    /**
     * Creates the YAML form of a record type. The thread's context class loader finds the records of open interfaces.
     *
     * @param type the type, a public record
     * @throws IllegalArgumentException if a component of the record or of a nested record has no form in YAML, or if two records claim
     *     one name; the message names the record, the component and the type
     */
    public RecordYaml(Class<T> type) {
        this.format =
                new RecordFormat<>(type, new Formats(Thread.currentThread().getContextClassLoader()));
        format.check(new HashSet<>());
    }

    /**
     * Reads a file and the files that its key {@code include} names, see docs/settings.md.
     *
     * @throws ConfigurationException if the file cannot be read, is not YAML, or does not describe such a record; it
     * lists every problem
     */
    public T read(Path file) {
        return read(file, List.of());
    }

    /**
     * Reads a file and the files that it includes, with some values overridden.
     *
     * @throws ConfigurationException if the file cannot be read, is not YAML, or does not describe such a record; it
     * lists every problem
     */
    public T read(Path file, List<SettingOverride> overrides) {
        Problems problems = new Problems(file.toString());
        return record(YamlFile.read(file, problems), overrides, problems);
    }

    /**
     * Reads a text.
     *
     * @param name the name of the text in messages
     * @param text the text
     * @throws ConfigurationException if the text is not YAML or does not describe such a record; it lists every problem
     */
    public T parse(String name, String text) {
        return parse(name, text, List.of());
    }

    /**
     * Reads a text with some values overridden.
     *
     * @param name the name of the text in messages
     * @param text the text
     * @param overrides the values that replace values of the text
     * @throws ConfigurationException if the text is not YAML or does not describe such a record; it lists every problem
     */
    public T parse(String name, String text, List<SettingOverride> overrides) {
        Problems problems = new Problems(name);
        return record(YamlTree.parse(text, problems), overrides, problems);
    }

    private T record(Optional<Node> tree, List<SettingOverride> overrides, Problems problems) {
        return tree.map(root -> {
                    overrides.forEach(each -> each.applyTo(root));
                    return root;
                })
                .flatMap(root -> format.read(root, problems))
                .filter(record -> problems.isEmpty())
                .orElseThrow(problems::exception);
    }

    /** Returns the text of a record, with every default written out. */
    public static <R extends Record> String print(R record) {
        @SuppressWarnings("unchecked") // This cast is safe, because the record has type R.
        Class<R> type = (Class<R>) record.getClass();
        return YamlTree.print(new Formats(type.getClassLoader()).record(type).write(record));
    }
}
