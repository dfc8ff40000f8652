package org.pushforward.benchmark.hostile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.onnx.OnnxFile;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.hostile.HostileFormat.Content;
import org.pushforward.benchmark.settings.ConfigurationException;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.files.DataFile;
import org.pushforward.files.DataFileException;
import org.pushforward.files.FileRows;
import org.pushforward.files.Selection;
import org.pushforward.files.Split;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.text.GraphFormatException;
import org.pushforward.graph.text.GraphText;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.family.RealNvp;

/** Valid files of every format that Pushforward reads. */
final class ExampleFiles {
    private static final RandomKey KEY = RandomKey.of(1313);
    private static final String CHECKSUM = ",\n  \"checksum\"";

    private final Path folder;

    ExampleFiles(Path folder) {
        this.folder = folder;
    }

    List<HostileFormat> formats() throws IOException {
        List<HostileFormat> formats = new ArrayList<>();
        formats.add(data("CSV", "a.csv", false, csv()));
        formats.add(data(
                "TSV", "a.tsv", false, csv().stream().map(ExampleFiles::tabs).toList()));
        formats.add(data("NPY", "a.npy", false, npy()));
        formats.add(streamed("CSV, streamed", "a.csv", csv()));
        formats.add(streamed("NPY, streamed", "a.npy", npy().subList(0, 1)));
        formats.add(data("NPZ", "a.npz", true, List.of(npz(npy().get(0)))));
        formats.add(data("array within NPZ", npy(), "a.npz", content -> npz(content)));
        formats.add(data("IDX", "a-idx3-ubyte", false, List.of(idx())));
        formats.add(data("IDX, compressed", "a-idx3-ubyte.gz", true, List.of(gzip(idx()))));
        formats.add(data("IDX within gzip", List.of(idx()), "a-idx3-ubyte.gz", ExampleFiles::gzip));
        formats.add(pictures("PNG", "a.png", true, pngs()));
        formats.add(pictures("JPEG", "a.jpg", false, List.of(picture(BufferedImage.TYPE_INT_RGB, "jpeg"))));
        formats.addAll(checkpoints());
        formats.add(yaml());
        formats.addAll(graphs());
        return formats;
    }

    private interface Sealing {
        byte[] of(byte[] content) throws IOException;
    }

    private static Content rows(Rows rows) {
        return new Content(rows, rows.columns());
    }

    private static Content rows(DataFile file) {
        FileRows read = FileRows.of(file, Selection.all(), new Split.ByRow(0, 0, 0));
        Rows rows = read.training() instanceof Dataset whole
                ? whole.rows()
                : read.training().draw(KEY, 64);
        return new Content(List.of(read.names(), rows), rows.columns());
    }

    private static HostileFormat data(String name, String file, boolean guarded, List<byte[]> examples) {
        return new HostileFormat(
                name,
                guarded,
                examples,
                (place, content) -> Files.write(place.resolve(file), content),
                path -> guarded ? unnamed(rows(DataFile.at(path))) : rows(DataFile.at(path)),
                List.of(DataFileException.class));
    }

    /** Leaves the names of arrays out, which no checksum of an archive covers. */
    private static Content unnamed(Content content) {
        return new Content(content.numbers(), content.numbers());
    }

    private static HostileFormat data(String name, List<byte[]> examples, String file, Sealing sealing) {
        return new HostileFormat(
                name,
                false,
                examples,
                (place, content) -> Files.write(place.resolve(file), sealing.of(content)),
                path -> rows(DataFile.at(path)),
                List.of(DataFileException.class));
    }

    private static HostileFormat streamed(String name, String file, List<byte[]> examples) {
        return new HostileFormat(
                name,
                false,
                examples,
                (place, content) -> Files.write(place.resolve(file), content),
                path -> rows(DataFile.at(path).within(0)),
                List.of(DataFileException.class));
    }

    private static HostileFormat pictures(String name, String file, boolean guarded, List<byte[]> examples) {
        return new HostileFormat(
                name,
                guarded,
                examples,
                (place, content) -> Files.write(place.resolve(file), content).getParent(),
                path -> rows(DataFile.at(path)),
                List.of(DataFileException.class));
    }

