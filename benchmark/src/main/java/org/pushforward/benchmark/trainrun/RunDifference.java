package org.pushforward.benchmark.trainrun;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.tensor.HostArray;

/**
 * The differences of two runs, except dates, names and times.
 *
 * @param lines one line for each difference, settings first
 */
public record RunDifference(List<String> lines) {
    private static final String ABSENT = "-";

    /** Copies the list. */
    public RunDifference {
        lines = List.copyOf(lines);
    }

    /** Compares two runs. */
    public static RunDifference of(TrainedRun first, TrainedRun second) {
        List<String> lines = new ArrayList<>();
        compare(lines, "", settings(first), settings(second));
        compare(lines, "", manifest(first.manifest()), manifest(second.manifest()));
        compare(lines, "result: ", result(first), result(second));
        lines.addAll(parameters(first, second));
        return new RunDifference(lines);
    }

    private static void compare(
            List<String> lines, String what, Map<String, String> first, Map<String, String> second) {
        Set<String> keys = new LinkedHashSet<>(first.keySet());
        keys.addAll(second.keySet());
        for (String key : keys) {
            String a = first.getOrDefault(key, ABSENT);
            String b = second.getOrDefault(key, ABSENT);
            if (!a.equals(b)) {
                lines.add(what + key + ": " + a + " | " + b);
            }
        }
    }

    /** Returns the settings by path. Each key of printed YAML is on its own line, indented by its depth. */
    private static Map<String, String> settings(TrainedRun run) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> path = new ArrayList<>();
        for (String line : run.settings().named("run").toYaml().split("\n")) {
            int depth = (line.length() - line.stripLeading().length()) / 2;
            String[] words = line.strip().split(":", 2);
            while (path.size() > depth) {
                path.remove(path.size() - 1);
            }
            String value = words.length > 1 ? words[1].strip() : "";
            String at = String.join(".", path) + (path.isEmpty() ? "" : ".") + words[0];
            if (value.isEmpty()) {
                path.add(words[0]);
            } else {
                values.merge(at, value, (before, more) -> before + ", " + more);
            }
        }
        // The manifest's software contains the number of threads that was used.
        values.remove("run.threads");
        return values;
    }

    private static Map<String, String> manifest(RunManifest manifest) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("data", manifest.dataSha256().orElse(ABSENT));
        values.put("parameters", String.valueOf(manifest.parameters()));
        values.put("software", manifest.software().toString());
        return values;
    }

    private static Map<String, String> result(TrainedRun run) {
        Map<String, String> values = new LinkedHashMap<>();
        run.result().ifPresent(result -> {
            values.put("ending", result.ending());
            values.put("iterations", String.valueOf(result.iterations()));
            result.losses().forEach((name, value) -> values.put("loss " + name, value.toString()));
            result.validation().forEach((name, value) -> values.put("validation " + name, value.toString()));
            result.logLikelihood().ifPresent(value -> values.put("log p", value.toString()));
            result.slicedWasserstein().ifPresent(value -> values.put("SW2", value.toString()));
        });
        return values;
    }

    /** Returns the differences between the parameters of the last checkpoints. */
    public static List<String> parameters(TrainedRun first, TrainedRun second) {
        if (first.iteration().isEmpty() || second.iteration().isEmpty()) {
            return first.iteration().equals(second.iteration())
                    ? List.of()
                    : List.of("checkpoints: one of the runs has none");
        }
        Map<String, HostArray> a = tensors(first);
        Map<String, HostArray> b = tensors(second);
        List<String> lines = new ArrayList<>();
        if (!a.keySet().equals(b.keySet())) {
            lines.add("parameters: different names, " + a.size() + " | " + b.size() + " arrays");
            return lines;
        }
        int differing = 0;
        double largest = 0;
        for (Map.Entry<String, HostArray> entry : a.entrySet()) {
            HostArray other = b.get(entry.getKey());
            if (!entry.getValue().type().equals(other.type())) {
                lines.add(entry.getKey() + ": " + entry.getValue().type() + " | " + other.type());
            } else if (!entry.getValue().equals(other)) {
                differing++;
                largest = Math.max(largest, largest(entry.getValue().toDoubles(), other.toDoubles()));
            }
        }
        if (differing > 0) {
            lines.add(String.format(
                    Locale.ROOT, "parameters: %d of %d arrays differ, by %.3g at most", differing, a.size(), largest));
        }
        return lines;
    }

    private static Map<String, HostArray> tensors(TrainedRun run) {
        Map<String, HostArray> tensors =
                new LinkedHashMap<>(ModelCheckpoint.load(run.checkpoint(false)).tensors());
        tensors.keySet().removeIf(name -> name.startsWith(ModelCheckpoint.TRAINING));
        return tensors;
    }

    private static double largest(double[] a, double[] b) {
        double[] differences = new double[a.length];
        Arrays.setAll(differences, i -> Math.abs(a[i] - b[i]));
        return Arrays.stream(differences).max().orElse(0);
    }
}
