package org.pushforward.backend.tensorflow;

import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.tensorflow.proto.ConfigProto;

/** How a session schedules a graph. */
final class SessionSettings {
    /**
     * The work, in elementary operations a node, below which handing nodes to other threads costs more than it saves.
     */
    private static final long SMALL = 30_000;

    private SessionSettings() {}

    /** Returns the settings for a graph. */
    static ConfigProto of(BackendOptions options, Graph graph) {
        ConfigProto.Builder settings = common(options);
        // TensorFlow has no GPU kernels for some integer operations.
        settings.setAllowSoftPlacement(true);
        boolean small = workPerNode(graph) < SMALL;
        if (options.device().kind() == Device.Kind.CPU && (options.threads() == 1 || small)) {
            settings.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
        }
        return settings.build();
    }

    /** Returns settings with which a session fails if an operation cannot be placed where it should be. */
    static ConfigProto strict(BackendOptions options) {
        return common(options).setAllowSoftPlacement(false).build();
    }

    private static ConfigProto.Builder common(BackendOptions options) {
        ConfigProto.Builder settings = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(options.threads())
                .setInterOpParallelismThreads(options.threads());
        if (options.device().kind() == Device.Kind.CPU) {
            settings.putDeviceCount("GPU", 0);
        } else {
            // Otherwise TensorFlow takes all of the GPU's memory at once.
            settings.getGpuOptionsBuilder().setAllowGrowth(true);
        }
        return settings;
    }

    private static long workPerNode(Graph graph) {
        long work = graph.nodes().stream().mapToLong(SessionSettings::work).sum();
        return work / Math.max(graph.nodes().size(), 1);
    }

    private static long work(Tensor node) {
        if (node.primitive() instanceof Contraction.Matmul product) {
            Tensor left = node.operands().get(0);
            return (long) node.shape().size() * left.dim(product.transposeLeft() ? -2 : -1);
        }
        return node.shape().size();
    }
}
