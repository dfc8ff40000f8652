package org.pushforward.benchmark.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the descriptions of records and of their components from the Javadoc in their source. */
final class ParameterDocs {
    private static final List<Path> ROOTS = List.of(
            Path.of("src/main/java"),
            Path.of("../generative-zoo/src/main/java"),
            Path.of("../files/src/main/java"),
            Path.of("../api/src/main/java"));
    private static final Pattern COMMENT = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[\\w.]+(?:\\([^)]*\\))?\\s*)*(?:public )?(?:static |sealed )*"
                    + "(?:record|interface) (\\w+)",
            Pattern.DOTALL);

    private final Map<Class<?>, Map<String, String>> known = new HashMap<>();

    /** Returns the description of a component; for an empty name, the description of the record. */
    Optional<String> of(Class<?> type, String component) {
        return Optional.ofNullable(
                known.computeIfAbsent(type, ParameterDocs::read).get(component));
    }

    private static Map<String, String> read(Class<?> type) {
        Map<String, String> texts = new HashMap<>();
        Matcher comments = COMMENT.matcher(source(type));
        while (comments.find()) {
            if (comments.group(2).equals(type.getSimpleName())) {
                String text =
                        comments.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
                String[] parts = text.split("@param ");
                texts.put("", sentence(parts[0].replaceAll("<p>.*", "")));
                for (int i = 1; i < parts.length; i++) {
                    String[] words = parts[i].strip().split("\\s+", 2);
                    texts.put(words[0], sentence(words.length > 1 ? words[1] : ""));
                }
            }
        }
        return texts;
    }

    private static String sentence(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link|value) ([^}]*)\\}", "$1")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String source(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getDeclaringClass() != null) {
            outermost = outermost.getDeclaringClass();
        }
        String path = outermost.getName().replace('.', '/') + ".java";
        for (Path root : ROOTS) {
            if (Files.exists(root.resolve(path))) {
                try {
                    return Files.readString(root.resolve(path));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return "";
    }
}
