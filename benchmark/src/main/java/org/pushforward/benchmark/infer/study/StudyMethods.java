package org.pushforward.benchmark.infer.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.io.WholeFile;

/**
 * The settings of every method that ever took part in a study. Lines name a method by its title only, so a folder keeps these settings in
 * {@code methods.yaml}, also those of methods that were left out later.
 *
 * @param methods the methods, with different titles
 */
public record StudyMethods(List<MethodSettings> methods) {
    /** Copies the list. */
    public StudyMethods {
        methods = List.copyOf(methods);
    }

    /** Returns what a folder keeps, or nothing if it has no such file. */
    static StudyMethods in(Path folder) {
        Path file = folder.resolve("methods.yaml");
        return Files.exists(file) ? new RecordYaml<>(StudyMethods.class).read(file) : new StudyMethods(List.of());
    }

    /** Returns these methods and others with titles that are new. */
    StudyMethods and(List<MethodSettings> others) {
        List<MethodSettings> all = new ArrayList<>(methods);
        others.stream().filter(other -> titled(other.title()).isEmpty()).forEach(all::add);
        return new StudyMethods(all);
    }

    /**
     * Refuses methods whose results in a folder have other settings.
     *
     * @param present the methods to run
     * @param lines the results of the folder
     * @throws IllegalArgumentException if a method has another one with its title here, or results without any here
     */
    void require(List<MethodSettings> present, List<StudyLine> lines, Path folder) {
        Set<String> scored = lines.stream().map(StudyLine::method).collect(Collectors.toCollection(HashSet::new));
        for (MethodSettings method : present) {
            Optional<MethodSettings> before = titled(method.title());
            boolean unknown = before.isEmpty() && scored.contains(method.title());
            if (unknown || before.isPresent() && !before.get().equals(method)) {
                throw new IllegalArgumentException("the folder " + folder + " contains a study with other settings of '"
                        + method.title() + "', "
                        + before.map(String::valueOf).orElse("which it did not keep") + ", and this is " + method
                        + ": take the same settings, or choose another folder with --out");
            }
        }
    }

    private Optional<MethodSettings> titled(String title) {
        return methods.stream().filter(each -> each.title().equals(title)).findFirst();
    }

    /** Writes these methods to a folder. */
    void write(Path folder) {
        WholeFile.write(folder.resolve("methods.yaml"), RecordYaml.print(this).getBytes(StandardCharsets.UTF_8));
    }
}
