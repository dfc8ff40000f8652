package org.pushforward.backend.onnx;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.junit.ConformanceSuite;

/** Checks the values of the replacements for wrong CUDA kernels. */
class CudaStandInConformanceTest extends ConformanceSuite {
    @Override
    protected String backend() {
        return CudaStandInProvider.NAME;
    }

    @Override
    protected Set<Section> sections() {
        return EnumSet.of(Section.VALUES);
    }
}
