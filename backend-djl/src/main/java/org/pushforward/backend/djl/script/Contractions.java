package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;
import static org.pushforward.backend.djl.script.Torch.dims;
import static org.pushforward.backend.djl.script.Torch.names;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * The lowerings of matrix products and convolutions.
 *
 * <p>libtorch pads both ends of an axis equally. If the padding is asymmetric, the difference is added to the image
 * first and removed from its gradient afterwards. libtorch also refuses some empty convolutions, whose result is zero.
 */
final class Contractions {
    private Contractions() {}

    static void addTo(Map<Class<? extends Primitive>, TorchLowering<?>> t) {
        TorchLowerings.put(t, Contraction.Matmul.class, Contractions::matmul);
        TorchLowerings.put(
                t,
                Contraction.Conv2d.class,
                (p, x, s) -> overNothing(x) ? Torch.zeros(x, Torch.first(x, s)) : conv2d(x, "None", s));
        TorchLowerings.put(t, Contraction.Conv2dInputGradient.class, Contractions::inputGradient);
        TorchLowerings.put(t, Contraction.Conv2dFilterGradient.class, Contractions::filterGradient);
    }

    private static String matmul(Contraction.Matmul p, Tensor node, ScriptWriter s) {
        List<String> operands = names(node, s);
        String left = operands.get(0);
        String right = operands.get(1);
        if (node.shape().rank() == 2) {
            return call(
                    "mm",
                    p.transposeLeft() ? s.let(call("t", left)) : left,
                    p.transposeRight() ? s.let(call("t", right)) : right);
        }
        return call(
                "matmul",
                p.transposeLeft() ? s.let(call("transpose", left, -2, -1)) : left,
                p.transposeRight() ? s.let(call("transpose", right, -2, -1)) : right);
    }

    /** Returns a convolution plus a bias: {@code None} or the name of a vector. */
    static String conv2d(Tensor node, String bias, ScriptWriter s) {
        List<String> operands = names(node, s);
        Geometry geometry = Geometry.of(((Contraction.Conv2d) node.primitive()).geometry());
        String image = geometry.extended(operands.get(0), s);
        return call("conv2d", image, operands.get(1), bias, geometry.arguments(), geometry.groups());
    }

    private static String inputGradient(Contraction.Conv2dInputGradient p, Tensor node, ScriptWriter s) {
        List<String> operands = names(node, s);
        if (overNothing(node)) {
            return Torch.zeros(node, operands.get(0));
        }
        Geometry geometry = Geometry.of(p.geometry());
        String like = s.let(call("new_empty", operands.get(0), dims(geometry.extended(node.shape()))));
        String gradient = geometry.backward(operands.get(0), like, operands.get(1), 0, s);
        return geometry.cropped(gradient, node.shape(), s);
    }

    private static String filterGradient(Contraction.Conv2dFilterGradient p, Tensor node, ScriptWriter s) {
        List<String> operands = names(node, s);
        if (overNothing(node)) {
            return Torch.zeros(node, operands.get(0));
        }
        Geometry geometry = Geometry.of(p.geometry());
        String image = geometry.extended(operands.get(0), s);
        String like = s.let(call("new_empty", operands.get(0), dims(node.shape())));
        return geometry.backward(operands.get(1), image, like, 1, s);
    }

    static boolean overNothing(Tensor node) {
        return node.shape().size() == 0
                || node.operands().stream().anyMatch(operand -> operand.shape().size() == 0);
    }

    /** A geometry and the excess of its padding on each side, clockwise from the top. */
    private record Geometry(ConvolutionGeometry movement, int top, int right, int bottom, int left) {

        static Geometry of(ConvolutionGeometry movement) {
            Slide vertical = movement.vertical();
            Slide horizontal = movement.horizontal();
            return new Geometry(
                    movement,
                    vertical.before() - common(vertical),
                    horizontal.after() - common(horizontal),
                    vertical.after() - common(vertical),
                    horizontal.before() - common(horizontal));
        }

        private static int common(Slide slide) {
            return Math.min(slide.before(), slide.after());
        }

        private boolean even() {
            return top == bottom && left == right;
        }

        int groups() {
            return movement.groups();
        }

        /** Returns stride, padding and dilation. */
        String arguments() {
            Slide v = movement.vertical();
            Slide h = movement.horizontal();
            return List.of(v.stride(), h.stride()) + ", " + List.of(common(v), common(h)) + ", "
                    + List.of(v.dilation(), h.dilation());
        }

        Shape extended(Shape image) {
            return image.with(2, image.dim(2) + top + bottom).with(3, image.dim(3) + left + right);
        }

        String extended(String image, ScriptWriter s) {
            return even() ? image : s.let(call("constant_pad_nd", image, List.of(left, right, top, bottom), 0));
        }

        String cropped(String image, Shape shape, ScriptWriter s) {
            if (even()) {
                return image;
            }
            String rows = s.let(call("narrow", image, 2, top, shape.dim(2)));
            return call("narrow", rows, 3, left, shape.dim(3));
        }

        /**
         * Returns the gradient with respect to the image (0) or the kernels (1). It uses only the shape of that
         * operand.
         */
        String backward(String cotangent, String image, String kernels, int which, ScriptWriter s) {
            String mask = which == 0 ? "[True, False, False]" : "[False, True, False]";
            String call = call(
                    "convolution_backward",
                    cotangent,
                    image,
                    kernels,
                    "None",
                    arguments(),
                    "False, [0, 0]",
                    groups(),
                    mask);
            return s.let(call, 3).get(which);
        }
    }
}
