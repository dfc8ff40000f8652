package org.pushforward.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks the safetensors format: independent readers read what was written, and malformed files are refused. */
class SafeTensorsTest {
    @TempDir
    Path folder;

    private static SafeTensors some() {
        Map<String, HostArray> tensors = new LinkedHashMap<>();
        tensors.put("layer.0.weight", RandomKey.of(1).normal(Shape.of(3, 5)));
        tensors.put("mask", HostArray.of(Shape.of(3), true, false, true));
        tensors.put("curve", HostArray.of(Shape.of(2), 0.1, Double.NaN));
        tensors.put("labels \"\u00e4\"", HostArray.of(Shape.of(2, 1), 7, -8));
        tensors.put("nothing", HostArray.zeros(TensorType.f32(0, 4)));
        tensors.put("count", HostArray.of(Shape.scalar(), Long.MIN_VALUE));
        return new SafeTensors(tensors, Map.of("format", "test"));
    }

    private static byte[] bytes(SafeTensors tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            tensors.encode(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static SafeTensors read(byte[] bytes) throws IOException {
        return SafeTensors.decode("some.safetensors", bytes.length, new ByteArrayInputStream(bytes));
    }

    /** Returns a file with a header and the given number of data bytes. */
    private static byte[] file(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    @Test
    void writtenArraysAreReadWithTheSameBitsAndOrder() {
        Path file = folder.resolve("some.safetensors");
        some().write(file);
        SafeTensors again = SafeTensors.read(file);
        assertThat(again).isEqualTo(some());
        assertThat(again.tensors().keySet())
                .containsExactlyElementsOf(some().tensors().keySet());
    }

    @Test
    void arraysLongerThanAChunkAreComplete() throws IOException {
        Map<String, HostArray> tensors = new LinkedHashMap<>();
        tensors.put("floats", RandomKey.of(2).normal(Shape.of(150_001)));
        tensors.put("longs", tensors.get("floats").cast(org.pushforward.tensor.DType.F64));
        assertThat(read(bytes(new SafeTensors(tensors, Map.of()))).tensors()).isEqualTo(tensors);
    }

    /** Reads float32 arrays by name with code written independently from the format's description. */
    private static Map<String, float[]> independently(byte[] file) {
        ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(all.getLong());
        String json = new String(file, 8, header, StandardCharsets.UTF_8);
        Matcher entry = Pattern.compile("\"([\\w.]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([\\d,]*)],"
                        + "\"data_offsets\":\\[(\\d+),(\\d+)]}")
                .matcher(json);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        while (entry.find()) {
            int begin = Integer.parseInt(entry.group(3));
            int end = Integer.parseInt(entry.group(4));
            float[] values = new float[(end - begin) / 4];
            all.position(8 + header + begin);
            all.asFloatBuffer().get(values);
            assertThat((8 + header + begin) % 4)
                    .as("alignment of " + entry.group(1))
                    .isZero();
            int product = Arrays.stream(entry.group(2).split(","))
                    .mapToInt(Integer::parseInt)
                    .reduce(1, Math::multiplyExact);
            assertThat(product).isEqualTo(values.length);
            arrays.put(entry.group(1), values);
        }
        return arrays;
    }

    @Test
    void anIndependentReaderSeesTheSameNumbers() {
        Map<String, float[]> arrays = independently(bytes(some()));
        assertThat(arrays).containsOnlyKeys("layer.0.weight", "nothing");
        assertThat(arrays.get("layer.0.weight"))
                .containsExactly(some().tensors().get("layer.0.weight").toFloats());
    }

    @Test
    void pythonReadsTheSameNumbers() throws Exception {
        Path file = folder.resolve("some.safetensors");
        some().write(file);
        String script = "import sys\nfrom safetensors.numpy import load_file\n"
                + "for k, v in sorted(load_file(sys.argv[1]).items()):\n"
                + "    print(k, v.dtype, list(v.shape), [float(x).hex() for x in v.flatten()])\n";
        assumeThat(python("import safetensors.numpy").waitFor())
                .as("python3 with the package safetensors")
                .isZero();
        Process process = python(script, file.toString());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().toList()).hasSize(6);
        float first = some().tensors().get("layer.0.weight").floats().get(0);
        assertThat(said)
                .contains("count int64 [] ['-0x1.0000000000000p+63']")
                .contains("curve float64 [2] ['0x1.999999999999ap-4', 'nan']")
                .contains("mask bool [3] ['0x1.0000000000000p+0', '0x0.0p+0', '0x1.0000000000000p+0']")
                .contains("nothing float32 [0, 4] []")
                .contains("layer.0.weight float32 [3, 5] ['" + python(first));
    }

    /** Returns a number in the format of Python's float.hex(). */
    private static String python(float value) {
        String text = Double.toHexString(value);
        String digits = text.substring(text.indexOf('.') + 1, text.indexOf('p'));
        String padded = digits + "0".repeat(13 - digits.length());
        String exponent = text.substring(text.indexOf('p') + 1);
        return text.substring(0, text.indexOf('.') + 1) + padded + "p" + (exponent.startsWith("-") ? "" : "+")
                + exponent;
    }

    private static Process python(String script, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.onExit().orTimeout(60, TimeUnit.SECONDS);
            return process;
        } catch (IOException e) {
            assumeThat(e).as("python3").isNull();
            throw e;
        }
    }

    @Test
    void aFileTruncatedAnywhereIsRefused() {
        byte[] whole = bytes(some());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part))
                    .as("the first " + length + " of " + whole.length + " bytes")
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("some.safetensors");
        }
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsRefused() {
        byte[] whole = bytes(some());
        byte[] part = Arrays.copyOf(whole, whole.length - 1);
        assertThatThrownBy(() -> SafeTensors.decode("some", whole.length, new ByteArrayInputStream(part)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("ended while it was read");
    }

    /** False lengths must be detected before memory is allocated: none of these would fit in the heap of the tests. */
    @ParameterizedTest
    @CsvSource({"1152921504606846976", "9223372036854775807", "-1", "-9223372036854775808", "67108865", "9"})
    void aHeaderOfImpossibleLengthIsRefused(long length) {
        byte[] file = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(Long.toUnsignedString(length) + " bytes, but only 8 follow");
    }

    private static final String A = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1152921504606846976],\"data_offsets\":[0,8]}} | at a.shape: the shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2],\"data_offsets\":[0,8]}} | at a.shape: the shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8]}} | at a.data_offsets: [0, 8]",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[2147483647],\"data_offsets\":[0,17179869176]}} | has 8 bytes of data, where its"
                        + " header describes 17179869176",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | at a.shape[0]: -2: expected 0 or more",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}} | at a.shape: the shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | at a.data_offsets: [0, 8]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | at a.data_offsets: [8, 0]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | at a.data_offsets[0]: -8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[9223372036854775800,9223372036854775807]}} | at"
                        + " a.data_offsets",
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}} | at a.dtype: numbers of type F16: expected one of"
                        + " BOOL, F32, F64, I32, I64",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | at a: has the keys [dtype, shape]",
                "{\"a\":[]} | at a: expected an object",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | at a.shape: expected an array of whole numbers, not 2",
                "{\"__metadata__\":{\"a\":1}} | at __metadata__.a: expected text, not 1",
                "[] | does not begin with '{'",
                "{} | has 8 bytes of data, where its header describes 0",
            })
    void aHeaderThatLiesIsRefused(String header, String message) {
        assertThatThrownBy(() -> read(file(header, 8)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void duplicateNamesGapsAndOverlapsAreRefused() {
        assertThatThrownBy(() -> read(file(A + "," + A.substring(1) + "}", 8)))
                .hasMessageContaining("two members named 'a'");
        String b = ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[";
        assertThatThrownBy(() -> read(file(A + b + "4,8]}}", 8)))
                .hasMessageContaining("at b: begins at byte 4 of the data, but the array before it ends at byte 8");
        assertThatThrownBy(() -> read(file(A + b + "12,16]}}", 16))).hasMessageContaining("at b: begins at byte 12");
        assertThatThrownBy(() -> read(file(A + "}", 9))).hasMessageContaining("has 9 bytes of data");
    }

    @Test
    void booleansOtherThanZeroAndOneAreRefused() {
        byte[] file = file("{\"a\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2);
        file[file.length - 1] = 2;
        assertThatThrownBy(() -> read(file)).hasMessage("some.safetensors, at a: the truth value 2: expected 0 or 1");
    }

    @Test
    void theMetadataKeyIsRefusedAsAnArrayName() {
        Map<String, HostArray> taken = Map.of("__metadata__", HostArray.of(Shape.of(1), 1f));
        assertThatThrownBy(() -> new SafeTensors(taken, Map.of())).hasMessageContaining("'__metadata__'");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SafeTensors.read(folder.resolve("none.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("none.safetensors");
        assertThat(Files.exists(folder.resolve("none.safetensors"))).isFalse();
    }
}
