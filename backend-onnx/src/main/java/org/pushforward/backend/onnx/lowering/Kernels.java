package org.pushforward.backend.onnx.lowering;

import org.pushforward.graph.Composite;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** The kernels that the engine uses: those for CPUs or those of the CUDA provider. */
public enum Kernels {
    /** On a CPU. */
    CPU,

    /** On an NVIDIA GPU, where some kernels give wrong results, so others are used. */
    CUDA,

    /** On an NVIDIA GPU, where products round their factors to TF32, so nothing else may be computed by products. */
    CUDA_TF32;

    /** Returns whether the kernels are those of the CUDA provider. */
    boolean onCuda() {
        return this != CPU;
    }

    /** Returns whether there is a kernel for a node; kernels of activations support float32 only. */
    public boolean has(Tensor node) {
        boolean activation = node.primitive() instanceof Smooth || node.primitive() instanceof Rectified;
        boolean narrow = activation && node.dtype() != DType.F32;
        boolean wrong = onCuda() && isWrongOnCuda(node);
        return OnnxLowerings.primitives().contains(node.primitive().getClass()) && !narrow && !wrong;
    }

    /** Returns a graph without the operators that this device lacks, computes wrongly, or does not reproduce bitwise. */
    public Graph adapt(Graph graph) {
        Graph convolved = graph.rewrite(new UnfoldedConvolution(this));
        return onCuda() ? convolved.rewrite(new OrderedSums()) : convolved;
    }

    /** Returns whether the CUDA kernel of a composite is wrong, so that its expansion must be used. */
    private static boolean isWrongOnCuda(Tensor node) {
        Primitive p = node.primitive();
        // These kernels add float64 numbers in float32, and the logarithm of float32 numbers near 1000 is wrong by 79
        // units in the last place.
        return p instanceof Normalization.Softmax && node.dtype() == DType.F64
                || p instanceof Normalization.LogSoftmax
                // This kernel refuses scalars.
                || p instanceof Smooth.Gelu && node.shape().rank() == 0
                // This kernel makes infinities finite.
                || p instanceof Composite.Sort;
    }
}
