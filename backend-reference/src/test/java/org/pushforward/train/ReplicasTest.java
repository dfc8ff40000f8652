package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.WatchedEngine;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Samples that several backends draw together. */
class ReplicasTest {
    private static final RandomKey KEY = RandomKey.of(3);
    private static final Cancellation NEVER = new Cancellation();

    /** Two full parts, of 8192 and 1024 rows, and a third one that is padded. */
    private static final int COUNT = 9700;

    private final WatchedEngine first = WatchedEngine.of();
    private final WatchedEngine second = WatchedEngine.of();
    private final Backend one = first.open();
    private final Backend other = second.open();

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static Trained<NormalModel> on(Backend backend, NormalModel model) {
        HostArray data = HostArray.of(Shape.of(2, 2), 100f, 0f, 140f, 0.02f);
        return Trained.of(backend, model, NormalModel.values(0.5f, -1, -0.4))
                .behind(Preprocessing.standardize().fit(data));
    }

    @Test
    void rowsDependOnTheirKeysAndNotOnTheDevice() {
        Rows shifts = Rows.of("shift", KEY.fold("shifts").normal(Shape.of(COUNT, 2)));
        HostArray plain = on(one, new NormalModel()).sample(KEY, COUNT);
        HostArray given = on(one, NormalModel.shifted()).sample(KEY, COUNT, shifts);

        Replicas<NormalModel> both = Replicas.of(List.of(on(one, new NormalModel()), on(other, new NormalModel())));
        Replicas<NormalModel> shifted =
                Replicas.of(List.of(on(one, NormalModel.shifted()), on(other, NormalModel.shifted())));
        assertThat(on(one, new NormalModel()).loop().parts(COUNT)).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(both.sample(KEY, COUNT, Rows.none(), NEVER)).isEqualTo(plain);
            assertThat(shifted.sample(KEY, COUNT, shifts, NEVER)).isEqualTo(given);
        }
        assertThat(Replicas.of(List.of(on(other, new NormalModel()))).sample(KEY, COUNT, Rows.none(), NEVER))
                .isEqualTo(plain);
    }

    /** The programs of the first parts meet, so that both backends compile one. */
    @Test
    void bothBackendsDrawAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Backend[] waiting = new Backend[2];
        for (int i = 0; i < 2; i++) {
            waiting[i] = WatchedEngine.refusing(graph -> {
                        try {
                            barrier.await(30, TimeUnit.SECONDS);
                            return false;
                        } catch (Exception e) {
                            return true;
                        }
                    })
                    .open();
        }
        try {
            Replicas<NormalModel> both =
                    Replicas.of(List.of(on(waiting[0], new NormalModel()), on(waiting[1], new NormalModel())));
            assertThat(both.sample(KEY, 1500, Rows.none(), NEVER))
                    .isEqualTo(on(one, new NormalModel()).sample(KEY, 1500));
        } finally {
            waiting[0].close();
            waiting[1].close();
        }
    }

    @Test
    void aDeviceThatFailsIsNamed() {
        try (Backend broken = WatchedEngine.refusing(graph -> true).open()) {
            Trained<NormalModel> model = on(broken, new NormalModel());
            for (List<Trained<NormalModel>> replicas : List.of(List.of(model), List.of(model, model))) {
                assertThatThrownBy(() -> Replicas.of(replicas).sample(KEY, COUNT, Rows.none(), NEVER))
                        .isInstanceOf(BackendException.class)
                        .hasMessage("watched on cpu: this graph is refused");
            }
        }
    }

    @Test
    void badInputIsRefusedAndAStopIsHonored() {
        Replicas<NormalModel> both =
                Replicas.of(List.of(on(one, NormalModel.shifted()), on(other, NormalModel.shifted())));
        Rows few = Rows.of("shift", HostArray.zeros(TensorType.f32(3, 2)));
        assertThatThrownBy(() -> both.sample(KEY, COUNT, few, NEVER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> both.sample(KEY, 0, few, NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count = 0");
        assertThatThrownBy(() -> Replicas.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        Cancellation stop = new Cancellation();
        stop.request();
        Rows shifts = Rows.of("shift", KEY.normal(Shape.of(COUNT, 2)));
        assertThatThrownBy(() -> both.sample(KEY, COUNT, shifts, stop)).isInstanceOf(CancellationException.class);
    }
}
