package org.pushforward.backend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.backend.onnx.lowering.StandardOperators;
import org.pushforward.checkpoint.Software;
import org.pushforward.graph.Graph;
import org.pushforward.graph.pass.Passes;
import org.pushforward.graph.text.GraphFile;
import org.pushforward.graph.text.GraphFormatException;
import org.pushforward.graph.text.GraphText;

/**
 * Writes a graph as an ONNX file that any ONNX tool can run, and reads the graph back exactly.
 *
 * <p>The model contains only standard operators. It has an input {@code in/NAME} for each input and state of the graph
 * that the results depend on, an output {@code out/NAME} for each output of the graph, and an output {@code next/NAME}
 * for each state that a run changes. A model has no state, so pass each {@code next/NAME} to the next run
 * as {@code in/NAME}. Tensors without elements are omitted.
 *
 * <p>The model's metadata contain the graph itself, as {@link GraphText} writes it ({@code pushforward.graph}), and the
 * version of this layout ({@code pushforward.format}). The last metadata entry, at the end of the file, is the CRC-32C
 * of everything before it ({@code pushforward.crc32c}). It detects damage and truncation; it is not a signature. The
 * model names the version of this library as its producer version.
 *
 * <p>Reading and writing never start ONNX Runtime.
 */
public final class OnnxFile {
    private static final String PRODUCER = "pushforward";
    private static final String GRAPH = "pushforward.graph";
    private static final String FORMAT = "pushforward.format";
    private static final String CHECKSUM = "pushforward.crc32c";
    private static final int VERSION = 1;

    private OnnxFile() {}

    /**
     * Writes a graph to a file atomically, replacing any existing file.
     *
     * @throws IllegalArgumentException if the graph exceeds a limit for reading
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Graph graph, Path file) {
        ModelProto model = model(graph).toBuilder()
                .setProducerVersion(Software.version())
                .addMetadataProps(entry(FORMAT, String.valueOf(VERSION)))
                .addMetadataProps(entry(GRAPH, GraphText.of(graph)))
                .build();
        byte[] before = model.toByteArray();
        ByteArrayOutputStream content = new ByteArrayOutputStream(before.length + 64);
        content.writeBytes(before);
        content.writeBytes(seal(before, before.length));
        GraphFile.write(file, content.toByteArray());
    }

    private static ModelProto model(Graph graph) {
        Graph lowered = Kernels.CPU.adapt(Passes.optimize(graph, Kernels.CPU::has));
        try {
            return StandardOperators.of(
                    ModelProto.parseFrom(GraphWriter.write(lowered, BlockedLayout.NONE, Kernels.CPU)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a model that was just written", e);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Returns the last metadata entry as a message of its own; appended to a model, it becomes part of the model. */
    private static byte[] seal(byte[] content, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(content, 0, length);
        String digits = String.format(Locale.ROOT, "%08x", checksum.getValue());
        return ModelProto.newBuilder()
                .addMetadataProps(entry(CHECKSUM, digits))
                .build()
                .toByteArray();
    }

    /**
     * Returns the graph in a file that {@link #write} wrote.
     *
     * @throws GraphFormatException if the file is damaged, truncated, modified, written by a newer release, or not
     * written by {@link #write}
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static Graph read(Path file) {
        byte[] content = GraphFile.read(file);
        Map<String, String> metadata = metadata(content, file);
        checkVersion(metadata.get(FORMAT), file);
        int length = content.length - seal(content, 0).length;
        if (!Arrays.equals(content, length, content.length, seal(content, length), 0, content.length - length)) {
            throw new GraphFormatException(
                    file.toString(),
                    "the checksum at its end does not match: the file is truncated, damaged, or was saved"
                            + " again by another tool; read the file as it was written, or write it again");
        }
        return GraphText.parse(metadata.get(GRAPH), file + ", " + GRAPH);
    }

    private static Map<String, String> metadata(byte[] content, Path file) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new GraphFormatException(
                    file.toString(),
                    "it is not an ONNX model, or it is damaged or truncated (" + e.getMessage()
                            + "); expected a file written by OnnxFile.write(): write it again");
        }
        Map<String, String> metadata = new HashMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        if (metadata.containsKey(FORMAT) && metadata.containsKey(GRAPH)) {
            return metadata;
        }
        boolean ours = model.getProducerName().equals(PRODUCER);
        throw new GraphFormatException(
                file.toString(),
                ours
                        ? "the graph is missing from its metadata: the file is truncated, or was saved again by another"
                                + " tool; read the file as it was written, or write it again"
                        : "it contains no Pushforward graph; only files written by OnnxFile.write() can be read: run a model of"
                                + " another origin in ONNX Runtime directly, or build its graph from tensors");
    }

    private static void checkVersion(String version, Path file) {
        if (!version.equals(String.valueOf(VERSION))) {
            throw new GraphFormatException(
                    file.toString(),
                    "found version " + version + " of the layout, expected " + VERSION
                            + ": read it with the newer release that wrote it");
        }
    }
}
