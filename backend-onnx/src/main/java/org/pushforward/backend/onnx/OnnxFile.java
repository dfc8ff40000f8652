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
import org.pushforward.graph.Graph;
import org.pushforward.graph.pass.Passes;
import org.pushforward.graph.text.GraphFile;
import org.pushforward.graph.text.GraphFormatException;
import org.pushforward.graph.text.GraphText;

/**
 * A graph as a file of ONNX, which any tool for ONNX runs, and from which the graph is read back exactly.
 *
 * <p>The model has the standard's operators only. Its inputs are named {@code in/NAME}, for the inputs and the states of the
 * graph that its results depend on; its outputs {@code out/NAME}, for the outputs of the graph, and {@code next/NAME}, for the
 * states that a run changes. A model has no memory, so who runs it gives each {@code next/NAME} as {@code in/NAME} to the
 * following run. Tensors without elements are left out.
 *
 * <p>The graph itself, as {@link GraphText} writes it, is among the model's metadata, as {@code pushforward.graph}, with the
 * version of this layout, {@code pushforward.format}, and the CRC-32C of all before, {@code pushforward.crc32c}, which is the
 * last thing in the file. The checksum is against damage and truncation; it is no signature.
 *
 * <p>Nothing here starts ONNX Runtime: a file is read and refused in Java.
 */
public final class OnnxFile {
    private static final String PRODUCER = "pushforward";
    private static final String GRAPH = "pushforward.graph";
    private static final String FORMAT = "pushforward.format";
    private static final String CHECKSUM = "pushforward.crc32c";
    private static final int VERSION = 1;

    private OnnxFile() {}

    /**
     * Writes a graph, in place of the file that may be there: the file is whole or as it was.
     *
     * @throws IllegalArgumentException if the graph is larger than what is read back
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Graph graph, Path file) {
        ModelProto model = model(graph).toBuilder()
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

    /** Returns the last entry of the metadata, which as part of a message is a message itself. */
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
     * Returns the graph that {@link #write} put into a file.
     *
     * @throws GraphFormatException if the file is damaged, cut short, changed since, written by a newer release, or not by this
     *     method's counterpart
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
                    "its checksum, expected last in the file, does not hold: the file is cut short, damaged, or was saved"
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
                    "it is no ONNX model, or one that is damaged or cut short (" + e.getMessage()
                            + "); expected a file that OnnxFile.write() made: write it again");
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
                        ? "the graph is missing among its metadata: the file is cut short, or was saved again by another"
                                + " tool; read the file as it was written, or write it again"
                        : "it holds no graph of Pushforward; only files that OnnxFile.write() made are read: run a model of"
                                + " another origin in ONNX Runtime itself, or build its graph from tensors");
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
