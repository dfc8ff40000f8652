package org.pushforward.backend.tensorflow;

import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.ThreadPoolOptionProto;

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
                .addSessionInterOpThreadPool(pool(options.threads()));
        // Our own passes have been over the graph; Grappler's take seconds on thousands of nodes and gain nothing then.
        settings.getGraphOptionsBuilder().getRewriteOptionsBuilder().setDisableMetaOptimizer(true);
        if (options.device().kind() == Device.Kind.CPU) {
            settings.putDeviceCount("GPU", 0);
        } else {
            // Otherwise TensorFlow takes all of the GPU's memory at once.
            settings.getGpuOptionsBuilder().setAllowGrowth(true);
        }
        return settings;
    }

    /** Returns the pool that all sessions of so many threads share; without a name the first session's serves all. */
    private static ThreadPoolOptionProto pool(int threads) {
        return ThreadPoolOptionProto.newBuilder()
                .setNumThreads(threads)
                .setGlobalName("pushforward-" + threads)
                .build();
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
