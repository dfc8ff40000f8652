package org.pushforward.backend.onnx;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.junit.ConformanceSuite;

/** Checks programs whose states stay on a device: their life cycle, states, determinism, memory and training. */
@Tag("acceptance")
class DeviceStandInConformanceTest extends ConformanceSuite {
    @Override
    protected String backend() {
        return DeviceStandInProvider.NAME;
    }

    @Override
    protected Set<Section> sections() {
        return EnumSet.of(Section.LIFECYCLE, Section.TRAINING);
    }
}
