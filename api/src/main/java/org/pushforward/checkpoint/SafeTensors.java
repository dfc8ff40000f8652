package org.pushforward.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Named arrays in the safetensors format: the length of the header in 8 bytes, the header in JSON, and the arrays one after another, all
 * in little-endian order. Python reads such a file with {@code
 * safetensors.numpy.load_file(name)}.
 *
 * <p>Arrays are aligned to the size of their elements. The header is checked against the length of the file before any array is allocated.
 *
 * @param tensors the arrays by name
 * @param metadata texts by name
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record SafeTensors(Map<String, HostArray> tensors, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final int LENGTH = 8;
    private static final int LONGEST_HEADER = 1 << 26;
    private static final int CHUNK = 1 << 16;
    private static final Map<String, DType> DTYPES =
            Map.of("F32", DType.F32, "F64", DType.F64, "I32", DType.I32, "I64", DType.I64, "BOOL", DType.BOOL);

    /** An array in a header; its data occupy the bytes from {@code begin} (inclusive) to {@code end} (exclusive) after the header. */
    private record HeaderEntry(String name, TensorType type, long begin, long end) {}

    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException if an array has the name that the format reserves for metadata
     */
    public SafeTensors {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("an array named '" + METADATA
                    + "', a name that the format reserves for metadata: give it another name");
        }
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Writes a file or overwrites an existing one.
     *
     * @throws CheckpointException if writing fails
     */
    public void write(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            encode(out);
        } catch (IOException e) {
            throw CheckpointException.of("cannot write " + file, e);
        }
    }

    void encode(OutputStream out) throws IOException {
        List<Map.Entry<String, HostArray>> ordered = new ArrayList<>(tensors.entrySet());
        // With wide elements first, every array starts at a multiple of its element size.
        ordered.sort(Comparator.comparing(entry -> -entry.getValue().dtype().bytes()));
        Map<String, List<Long>> offsets = new LinkedHashMap<>();
        long begin = 0;
        for (Map.Entry<String, HostArray> each : ordered) {
            long end = begin + bytes(each.getValue().type());
            offsets.put(each.getKey(), List.of(begin, end));
            begin = end;
        }
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(METADATA, metadata);
        }
        tensors.forEach((name, array) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", array.dtype().name());
            entry.put(
                    "shape",
                    java.util.Arrays.stream(array.shape().dims()).boxed().toList());
            entry.put("data_offsets", offsets.get(name));
            header.put(name, entry);
        });
        String text = Json.compact(header);
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        byte[] padding = " ".repeat(Math.floorMod(-json.length, LENGTH)).getBytes(StandardCharsets.UTF_8);
        out.write(buffer(LENGTH).putLong(json.length + padding.length).array());
        out.write(json);
        out.write(padding);
        for (Map.Entry<String, HostArray> each : ordered) {
            encode(each.getValue(), out);
        }
    }

    private static void encode(HostArray array, OutputStream out) throws IOException {
        int size = array.dtype().bytes();
        ByteBuffer chunk = buffer(Math.min(CHUNK, array.size()) * size);
        for (int from = 0; from < array.size(); from += CHUNK) {
            int count = Math.min(CHUNK, array.size() - from);
            chunk.clear();
            switch (array.dtype()) {
                case F32 -> chunk.asFloatBuffer().put(array.floats().slice(from, count));
                case F64 -> chunk.asDoubleBuffer().put(array.doubles().slice(from, count));
                case I32 -> chunk.asIntBuffer().put(array.ints().slice(from, count));
                case I64 -> chunk.asLongBuffer().put(array.longs().slice(from, count));
                case BOOL -> {
                    for (int i = from; i < from + count; i++) {
                        chunk.put((byte) array.get(i));
                    }
                }
            }
            out.write(chunk.array(), 0, count * size);
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long bytes(TensorType type) {
        return (long) type.shape().size() * type.dtype().bytes();
    }

    /** Returns the SHA-256 checksum of the file for some arrays, in hexadecimal. */
    public static String sha256(Map<String, HostArray> tensors) {
        MessageDigest digest = Sha256.begin();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            new SafeTensors(tensors, Map.of()).encode(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.end(digest);
    }

    /**
     * Reads a file.
     *
     * @throws CheckpointException if the file cannot be read, is not in the format, or contains an unsupported element type
     */
    public static SafeTensors read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return decode(file.toString(), Files.size(file), in);
        } catch (IOException e) {
            throw CheckpointException.of("cannot read " + file, e);
        }
    }

    /** Reads a stream of known length in this format. */
    static SafeTensors decode(String document, long length, InputStream in) throws IOException {
        Place root = Place.of(document);
        if (length < LENGTH) {
            throw root.wrong("has " + length + " bytes: expected the length of a header in the first " + LENGTH);
        }
        long header = buffer(LENGTH).put(exactly(LENGTH, in, root)).getLong(0);
        if (header < 0 || header > Math.min(length - LENGTH, LONGEST_HEADER)) {
            throw root.wrong("its header should have " + Long.toUnsignedString(header) + " bytes, but only "
                    + (length - LENGTH) + " follow: it is cut off, or not in the safetensors format");
        }
        String text = new String(exactly((int) header, in, root), StandardCharsets.UTF_8);
        if (!text.startsWith("{")) {
            throw root.wrong("its header does not begin with '{': it is not in the safetensors format");
        }
        Map<String, Object> members = RecordForm.members(Json.parse(document, text), root, "of arrays");
        Map<String, String> metadata = new LinkedHashMap<>();
        if (members.containsKey(METADATA)) {
            Place at = root.child(METADATA);
            RecordForm.members(members.remove(METADATA), at, "of texts")
                    .forEach((key, value) -> metadata.put(key, ScalarForm.TEXT.read(value, at.child(key))));
        }
        List<HeaderEntry> entries = new ArrayList<>();
        members.forEach((name, entry) -> entries.add(entry(name, entry, root.child(name))));
        checkOffsets(entries, length - LENGTH - header, root);
        return new SafeTensors(arrays(entries, in, root), metadata);
    }

    private static byte[] exactly(int count, InputStream in, Place at) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw at.wrong("ended while it was read");
        }
        return bytes;
    }

    private static HeaderEntry entry(String name, Object tree, Place at) {
        Map<String, Object> members = RecordForm.members(tree, at, "with keys dtype, shape and data_offsets");
        if (!members.keySet().equals(java.util.Set.of("dtype", "shape", "data_offsets"))) {
            throw at.wrong("has the keys " + members.keySet() + ": expected dtype, shape and data_offsets");
        }
        String dtype = ScalarForm.TEXT.read(members.get("dtype"), at.child("dtype"));
        if (!DTYPES.containsKey(dtype)) {
            throw at.child("dtype")
                    .wrong("numbers of type " + dtype + ": expected one of "
                            + DTYPES.keySet().stream().sorted().collect(Collectors.joining(", ")) + "; convert them");
        }
        List<Long> dims = numbers(members.get("shape"), at.child("shape"));
        List<Long> offsets = numbers(members.get("data_offsets"), at.child("data_offsets"));
        TensorType type;
        try {
            type = new TensorType(
                    DTYPES.get(dtype),
                    Shape.of(dims.stream().mapToInt(Math::toIntExact).toArray()));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw at.child("shape").wrong("the shape " + dims + " is too large: " + e.getMessage());
        }
        if (offsets.size() != 2 || offsets.get(1) - offsets.get(0) != bytes(type)) {
            throw at.child("data_offsets")
                    .wrong(offsets + ": expected a beginning, and an end " + bytes(type)
                            + " bytes behind it for an array of type " + type);
        }
        return new HeaderEntry(name, type, offsets.get(0), offsets.get(1));
    }

    private static List<Long> numbers(Object tree, Place at) {
        if (!(tree instanceof List<?> elements)) {
            throw at.wrong("expected an array of whole numbers, not " + ScalarForm.said(tree));
        }
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            long number = ScalarForm.LONG.read(elements.get(i), at.child(i));
            if (number < 0) {
                throw at.child(i).wrong(number + ": expected 0 or more");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Sorts entries by position and checks that they fill the file without gaps, so that their total size is that of the file. */
    private static void checkOffsets(List<HeaderEntry> entries, long length, Place root) {
        List<HeaderEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end));
        long end = 0;
        for (HeaderEntry each : ordered) {
            if (each.begin() != end) {
                throw root.child(each.name())
                        .wrong("begins at byte " + each.begin() + " of the data, but the array before it"
                                + " ends at byte " + end + ": expected neither gaps nor overlaps");
            }
            end = each.end();
        }
        if (end != length) {
            throw root.wrong("has " + length + " bytes of data, where its header describes " + end
                    + ": it is cut off, or something was added");
        }
    }

    private static Map<String, HostArray> arrays(List<HeaderEntry> entries, InputStream in, Place root)
            throws IOException {
        List<HeaderEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end));
        Map<String, HostArray> read = new LinkedHashMap<>();
        for (HeaderEntry each : ordered) {
            read.put(each.name(), array(each.type(), in, root.child(each.name())));
        }
        return entries.stream()
                .map(HeaderEntry::name)
                .collect(Collectors.toMap(Function.identity(), read::get, (a, b) -> a, LinkedHashMap::new));
    }

    private static HostArray array(TensorType type, InputStream in, Place at) throws IOException {
        int size = type.shape().size();
        Shape shape = type.shape();
        switch (type.dtype()) {
            case F32 -> {
                float[] values = new float[size];
                chunks(type, in, at, (from, chunk) -> chunk.asFloatBuffer().get(values, from, chunk.remaining() / 4));
                return HostArray.wrap(shape, values);
            }
            case F64 -> {
                double[] values = new double[size];
                chunks(type, in, at, (from, chunk) -> chunk.asDoubleBuffer().get(values, from, chunk.remaining() / 8));
                return HostArray.wrap(shape, values);
            }
            case I32 -> {
                int[] values = new int[size];
                chunks(type, in, at, (from, chunk) -> chunk.asIntBuffer().get(values, from, chunk.remaining() / 4));
                return HostArray.wrap(shape, values);
            }
            case I64 -> {
                long[] values = new long[size];
                chunks(type, in, at, (from, chunk) -> chunk.asLongBuffer().get(values, from, chunk.remaining() / 8));
                return HostArray.wrap(shape, values);
            }
            default -> {
                boolean[] values = new boolean[size];
                chunks(type, in, at, (from, chunk) -> {
                    for (int i = 0; i < chunk.limit(); i++) {
                        values[from + i] = truth(chunk.get(i), at);
                    }
                });
                return HostArray.wrap(shape, values);
            }
        }
    }

    private static boolean truth(byte value, Place at) {
        if (value != 0 && value != 1) {
            throw at.wrong("the truth value " + value + ": expected 0 or 1");
        }
        return value == 1;
    }

    /** Consumes some elements, given the position of the first one in the array. */
    @FunctionalInterface
    private interface ElementConsumer {
        void take(int from, ByteBuffer numbers);
    }

    private static void chunks(TensorType type, InputStream in, Place at, ElementConsumer chunk) throws IOException {
        int bytes = type.dtype().bytes();
        int size = type.shape().size();
        for (int from = 0; from < size; from += CHUNK) {
            int count = Math.min(CHUNK, size - from);
            chunk.take(from, ByteBuffer.wrap(exactly(count * bytes, in, at)).order(ByteOrder.LITTLE_ENDIAN));
        }
    }
}
