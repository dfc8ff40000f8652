package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.backend.StandInCard;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.agreement.AgreementMatrix;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.checkpoint.Software;
import org.pushforward.zoo.family.RealNvp;

/** Engines times devices, with stand-ins for cards. */
class SeveralDevicesTest {
    private static final DeviceReport CPU = new DeviceReport(Device.cpu(), "");
    private static final DeviceReport CARD = new DeviceReport(Device.gpu(0), "");
    private static final DeviceReport NO_SECOND = new DeviceReport(Device.gpu(1), "there are 1 cards");

    private final List<BackendOptions> opened = new ArrayList<>();

    /** Backends on devices: ONNX Runtime where that is the processor, otherwise the interpreter. */
    private BackendSource source(Map<String, List<DeviceReport>> devices) {
        return new BackendSource() {
            @Override
            public Map<String, BackendDescription> descriptions() {
                Map<String, BackendDescription> descriptions = new TreeMap<>();
                devices.forEach((name, reports) ->
                        descriptions.put(name, new BackendDescription(name, name + " 1.0", reports, List.of())));
                return descriptions;
            }

            @Override
            public Map<String, String> missing() {
                return Map.of();
            }

            @Override
            public Backend open(String name, BackendOptions options) {
                opened.add(options);
                return options.device().equals(Device.cpu())
                        ? Backends.open(name, options)
                        : StandInCard.open(name, options);
            }
        };
    }

    private Report run(BackendSource source, String backend, String device) {
        Experiment experiment = Trials.small("devices")
                .compare("moons", new ToySettings(), Candidate.of(new RealNvp(2, 4), Trials.training(12)))
                .build();
        return new ExperimentRunner(source)
                .run(
                        experiment.withRun(experiment
                                .run()
                                .withBackend(backend)
                                .withDevice(device)
                                .withGpuMemory(512)),
                        new Cancellation(),
                        RunListener.silent());
    }

    @Test
    void everyBackendComputesOnEachDeviceThatItCanUse() {
        Report report =
                run(source(Map.of("onnx", List.of(CPU, CARD, NO_SECOND), "other", List.of(CARD))), "all", "all");

        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models).extracting(ModelResult::engine).containsExactly("onnx", "onnx gpu:0", "other gpu:0");
        assertThat(models).allSatisfy(model -> {
            assertThat(model.iterations()).isEqualTo(12);
            assertThat(model.training()).isPositive();
            assertThat(model.samplers()).hasSize(1);
        });
        assertThat(report.versions()).containsEntry("onnx", "onnx 1.0").containsEntry("other", "other 1.0");
        assertThat(opened)
                .allSatisfy(options -> assertThat(options.gpuMebibytes()).hasValue(512));

        AgreementMatrix matrix = new AgreementMatrix(report.agreements());
        assertThat(matrix.engines()).containsExactly("onnx", "onnx gpu:0", "other gpu:0");
        assertThat(report.agreements()).hasSize(3).allSatisfy(agreement -> assertThat(agreement.firstLosses())
                .isEqualTo(10));
        // The stand-ins are one interpreter in float64; from it, float32 differs by rounding, which ten steps let grow.
        assertThat(matrix.largest("other gpu:0", "onnx gpu:0", EngineAgreement::losses))
                .hasValue(0);
        assertThat(matrix.largest("onnx", "onnx gpu:0", EngineAgreement::losses).orElseThrow())
                .isPositive()
                .isLessThan(1e-3)
                .isEqualTo(matrix.largest("onnx gpu:0", "onnx", EngineAgreement::losses)
                        .orElseThrow());
    }

    @Test
    void amongAllDevicesOnlyCardsComputeInTf32() {
        Experiment experiment = Trials.small("precisions")
                .compare("moons", new ToySettings(), Candidate.of(new RealNvp(2, 4), Trials.training(2)))
                .build();
        RunSettings run = experiment.run().withDevice("all").withPrecision(Precision.TF32);
        BackendSource source = source(Map.of("onnx", List.of(CPU, CARD)));

        Report report =
                new ExperimentRunner(source).run(experiment.withRun(run), new Cancellation(), RunListener.silent());

        assertThat(report.comparisons().get(0).models())
                .extracting(ModelResult::engine)
                .containsExactly("onnx", "onnx gpu:0 tf32");
        assertThat(opened).extracting(BackendOptions::precision).containsExactly(Precision.FLOAT32, Precision.TF32);
        assertThat(report.settings()).contains("precision: tf32");
    }

    @Test
    void manifestsSayThePrecision() {
        BackendOptions options = new BackendOptions(Device.gpu(0), 1).withPrecision(Precision.TF32);
        try (Backend card = StandInCard.open("onnx", options)) {
            assertThat(Software.of(card).device()).isEqualTo("gpu:0 tf32");
        }
    }

    @Test
    void oneBackendOnAllDevicesIsComparedWithItself() {
        Report report = run(source(Map.of("onnx", List.of(CPU, CARD), "other", List.of(CARD))), "onnx", "all");

        assertThat(report.agreements()).singleElement().satisfies(agreement -> {
            assertThat(agreement.reference()).isEqualTo("onnx");
            assertThat(agreement.backend()).isEqualTo("onnx gpu:0");
        });
    }

    @Test
    void withoutADeviceItSaysWhatIsMissing() {
        assertThatThrownBy(() -> run(source(Map.of("other", List.of(NO_SECOND))), "all", "all"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("other on gpu:1: there are 1 cards");
    }

    @Test
    void theLargestDifferenceOfAPairIsOverAllModels() {
        AgreementMatrix matrix = new AgreementMatrix(List.of(
                new EngineAgreement("moons", "A", "onnx", "djl", 10, 1e-6, 0.1),
                new EngineAgreement("moons", "B", "onnx", "djl", 10, 3e-6, 0.05)));

        assertThat(matrix.hasSeveralPairs()).isFalse();
        assertThat(matrix.largest("djl", "onnx", EngineAgreement::losses)).hasValue(3e-6);
        assertThat(matrix.largest("djl", "onnx", EngineAgreement::scores)).hasValue(0.1);
        assertThat(matrix.largest("onnx", "onnx", EngineAgreement::losses)).isEmpty();
    }
}
