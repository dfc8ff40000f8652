package org.pushforward.graph.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;

/** The primitives by name, except inputs and checkpoints, which are not written as nodes. */
final class PrimitiveTable {
    private static final int LONGEST_NAME = 64;

    private static final Map<String, Class<? extends Primitive>> BY_NAME = byName();

    private PrimitiveTable() {}

    private static Map<String, Class<? extends Primitive>> byName() {
        Map<String, Class<? extends Primitive>> table = new TreeMap<>();
        records(Primitive.class)
                .filter(type -> type != Source.Input.class && type != Checkpoint.class)
                .forEach(type -> {
                    if (table.put(Primitive.name(type), type) != null) {
                        throw new IllegalStateException("two primitives are named " + Primitive.name(type));
                    }
                });
        return table;
    }

    private static Stream<Class<? extends Primitive>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type.asSubclass(Primitive.class))
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(PrimitiveTable::records);
    }

    static Optional<Class<? extends Primitive>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the name with the smallest edit distance to a misspelled one. */
    static String nearest(String misspelled) {
        String beginning = misspelled.substring(0, Math.min(misspelled.length(), LONGEST_NAME));
        return BY_NAME.keySet().stream()
                .min(Comparator.comparingInt(name -> distance(beginning, name)))
                .orElseThrow();
    }

    /** The edit distance: the number of letters to insert, delete or replace. Levenshtein, 1966. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
