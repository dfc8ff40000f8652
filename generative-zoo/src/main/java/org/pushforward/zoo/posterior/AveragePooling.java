package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Observes an image at a coarse resolution: the mean of each square of size x size pixels, for images [n, channels, rows, columns].
 *
 * @param image the shape of one image, [channels, rows, columns]
 * @param size the side of a square, a divisor of rows and columns
 */
public record AveragePooling(Shape image, int size) implements ObservationOperator {
    /** Refuses images that cannot be tiled by squares. */
    public AveragePooling {
        if (image.rank() != 3 || size < 1 || image.dim(1) % size != 0 || image.dim(2) % size != 0) {
            throw new IllegalArgumentException("average pooling of images " + image + " over squares of side " + size
                    + ": expected [channels, rows, columns] with rows and columns that the side divides");
        }
    }

    @Override
    public Shape shape() {
        return Shape.of(image.dim(0), image.dim(1) / size, image.dim(2) / size);
    }

    @Override
    public Tensor apply(Tensor x) {
        Shape coarse = shape();
        return x.reshape(x.dim(0), coarse.dim(0), coarse.dim(1), size, coarse.dim(2), size)
                .mean(3, 5);
    }
}
