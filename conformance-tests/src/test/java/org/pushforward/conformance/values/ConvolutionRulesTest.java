package org.pushforward.conformance.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The oracle's convolution is a product of unfolded images and kernels, and its adjoints are the gradients of that product. */
class ConvolutionRulesTest {
    private final Oracle oracle = new Oracle();

    private Tensor input(String name, Shape shape) {
        return oracle.input(name, shape.dims());
    }

    static List<ConvolutionCases.ConvolutionExample> examples() {
        return ConvolutionCases.EXAMPLES;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theyAreTheProductOfUnfoldedImagesWithKernels(ConvolutionCases.ConvolutionExample each) {
        Tensor image = input("image", each.image());
        Tensor kernels = input("kernels", each.kernels());
        Tensor cotangent = input("cotangent", each.output());
        Tensor product = unfolded(each, image, kernels);
        List<Tensor> slopes = Gradients.vjp(List.of(product), List.of(image, kernels), List.of(cotangent));
        agree(Tensor.of(each.forward(), List.of(image, kernels)), product);
        agree(Tensor.of(each.toImage(), List.of(cotangent, kernels)), slopes.get(0));
        agree(Tensor.of(each.toKernels(), List.of(image, cotangent)), slopes.get(1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theyAreAdjoint(ConvolutionCases.ConvolutionExample each) {
        Tensor image = input("image", each.image());
        Tensor kernels = input("kernels", each.kernels());
        Tensor cotangent = input("cotangent", each.output());
        Tensor forward = Tensor.of(each.forward(), List.of(image, kernels));
        double expected = inner(forward, cotangent);
        assertThat(inner(image, Tensor.of(each.toImage(), List.of(cotangent, kernels))))
                .isCloseTo(expected, within(1e-11));
        assertThat(inner(kernels, Tensor.of(each.toKernels(), List.of(image, cotangent))))
                .isCloseTo(expected, within(1e-11));
    }

    private double inner(Tensor a, Tensor b) {
        return oracle.array(a.mul(b).sum()).item();
    }

    private void agree(Tensor actual, Tensor expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        HostArray values = oracle.array(actual);
        assertThat(values.toDoubles()).containsExactly(oracle.evaluate(expected), within(1e-12));
    }

    /** Returns the product of the kernels and the images, unfolded to [n, groups, channels * taps, positions]. */
    private static Tensor unfolded(ConvolutionCases.ConvolutionExample each, Tensor image, Tensor kernels) {
        ConvolutionGeometry geometry = each.geometry();
        Shape output = each.output();
        int groups = geometry.groups();
        Tensor padded = image.pad(
                        2, geometry.vertical().before(), geometry.vertical().after(), 0)
                .pad(3, geometry.horizontal().before(), geometry.horizontal().after(), 0);
        List<Tensor> taps = new ArrayList<>();
        for (int k = 0; k < each.kernels().dim(2); k++) {
            Tensor rows = seen(padded, 2, geometry.vertical(), k, output.dim(2));
            for (int l = 0; l < each.kernels().dim(3); l++) {
                taps.add(seen(rows, 3, geometry.horizontal(), l, output.dim(3)).expandDims(2));
            }
        }
        int images = output.dim(0);
        int positions = output.dim(2) * output.dim(3);
        int terms = each.kernels().dim(1) * taps.size();
        Tensor columns = Tensor.concat(2, taps).reshape(images, groups, terms, positions);
        Tensor matrices = kernels.reshape(1, groups, output.dim(1) / groups, terms)
                .broadcastTo(Shape.of(images, groups, output.dim(1) / groups, terms));
        return matrices.matmul(columns).reshape(output);
    }

    /** Returns the positions along an axis that one tap of the kernel sees. */
    private static Tensor seen(Tensor padded, int axis, Slide slide, int tap, int outputs) {
        List<Integer> start = new ArrayList<>(Collections.nCopies(4, 0));
        List<Integer> limit = new ArrayList<>(TestOperands.dims(padded.shape()));
        List<Integer> stride = new ArrayList<>(Collections.nCopies(4, 1));
        start.set(axis, tap * slide.dilation());
        limit.set(axis, tap * slide.dilation() + (outputs - 1) * slide.stride() + 1);
        stride.set(axis, slide.stride());
        return Tensor.of(new Movement.Slice(start, limit, stride), List.of(padded));
    }
}
