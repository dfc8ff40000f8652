package org.pushforward.benchmark.model;

import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.flow.RealNvp;

/**
 * The flow {@link RealNvp}.
 *
 * @param couplings the number of couplings, 2 or more
 * @param hidden the width of the two hidden layers of each conditioner
 */
@Kind("real-nvp")
public record RealNvpSettings(int couplings, int hidden) implements ModelSettings {
    /** Refuses values out of range. */
    public RealNvpSettings {
        SettingException.atLeast(2, "couplings", couplings);
        SettingException.atLeast(1, "hidden", hidden);
    }

    /** Returns eight couplings of width 64. */
    public static RealNvpSettings defaults() {
        return new RealNvpSettings(8, 64);
    }

    @Override
    public String title() {
        return "RealNVP";
    }

    @Override
    public Contender build(Target target) {
        NormalizingFlow flow = new RealNvp(target.domain().dimension(), couplings, hidden).build();
        return Contender.sampled("inverse", flow).withLogDensity(flow::logProb);
    }
}
