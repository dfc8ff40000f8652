package org.pushforward.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class NumpyFilesTest {
    @TempDir
    Path folder;

    /** Builds the bytes of a file independently of the code that writes files. */
    private static byte[] npy(String header, byte[] elements) {
        String padded = header + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + padded.length() + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .put(elements);
        return bytes.array();
    }

    private static String header(String type, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    }

    private DataFile file(byte[] bytes) throws IOException {
        return DataFile.at(Files.write(folder.resolve("a.npy"), bytes));
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (HostArray array : new HostArray[] {
            HostArray.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, -6),
            HostArray.of(Shape.of(2), 1.5, Math.PI),
            HostArray.of(Shape.of(1, 2, 1), 7, -8),
            HostArray.of(Shape.of(3), 1L << 40, 2, 3),
            HostArray.of(Shape.of(2), true, false)
        }) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            NpyFormat.write(array, out);
            assertThat(file(out.toByteArray()).read().arrays().get("x")).isEqualTo(array);
            assertThat((out.size() - array.size() * array.dtype().bytes()) % 64).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"|u1,1,255", "|i1,1,-1", ">i2,2,-1", "<u2,2,65535", ">f4,4,NaN", "<u4,4,4294967295", "<i8,8,-1"})
    void readsEveryKindOfNumber(String type, int bytes, double expected) throws IOException {
        byte[] elements = new byte[2 * bytes];
        Arrays.fill(elements, (byte) 0xff);
        assertThat((Double) file(npy(header(type, "2,"), elements))
                        .read()
                        .numbers("x")
                        .get(1))
                .isEqualTo(Double.valueOf(expected));
    }

    @Test
    void readsHalfPrecisionAndFortranOrder() throws IOException {
        byte[] halves = {0x00, 0x3c, 0x00, (byte) 0xc0, 0x01, 0x00, 0x00, 0x7c};
        assertThat(file(npy(header("<f2", "4,"), halves)).read().numbers("x").toDoubles())
                .containsExactly(1, -2, 0x1p-24, Double.POSITIVE_INFINITY);
        String fortran = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }";
        assertThat(file(npy(fortran, new byte[] {1, 4, 2, 5, 3, 6})).read().numbers("x"))
                .isEqualTo(HostArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    }

    @Test
    void namesTheColumnsOfAMatrix() throws IOException {
        Table table =
                file(npy(header("|u1", "2, 3"), new byte[] {1, 2, 3, 4, 5, 6})).read();
        assertThat(table.numbers("c3").toDoubles()).containsExactly(3, 6);
        assertThatThrownBy(() -> table.numbers("c4")).hasMessageContaining("the columns of the matrix are c1 to c3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }; pickles",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }; elements of the type",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296), }; overflows",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976,), }; bytes of memory",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }; below 2^63",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }; truncated or damaged",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }; has 9 axes",
                "{'descr': '<U7', 'fortran_order': False, 'shape': (1,), }; elements of the type",
                "__import__('os').system('true'); not NumPy's"
            })
    void refusesHostileHeaders(String header, String expected) {
        assertThatThrownBy(() -> file(npy(header, new byte[4])).read())
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAFileTruncatedAnywhere() throws IOException {
        byte[] whole = npy(header("<f4", "3,"), new byte[12]);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> file(cut).read()).isInstanceOf(DataFileException.class);
        }
        whole[8] = (byte) 0xff;
        whole[9] = (byte) 0xff;
        assertThatThrownBy(() -> file(whole).read()).isInstanceOf(DataFileException.class);
    }

    private Path npz(String name, String[] entries, byte[]... contents) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries.length; i++) {
                out.putNextEntry(new ZipEntry(entries[i]));
                out.write(contents[i]);
                out.closeEntry();
            }
        }
        return file;
    }

    @Test
    void readsArraysByName() throws IOException {
        Path file = npz(
                "a.npz",
                new String[] {"x.npy", "label.npy"},
                npy(header("|u1", "2, 2"), new byte[4]),
                npy(header("<i8", "2,"), new byte[16]));
        Table table = DataFile.at(file).read();
        assertThat(table.arrays()).containsOnlyKeys("x", "label");
        assertThat(table.numbers("label").dtype()).isEqualTo(DType.I64);
    }

    @Test
    void refusesZipBombsAndMaliciousArchives() throws IOException {
        byte[] zeros = npy(header("|u1", "4000000,"), new byte[4_000_000]);
        Path bomb = npz("bomb.npz", new String[] {"x.npy"}, zeros);
        assertThat(Files.size(bomb)).isLessThan(10_000);
        assertThatThrownBy(() -> DataFile.at(bomb).within(1_000_000).read()).hasMessageContaining("bytes of memory");

        Path liar = npz("liar.npz", new String[] {"x.npy"}, npy(header("|u1", "100000000,"), new byte[10]));
        assertThatThrownBy(() -> DataFile.at(liar).read()).hasMessageContaining("cannot be packed into");
        Path climbing = npz("up.npz", new String[] {"../x.npy"}, npy(header("|u1", "1,"), new byte[1]));
        assertThatThrownBy(() -> DataFile.at(climbing).read()).hasMessageContaining("expected a name of letters");
        Path longer = npz("longer.npz", new String[] {"x.npy"}, npy(header("|u1", "1,"), new byte[2]));
        assertThatThrownBy(() -> DataFile.at(longer).read()).hasMessageContaining("continues after its last number");
        Path none = Files.write(folder.resolve("none.npz"), new byte[100]);
        assertThatThrownBy(() -> DataFile.at(none).read()).hasMessageContaining("not an archive");
        Path uneven = npz(
                "uneven.npz",
                new String[] {"x.npy", "y.npy"},
                npy(header("|u1", "2,"), new byte[2]),
                npy(header("|u1", "1,"), new byte[1]));
        assertThatThrownBy(() -> DataFile.at(uneven).read())
                .hasMessageContaining("every array needs a value for each row");
    }
}
