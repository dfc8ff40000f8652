package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit leaves nothing out. */
class ConformanceCasesTest {
    @Test
    void namesAreUnique() {
        List<String> names = Stream.concat(OperationCases.all().stream(), GradientCases.all().stream())
                .map(ConformanceCase::name)
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }
}
