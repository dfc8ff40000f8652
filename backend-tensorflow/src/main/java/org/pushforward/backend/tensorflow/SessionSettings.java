package org.pushforward.backend.tensorflow;

import java.util.List;
import java.util.stream.Collectors;
import org.pushforward.backend.BackendOptions;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.ThreadPoolOptionProto;

/** The settings of a session, such as how it schedules a graph. */
final class SessionSettings {
    private SessionSettings() {}

    /**
     * Returns the settings for a graph.
     *
     * @param cards the cards that the session sees ({@link VisibleCards}), the device last; none on a CPU
     * @param parallel whether several threads run operations concurrently, which costs more than it saves if operations
     * are small or few of them are independent
     */
    static ConfigProto of(BackendOptions options, List<Integer> cards, boolean parallel) {
        ConfigProto.Builder settings = common(options, cards);
        // TensorFlow has no GPU kernels for some integer operations.
        settings.setAllowSoftPlacement(true);
        if (options.device().isCpu() && !parallel) {
            settings.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
        }
        return settings.build();
    }

    /** Returns settings for a session that fails if an operation cannot be placed on its device. */
    static ConfigProto strict(BackendOptions options, List<Integer> cards) {
        return common(options, cards).setAllowSoftPlacement(false).build();
    }

    private static ConfigProto.Builder common(BackendOptions options, List<Integer> cards) {
        // One thread computes each operation; several would have to synchronize at every operation. The first session
        // of a process decides.
        ConfigProto.Builder settings = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .addSessionInterOpThreadPool(pool(options.threads()));
        // Our own passes have already optimized the graph. Grappler's passes take seconds on thousands of nodes and
        // gain nothing more.
        settings.getGraphOptionsBuilder().getRewriteOptionsBuilder().setDisableMetaOptimizer(true);
        if (options.device().isCpu()) {
            settings.putDeviceCount("GPU", 0);
        } else {
            // Otherwise TensorFlow allocates all of the GPU's memory at once.
            settings.getGpuOptionsBuilder()
                    .setAllowGrowth(true)
                    .setVisibleDeviceList(cards.stream().map(String::valueOf).collect(Collectors.joining(",")));
            options.gpuMebibytes().ifPresent(limit -> limit(settings.getGpuOptionsBuilder(), cards, limit));
        }
        return settings;
    }

    /** Limits the memory of the last card. The first session of a process decides; an entry without a limit means no limit for that GPU. */
    private static void limit(GPUOptions.Builder gpus, List<Integer> cards, int mebibytes) {
        for (int i = 1; i < cards.size(); i++) {
            gpus.getExperimentalBuilder().addVirtualDevicesBuilder();
        }
        gpus.getExperimentalBuilder().addVirtualDevicesBuilder().addMemoryLimitMb(mebibytes);
    }

    /**
     * Returns the pool that all sessions with this number of threads share. Without a name, all sessions would share
     * the pool of the first.
     */
    private static ThreadPoolOptionProto pool(int threads) {
        return ThreadPoolOptionProto.newBuilder()
                .setNumThreads(threads)
                .setGlobalName("pushforward-" + threads)
                .build();
    }
}
