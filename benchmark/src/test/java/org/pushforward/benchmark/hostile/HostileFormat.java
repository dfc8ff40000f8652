package org.pushforward.benchmark.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pushforward.tensor.HostArray;

/**
 * A kind of file with valid examples and its reader.
 *
 * @param name the name of the format
 * @param guarded whether the reader must detect every change of the content by a checksum
 * @param examples the contents of valid files
 * @param writer writes a content into an empty folder
 * @param reader reads what was written
 * @param refusals the exceptions by which the reader refuses a file
 */
record HostileFormat(
        String name,
        boolean guarded,
        List<byte[]> examples,
        Writer writer,
        Reader reader,
        List<Class<? extends RuntimeException>> refusals) {

    @Override
    public String toString() {
        return name;
    }

    /** Writes a content, with valid checksums where the format has some, and returns the path to read. */
    @FunctionalInterface
    interface Writer {
        Path write(Path folder, byte[] content) throws IOException;
    }

    /** Reads a file or folder. */
    @FunctionalInterface
    interface Reader {
        Content read(Path path);
    }

    /**
     * What a file contains.
     *
     * @param value everything, comparable by {@code equals}
     * @param numbers the arrays that must be finite
     */
    record Content(Object value, Map<String, HostArray> numbers) {
        static Content of(Object value) {
            return new Content(value, Map.of());
        }

        boolean isFinite() {
            return numbers.values().stream().allMatch(Content::isFinite);
        }

        private static boolean isFinite(HostArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!Double.isFinite(array.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