    private static List<byte[]> csv() {
        String text = "height,\"mass (kg)\",n\n1.5,-2,3\n0.25,1e-3,4\n 17.125 ,\"6.5\",0\n";
        return Stream.of(text, text.replace("\n", "\r\n"), "\uFEFF1,2\n3,4\n5,6\n")
                .map(ExampleFiles::utf8)
                .toList();
    }

    private static byte[] tabs(byte[] csv) {
        return utf8(new String(csv, StandardCharsets.UTF_8).replace(',', '\t'));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> npy() {
        String floats = "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 3), }";
        String fortran = "{'descr': '>f8', 'fortran_order': True, 'shape': (3, 2), }";
        return List.of(npy(1, floats, numbers(15, Float.BYTES)), npy(2, fortran, numbers(6, Double.BYTES)));
    }

    private static byte[] numbers(int count, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(count * bytes)
                .order(bytes == Float.BYTES ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (bytes == Float.BYTES) {
                buffer.putFloat(0.5f + i);
            } else {
                buffer.putDouble(0.5 + i);
            }
        }
        return buffer.array();
    }

    private static byte[] npy(int version, String header, byte[] elements) {
        byte[] text = utf8(header + "\n");
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + text.length + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put(utf8("NUMPY")).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(elements);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] npz(byte[] array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(array);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] idx() {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 24);
        bytes.put(new byte[] {0, 0, 8, 3}).putInt(2).putInt(3).putInt(4);
        for (int i = 0; i < 24; i++) {
            bytes.put((byte) (10 * i));
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> pngs() throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (int type : new int[] {
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB
        }) {
            pictures.add(picture(type, "png"));
        }
        return pictures;
    }

    private static byte[] picture(int type, String format) throws IOException {
        BufferedImage picture = new BufferedImage(7, 5, type);
        for (int i = 0; i < 35; i++) {
            picture.setRGB(i % 7, i / 7, 0xff000000 | 7 * i << 16 | 5 * i << 8 | 3 * i);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }

    private List<HostileFormat> checkpoints() throws IOException {
        Path saved = folder.resolve("model");
        HostArray points = KEY.normal(Shape.of(64, 2));
        try (Backend backend = Backends.open("reference");
                Trained<?> model = Trainer.on(backend)
                        .iterations(1)
                        .batch(4)
                        .fit(new RealNvp(2, 2), Dataset.of(points), RandomKey.of(1))) {
            model.save(saved);
        }
        byte[] manifest = Files.readAllBytes(saved.resolve("model.json"));
        byte[] tensors = Files.readAllBytes(saved.resolve("model.safetensors"));
        String text = new String(manifest, StandardCharsets.UTF_8);
        byte[] body = utf8(text.substring(0, text.indexOf(CHECKSUM)));
        String digest = sha256(tensors);
        return List.of(
                checkpoint("model.json", true, manifest, (place, content) -> {
                    Files.write(place.resolve("model.safetensors"), tensors);
                    Files.write(place.resolve("model.json"), content);
                }),
                checkpoint("model.json with a valid checksum", false, body, (place, content) -> {
                    Files.write(place.resolve("model.safetensors"), tensors);
                    Files.write(place.resolve("model.json"), sealedManifest(content));
                }),
                checkpoint("safetensors", true, tensors, (place, content) -> {
                    Files.write(place.resolve("model.safetensors"), content);
                    Files.write(place.resolve("model.json"), manifest);
                }),
                checkpoint("safetensors with a valid checksum", false, tensors, (place, content) -> {
                    Files.write(place.resolve("model.safetensors"), content);
                    byte[] other = utf8(new String(body, StandardCharsets.UTF_8).replace(digest, sha256(content)));
                    Files.write(place.resolve("model.json"), sealedManifest(other));
                }),
                new HostileFormat(
                        "safetensors alone",
                        false,
                        List.of(tensors),
                        (place, content) -> Files.write(place.resolve("a.safetensors"), content),
                        path -> Content.of(SafeTensors.read(path)),
                        List.of(CheckpointException.class)));
    }

    @FunctionalInterface
    private interface Place {
        void fill(Path place, byte[] content) throws IOException;
    }

    private static HostileFormat checkpoint(String name, boolean guarded, byte[] example, Place place) {
        return new HostileFormat(
                name,
                guarded,
                List.of(example),
                (folder, content) -> {
                    place.fill(folder, content);
                    return folder;
                },
                path -> {
                    ModelCheckpoint read = ModelCheckpoint.load(path);
                    return new Content(
                            List.of(
                                    read.blueprint(),
                                    read.preprocessing(),
                                    read.schema(),
                                    read.software(),
                                    read.date(),
                                    read.modelClass(),
                                    read.tensors()),
                            read.tensors());
                },
                List.of(CheckpointException.class));
    }

    private static byte[] sealedManifest(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(body);
        bytes.write(utf8(CHECKSUM + ": \"" + sha256(body) + "\"\n}\n"));
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static HostileFormat yaml() throws IOException {
        List<byte[]> examples = new ArrayList<>();
        Path folder = Path.of("..", "examples");
        for (String name : List.of("train.yaml", "quick.yaml")) {
            examples.add(Files.readAllBytes(folder.resolve(name)));
        }
        RecordYaml<TrainSettings> training = TrainSettings.yaml();
        RecordYaml<Experiment> comparison = Experiment.yaml();
        return new HostileFormat(
                "YAML",
                false,
                examples,
                (place, content) -> Files.write(place.resolve("a.yaml"), content),
                path -> Content.of(settings(path, training, comparison)),
                List.of(ConfigurationException.class));
    }

    /** Reads settings of training, or else of a comparison. */
    private static Record settings(Path path, RecordYaml<TrainSettings> training, RecordYaml<Experiment> comparison) {
        try {
            return training.read(path);
        } catch (ConfigurationException e) {
            return comparison.read(path);
        }
    }

    private List<HostileFormat> graphs() throws IOException {
        Graph graph = graph();
        String text = GraphText.of(graph);
        String body = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        String end = text.substring(body.length()).replaceFirst("[0-9a-f]{8}\n$", "");
        Path onnx = folder.resolve("graph.onnx");
        OnnxFile.write(graph, onnx);
        return List.of(
                graph("graph text", true, "a.graph", latin(text), content -> content),
                graph("graph text with a valid checksum", false, "a.graph", latin(body), content -> {
                    CRC32C checksum = new CRC32C();
                    checksum.update(content);
                    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
                    sealed.write(content);
                    sealed.write(latin(end + String.format(Locale.ROOT, "%08x", checksum.getValue()) + "\n"));
                    return sealed.toByteArray();
                }),
                new HostileFormat(
                        "ONNX",
                        true,
                        List.of(Files.readAllBytes(onnx)),
                        (place, content) -> Files.write(place.resolve("a.onnx"), content),
                        path -> Content.of(GraphText.of(OnnxFile.read(path))),
                        List.of(GraphFormatException.class)));
    }

    private static HostileFormat graph(String name, boolean guarded, String file, byte[] example, Sealing sealing) {
        return new HostileFormat(
                name,
                guarded,
                List.of(example),
                (place, content) -> Files.write(place.resolve(file), sealing.of(content)),
                path -> Content.of(GraphText.of(GraphText.read(path))),
                List.of(GraphFormatException.class));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Graph graph() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 1, 4, 4));
        Tensor w = Tensor.input("w", TensorType.f32(1, 1, 3, 3));
        Tensor y = x.conv2d(w, ConvolutionGeometry.square(1, 1, 1)).mul(0.1).reshape(2, 16);
        return Graph.builder()
                .inputs(x)
                .state(w, w.mul(0.5))
                .batched(x)
                .output("sum", y.matmul(y.transpose()).exp().sum(1))
                .build();
    }
}
