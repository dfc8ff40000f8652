package org.pushforward.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class PicturesTest {
    @TempDir
    Path folder;

    private void picture(String name, int type, int width, int height, int color) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        image.setRGB(1, 0, color);
        ImageIO.write(
                image, name.substring(name.length() - 3), folder.resolve(name).toFile());
    }

    @Test
    void readsGrayPicturesInOrderOfTheirNames() throws IOException {
        picture("b.png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0xffffff);
        picture("a.png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0x000000);
        Files.writeString(folder.resolve("notes.txt"), "not a picture");
        HostArray x = DataFile.at(folder).read().numbers("x");
        assertThat(x.shape()).isEqualTo(Shape.of(2, 1, 2, 3));
        assertThat(x.toFloats()).containsExactly(0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0);
    }

    @Test
    void readsColorsChannelByChannel() throws IOException {
        picture("a.png", BufferedImage.TYPE_INT_RGB, 2, 1, 0x0a141e);
        assertThat(DataFile.at(folder).read().numbers("x"))
                .isEqualTo(HostArray.of(Shape.of(1, 3, 1, 2), 0f, 10, 0, 20, 0, 30));
        picture("b.jpg", BufferedImage.TYPE_INT_RGB, 2, 1, 0);
        assertThat(DataFile.at(folder).read().rows()).isEqualTo(2);
    }

    @Test
    void refusesPicturesOfDifferentSizesAndKinds() throws IOException {
        picture("a.png", BufferedImage.TYPE_BYTE_GRAY, 2, 2, 0);
        picture("b.png", BufferedImage.TYPE_BYTE_GRAY, 3, 2, 0);
        assertThatThrownBy(() -> DataFile.at(folder).read()).hasMessageContaining("expected pictures of one size");
        picture("b.png", BufferedImage.TYPE_INT_RGB, 2, 2, 0);
        assertThatThrownBy(() -> DataFile.at(folder).read()).hasMessageContaining("is in color");
        Files.writeString(folder.resolve("b.png"), "GIF89a");
        assertThatThrownBy(() -> DataFile.at(folder).read())
                .hasMessageContaining("not a PNG or JPEG file, whatever its name");
    }

    @Test
    void skipsSymbolicLinks() throws IOException {
        Path outside = Files.createTempFile("outside", ".png");
        Files.createSymbolicLink(folder.resolve("link.png"), outside);
        assertThatThrownBy(() -> DataFile.at(folder).read()).hasMessageContaining("contains no .png");
        Files.delete(outside);
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        out.writeInt(data.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        out.write(name);
        out.write(data);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt((int) crc.getValue());
    }

    private static byte[] png(int width, int height, byte[] packed) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504e470d0a1a0aL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 0, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        chunk(out, "IDAT", packed);
        chunk(out, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    @Test
    void refusesImplausiblyLargePictures() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(new byte[100]);
        }
        Path file = folder.resolve("bomb.png");
        Files.write(file, png(2_000_000_000, 2_000_000_000, packed.toByteArray()));
        assertThatThrownBy(() -> DataFile.at(folder).read())
                .hasMessageContaining("claims 2000000000 x 2000000000 pixels");
        Files.write(file, png(8000, 8000, packed.toByteArray()));
        assertThatThrownBy(() -> DataFile.at(folder).read()).hasMessageContaining("claims 8000 x 8000 pixels");
        Files.write(file, png(9, 9, packed.toByteArray()));
        assertThat(DataFile.at(folder).read().rows()).isOne();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 24; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DataFile.at(folder).read()).isInstanceOf(DataFileException.class);
        }
    }

    @Test
    void readsPlainAndCompressedIdx() throws IOException {
        byte[] idx = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, (byte) 255, 4};
        Path plain = Files.write(folder.resolve("t-images-idx3-ubyte"), idx);
        HostArray expected = HostArray.of(Shape.of(2, 1, 2), 1, 2, 255, 4);
        assertThat(DataFile.at(plain).read().numbers("x")).isEqualTo(expected);
        Path packed = folder.resolve("t-images-idx3-ubyte.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(idx);
        }
        assertThat(DataFile.at(packed).read().numbers("x")).isEqualTo(expected);
        idx[4] = 127;
        Files.write(plain, idx);
        assertThatThrownBy(() -> DataFile.at(plain).read()).isInstanceOf(DataFileException.class);
        for (int length = 0; length < idx.length; length++) {
            Files.write(plain, Arrays.copyOf(idx, length));
            assertThatThrownBy(() -> DataFile.at(plain).read()).isInstanceOf(DataFileException.class);
        }
    }
}
