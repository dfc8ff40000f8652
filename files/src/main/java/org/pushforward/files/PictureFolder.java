package org.pushforward.files;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Reads PNG and JPEG files of one size as an array [n, channels, height, width] with values from 0 to 255. Gray pictures have one
 * channel, others have three. Pictures are sorted by file name. Symbolic links are skipped, so nothing outside the folder is read.
 */
final class PictureFolder {
    private static final int LARGEST_SIDE = 1 << 14;
    private static final long MOST_PIXELS = 1L << 26;
    private static final long MOST_PACKED = 1032;

    private final Path folder;
    private final long budget;

    PictureFolder(Path folder, long budget) {
        this.folder = folder;
        this.budget = budget;
    }

    /** Reads the pictures. */
    HostArray read() throws IOException {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new DataFileException(
                    folder + " contains no .png, .jpg or .jpeg file: expected a folder of pictures of one size");
        }
        float[] values = null;
        Shape shape = Shape.scalar();
        int channels = 0;
        for (int k = 0; k < files.size(); k++) {
            BufferedImage picture = picture(files.get(k));
            int own = picture.getRaster().getNumBands() < 3 ? 1 : 3;
            Shape size = Shape.of(picture.getHeight(), picture.getWidth());
            if (k == 0) {
                channels = own;
                shape = size;
                check(files.size(), 3L * size.size());
                values = new float[Math.multiplyExact(files.size(), channels * size.size())];
            }
            if (!size.equals(shape)) {
                throw new DataFileException(
                        files.get(k) + " has " + size.dim(1) + " x " + size.dim(0) + " pixels, while "
                                + files.get(0).getFileName() + " has " + shape.dim(1) + " x " + shape.dim(0)
                                + ": expected pictures of one size");
            }
            if (own != channels) {
                throw new DataFileException(files.get(k) + " is " + (own == 1 ? "gray" : "in color") + ", but "
                        + files.get(0).getFileName() + " is not: convert them to one kind");
            }
            put(picture, channels, values, k * channels * size.size());
        }
        return HostArray.wrap(Shape.of(files.size(), channels, shape.dim(0), shape.dim(1)), values);
    }

    private void check(int count, long each) {
        if (count * each * Float.BYTES > budget || count * each > Integer.MAX_VALUE - 8) {
            throw new DataFileException(folder + ": " + count + " pictures of " + each + " numbers need more than "
                    + budget + " bytes of memory: give Java more heap (-Xmx), or use smaller pictures");
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .matches(".*\\.(png|jpe?g)"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads a picture, after checking the size that its header claims. */
    private static BufferedImage picture(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            Optional<ImageReader> found = Optional.empty();
            while (readers.hasNext() && found.isEmpty()) {
                ImageReader next = readers.next();
                String name = next.getFormatName().toLowerCase(Locale.ROOT);
                found = name.equals("png") || name.startsWith("jp") ? Optional.of(next) : found;
            }
            ImageReader reader = found.orElseThrow(
                    () -> new DataFileException(file + " is not a PNG or JPEG file, whatever its name"));
            try {
                reader.setInput(in, true, true);
                // The reader only warns about a truncated picture, and leaves the rest black.
                reader.addIIOReadWarningListener((source, warning) -> {
                    throw new DataFileException(file + " is damaged: " + warning);
                });
                long width = reader.getWidth(0);
                long height = reader.getHeight(0);
                boolean tooLarge = width > LARGEST_SIDE || height > LARGEST_SIDE || width * height > MOST_PIXELS;
                if (tooLarge || width * height / 8 > MOST_PACKED * Files.size(file)) {
                    throw new DataFileException(
                            file + " claims " + width + " x " + height + " pixels in " + Files.size(file)
                                    + " bytes: expected at most " + LARGEST_SIDE + " on a side and " + MOST_PIXELS
                                    + " in all, and no more than can be packed into the file");
                }
                if (reader.getFormatName().equalsIgnoreCase("png")) {
                    PngChecksums.check(file);
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            throw DataFileException.of(file + " is damaged, or not what its name says: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw e instanceof DataFileException ? e : DataFileException.of(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static void put(BufferedImage picture, int channels, float[] values, int at) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        if (channels == 1) {
            Raster gray = picture.getRaster();
            // Scales values with fewer or more than 8 bits to 0 to 255.
            double scale = 255.0 / ((1 << picture.getColorModel().getComponentSize(0)) - 1);
            boolean indexed = picture.getColorModel() instanceof IndexColorModel;
            for (int i = 0; i < width * height; i++) {
                values[at + i] = indexed
                        ? picture.getRGB(i % width, i / width) & 0xff
                        : (float) (gray.getSample(i % width, i / width, 0) * scale);
            }
            return;
        }
        int[] colors = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < colors.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[at + channel * colors.length + i] = colors[i] >> (16 - 8 * channel) & 0xff;
            }
        }
    }
}
