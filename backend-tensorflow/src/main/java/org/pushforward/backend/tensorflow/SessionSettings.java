package org.pushforward.backend.tensorflow;

import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.ThreadPoolOptionProto;

/** How a session schedules a graph. */
final class SessionSettings {
    private SessionSettings() {}

    /**
     * Returns the settings for a graph.
     *
     * @param parallel whether several threads take its operations; where operations are small or few can go on at once, that
     *     costs more than it saves
     */
    static ConfigProto of(BackendOptions options, boolean parallel) {
        ConfigProto.Builder settings = common(options);
        // TensorFlow has no GPU kernels for some integer operations.
        settings.setAllowSoftPlacement(true);
        if (options.device().kind() == Device.Kind.CPU && !parallel) {
            settings.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
        }
        return settings.build();
    }

    /** Returns settings with which a session fails if an operation cannot be placed where it should be. */
    static ConfigProto strict(BackendOptions options) {
        return common(options).setAllowSoftPlacement(false).build();
    }

    private static ConfigProto.Builder common(BackendOptions options) {
        // One thread computes an operation: several would wait for each other at each. The first session of a process
        // decides.
        ConfigProto.Builder settings = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
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
}
