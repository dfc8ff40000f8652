package org.pushforward.backend.onnx.lowering;

import org.pushforward.graph.Composite;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** The kernels that the engine computes with: those of processors, or those of the CUDA provider. */
public enum Kernels {
    /** On a processor. */
    CPU,

    /** On an NVIDIA GPU, where some kernels give wrong numbers and others are used. */
    CUDA;

    /** Returns whether a node can be written as it is: the kernels of activations are for float32 only. */
    public boolean has(Tensor node) {
        boolean activation = node.primitive() instanceof Smooth || node.primitive() instanceof Rectified;
        boolean narrow = activation && node.dtype() != DType.F32;
        boolean wrong = this == CUDA && isWrongOnCuda(node);
        return OnnxLowerings.primitives().contains(node.primitive().getClass()) && !narrow && !wrong;
    }

    /** Returns a graph in which what has no kernel, or none that is right or gives the same bits in every run, is said by others. */
    public Graph adapt(Graph graph) {
        Graph convolved = graph.rewrite(new UnfoldedConvolution(this));
        return this == CUDA ? convolved.rewrite(new OrderedSums()) : convolved;
    }

    /** Returns whether the CUDA kernel of a composite is not to be used, so that its expansion is. */
    private static boolean isWrongOnCuda(Tensor node) {
        Primitive p = node.primitive();
        // These add float64 numbers in float32, and of float32 numbers near 1000 the logarithm is wrong by 79 units in
        // the last place.
        return p instanceof Normalization.Softmax && node.dtype() == DType.F64
                || p instanceof Normalization.LogSoftmax
                // It refuses scalars.
                || p instanceof Smooth.Gelu && node.shape().rank() == 0
                // It makes infinities finite.
                || p instanceof Composite.Sort;
    }
}
