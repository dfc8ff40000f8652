package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.run.Cards;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.files.ArrayFile;
import org.pushforward.files.DataFile;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Trains a small flow on two columns of a file with ONNX Runtime, and runs every command on the run. */
class RunCommandsTest {
    private static final String[] SMALL = {
        "--set",
        "model.couplings=2",
        "--set",
        "model.hidden=8",
        "--set",
        "training.iterations=30",
        "--set",
        "training.batch=32",
        "--set",
        "training.validation.every=10",
        "--set",
        "checkpoints.every=10"
    };

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path run;

    private final CommandLine command = new CommandLine();

    private static void write(Path file, int rows) throws IOException {
        float[] values = RandomKey.of(5).normal(Shape.of(rows, 2)).toFloats();
        StringBuilder text = new StringBuilder("height,width\n");
        for (int i = 0; i < rows; i++) {
            text.append(100 + 10 * values[2 * i])
                    .append(',')
                    .append(values[2 * i + 1])
                    .append('\n');
        }
        Files.writeString(file, text);
    }

    private static Object[] with(Object... first) {
        List<Object> words = new ArrayList<>(List.of(first));
        words.addAll(List.of(SMALL));
        return words.toArray();
    }

    @BeforeAll
    static void train() throws IOException {
        data = folder.resolve("sizes.csv");
        write(data, 400);
        run = folder.resolve("run");
        CommandLine command = new CommandLine();
        assertThat(command.run(with("train", "--data", data, "--family", "real-nvp", "--out", run)))
                .as(command.err.toString())
                .isZero();
        assertThat(command.out.toString())
                .contains("completed after 30 iterations")
                .contains("test log p");
    }

    private int run(Object... arguments) {
        return command.run(arguments);
    }

    /** Two parts of the rows, of 1024 and 476. */
    @Test
    void cardsShareSamplesWithTheBitsOfOneCard() throws IOException {
        Cards cards = new Cards();
        CommandLine line = new CommandLine(cards);
        Path one = folder.resolve("one-card.npy");
        Path two = folder.resolve("two-cards.npy");
        Path all = folder.resolve("all-cards.npy");
        assertThat(line.run("sample", run, "-n", 1500, "--to", one, "--device", "gpu:1"))
                .as(line.err.toString())
                .isZero();
        assertThat(line.run("sample", run, "-n", 1500, "--to", two, "--device", "gpu:0,gpu:1"))
                .as(line.err.toString())
                .isZero();
        assertThat(line.run("sample", run, "-n", 1500, "--to", all, "--device", "gpu:all"))
                .isZero();
        assertThat(Files.readAllBytes(two)).isEqualTo(Files.readAllBytes(one));
        assertThat(Files.readAllBytes(all)).isEqualTo(Files.readAllBytes(one));
        assertThat(cards.opened())
                .containsExactly(Device.gpu(1), Device.gpu(0), Device.gpu(1), Device.gpu(0), Device.gpu(1));

        assertThat(line.run("sample", run, "--device", "cpu,gpu:0")).isEqualTo(2);
        assertThat(line.err.toString()).contains("devices cpu,gpu:0: expected devices of one kind");
        assertThat(line.run("sample", run, "--device", "gpu:0,gpu:2")).isEqualTo(2);
        assertThat(line.err.toString()).contains("device gpu:2 of backend onnx");
        assertThat(line.run("logprob", run, "--data", data, "--device", "gpu:0,gpu:1"))
                .isEqualTo(2);
        assertThat(line.err.toString()).contains("device 'gpu:0,gpu:1': expected cpu, gpu or gpu:N");
        line.interruption.cancellation().request();
        assertThat(line.run("sample", run, "-n", 1500, "--to", folder.resolve("none.npy"), "--device", "gpu:all"))
                .isEqualTo(130);
        assertThat(folder.resolve("none.npy")).doesNotExist();
    }

    /** The scale of a condition has no effect: with a power of two, not even on the last bit. */
    @Test
    void conditionsAreScaledLikeData() throws IOException {
        List<String> samples = new ArrayList<>();
        for (float unit : new float[] {1, 1024}) {
            float[] values = RandomKey.of(6).normal(Shape.of(300, 2)).toFloats();
            StringBuilder text = new StringBuilder("x,y,t\n");
            for (int i = 0; i < 300; i++) {
                float t = i % 7;
                text.append(values[2 * i] + t + "," + values[2 * i + 1] + "," + unit * t + "\n");
            }
            Path file = Files.writeString(folder.resolve("given-" + unit + ".csv"), text);
            Path place = folder.resolve("given-" + unit);
            assertThat(run(with(
                            "train",
                            "--data",
                            file,
                            "--family",
                            "real-nvp",
                            "--set",
                            "data.condition=[t]",
                            "--out",
                            place)))
                    .as(command.err.toString())
                    .isZero();
            Path drawn = folder.resolve("given-" + unit + "-samples.csv");
            assertThat(run("sample", place, "--given", file, "-n", "300", "--to", drawn))
                    .as(command.err.toString())
                    .isZero();
            samples.add(Files.readString(drawn));
        }
        assertThat(samples.get(1)).isEqualTo(samples.get(0));
    }

    /** A row of weight 2 counts like two rows, in every step, so the parameters have the same bits. */
    @Test
    void weightsCountLikeRepeatedRows() throws IOException {
        float[] values = RandomKey.of(6).normal(Shape.of(60, 2)).toFloats();
        StringBuilder once = new StringBuilder("x,y,w\n");
        StringBuilder repeated = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            String row = values[2 * i] + "," + values[2 * i + 1];
            once.append(row + "," + i % 3 + "\n");
            repeated.append((row + "\n").repeat(i % 3));
        }
        Files.writeString(folder.resolve("once.csv"), once);
        Files.writeString(folder.resolve("repeated.csv"), repeated);
        List<String> samples = new ArrayList<>();
        for (String name : List.of("once", "repeated")) {
            List<Object> words = new ArrayList<>(List.of(with(
                    "train",
                    "--data",
                    folder.resolve(name + ".csv"),
                    "--family",
                    "real-nvp",
                    "--out",
                    folder.resolve(name))));
            words.removeIf("training.validation.every=10"::equals);
            words.remove(words.lastIndexOf("--set"));
            words.addAll(List.of("--set", "data.split={kind: rows, validation: 0, test: 0}"));
            words.addAll(List.of("--set", "training={iterations: 30, batch: 32}"));
            words.addAll(name.equals("once") ? List.of("--set", "data.weights=w") : List.of());
            assertThat(run(words.toArray())).as(command.err.toString()).isZero();
            Path drawn = folder.resolve(name + "-samples.csv");
            assertThat(run("sample", folder.resolve(name), "-n", "100", "--to", drawn))
                    .isZero();
            samples.add(Files.readString(drawn));
        }
        assertThat(samples.get(1)).isEqualTo(samples.get(0));
    }

    @Test
    void aModelIsTrainedOnOneDevice() {
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--device", "all"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("device 'all'").contains("one device to train on");
    }

    @Test
    void describesARunInItsFolder() throws IOException {
        TrainedRun opened = TrainedRun.open(run);
        assertThat(opened.manifest().coordinates()).containsExactly("height", "width");
        assertThat(opened.manifest().command()).contains("--family", "real-nvp");
        assertThat(opened.manifest().software().threads()).isPositive();
        assertThat(opened.manifest().dataSha256()).isPresent();
        assertThat(opened.settings().toYaml()).contains("iterations: 30").contains(data.toString());
        assertThat(opened.iteration()).hasValue(30);
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(33)
                .last()
                .asString()
                .contains("\"iteration\":30")
                .contains("validation");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("RealNVP on sizes.csv")
                .contains("flow on held-out rows")
                .contains("Reconstructions")
                .contains("Density")
                .contains("pushforward rerun");
    }

    @Test
    void drawsSamplesInDataUnitsThatDoNotDependOnTheirNumber() {
        Path few = folder.resolve("few.npy");
        Path many = folder.resolve("many.csv");
        assertThat(run("sample", run, "-n", 5, "--to", few)).isZero();
        assertThat(run("sample", run, "-n", 70, "--to", many)).isZero();
        HostArray first = DataFile.at(few).read().numbers("x");
        HostArray heights = DataFile.at(many).read().numbers("height");
        assertThat(heights.shape().dim(0)).isEqualTo(70);
        for (int i = 0; i < 5; i++) {
            // The batches differ, so the samples agree only within rounding errors.
            assertThat(first.get(2 * i)).isCloseTo(heights.get(i), within(1e-3));
            assertThat(heights.get(i)).isBetween(40.0, 160.0);
        }
        assertThat(run("sample", run, "-n", 3)).isZero();
        assertThat(command.out.toString().lines()).hasSize(4).first().isEqualTo("height,width");
        assertThat(run("sample", run, "-n", 20, "--to", folder.resolve("s.png")))
                .isZero();
        assertThat(folder.resolve("s.png")).isNotEmptyFile();
    }

    @Test
    void computesDensitiesCodesAndReconstructions() {
        Path densities = folder.resolve("densities.npy");
        assertThat(run("logprob", run, "--data", data, "--to", densities)).isZero();
        HostArray logProb = DataFile.at(densities).read().numbers("x");
        assertThat(logProb.shape()).isEqualTo(Shape.of(400));
        // In the data's units: a normal distribution of standard deviations 10 and 1 has -log(2 pi 10) - 1 on average.
        double mean = DoubleStream.of(logProb.toDoubles()).average().orElseThrow();
        assertThat(mean).isBetween(-6.5, -4.8);
        Path again = folder.resolve("again.csv");
        assertThat(run("reconstruct", run, "--data", data, "--to", again)).isZero();
        assertThat(DataFile.at(again).read().numbers("height").get(7))
                .isCloseTo(DataFile.at(data).read().numbers("height").get(7), within(1e-2));
        assertThat(run("encode", run, "--data", data)).isZero();
        assertThat(command.out.toString().lines()).hasSize(401);
        assertThat(run("evaluate", run, "--data", data, "--json")).isZero();
        assertThat(command.out.toString()).contains("\"rows\" : 400").contains("\"logLikelihoodError\" : 0.");
    }

    @Test
    void namesMissingColumns() throws IOException {
        Path other = folder.resolve("other.csv");
        Files.writeString(other, "height,depth\n1,2\n");
        assertThat(run("logprob", run, "--data", other)).isEqualTo(2);
        assertThat(command.err.toString()).contains("width");
    }

    @Test
    void listsComparesAndDiffsRuns() throws IOException {
        Path second = folder.resolve("second");
        assertThat(run("rerun", run, "--out", second))
                .as(command.err.toString())
                .isZero();
        assertThat(command.out.toString()).contains("bit-identical to " + run);
        assertThat(run("diff", run, second)).isZero();
        assertThat(run("compare", run, second)).isZero();
        assertThat(command.out.toString()).contains("real-nvp");
        Path third = folder.resolve("third");
        assertThat(run(with(
                        "train",
                        "--data",
                        data,
                        "--family",
                        "real-nvp",
                        "--out",
                        third,
                        "--seed",
                        4,
                        "--quiet",
                        "--json")))
                .isZero();
        assertThat(run("diff", run, third)).isOne();
        assertThat(command.out.toString()).contains("run.seed: 0 | 4").contains("arrays differ");
        assertThat(run("runs", folder, "--json")).isZero();
        assertThat(command.out.toString()).contains("\"ending\" : \"completed\"");
        Path newer = Files.createDirectories(folder.resolve("newer"));
        Files.copy(run.resolve("settings.yaml"), newer.resolve("settings.yaml"));
        Files.writeString(
                newer.resolve("run.json"),
                Files.readString(run.resolve("run.json")).replace("\"format\": 1", "\"format\": 9"));
        assertThat(run("runs", folder)).isZero();
        assertThat(command.err.toString()).contains("version 9 of the format of a run");
    }

    @Test
    void showsAndExportsParameters() {
        assertThat(run("params", "show", run)).isZero();
        assertThat(command.out.toString()).contains("coupling.0").contains("numbers");
        Path file = folder.resolve("p.npz");
        assertThat(run("params", "export", run, "--to", file)).isZero();
        assertThat(DataFile.at(file)).isNotNull();
        assertThat(run("params", "export", run, "--to", folder.resolve("p.safetensors")))
                .isZero();
        assertThat(run("params", "export", run, "--to", folder.resolve("p.txt")))
                .isEqualTo(2);
    }

    @Test
    void savesTheModelWithoutTheStateOfTraining() {
        Path to = folder.resolve("saved");
        assertThat(run("params", "save", run, "--to", to)).isZero();
        ModelCheckpoint checkpoint = ModelCheckpoint.load(TrainedRun.open(run).checkpoint(false));
        ModelCheckpoint saved = ModelCheckpoint.load(to);
        assertThat(saved.tensors().keySet())
                .isEqualTo(checkpoint.tensors().keySet().stream()
                        .filter(name -> !name.startsWith(ModelCheckpoint.TRAINING))
                        .collect(Collectors.toSet()));
        saved.tensors().forEach((name, value) -> assertThat(value)
                .isEqualTo(checkpoint.tensors().get(name)));
        assertThat(saved.training()).isEmpty();
        assertThat(saved.blueprint()).isEqualTo(checkpoint.blueprint());
        assertThat(saved.software()).isEqualTo(checkpoint.software());
    }

    private String errorOf(Object... arguments) {
        CommandLine fresh = new CommandLine();
        assertThat(fresh.run(arguments)).isNotZero();
        return fresh.err.toString();
    }

    @Test
    void parametersAreImportedAsANewCheckpoint() {
        Path own = folder.resolve("imported");
        assertThat(run(with("train", "--data", data, "--family", "real-nvp", "--out", own, "--quiet")))
                .isZero();
        Path file = folder.resolve("changed.npz");
        assertThat(run("params", "export", own, "--to", file)).isZero();
        Map<String, HostArray> changed = new LinkedHashMap<>(ArrayFile.read(file));
        String bias = changed.keySet().stream()
                .filter(name -> name.endsWith("bias"))
                .findFirst()
                .orElseThrow();
        HostArray before = changed.get(bias);
        float[] shifted = before.toFloats();
        shifted[0] += 1;
        changed.put(bias, HostArray.wrap(before.shape(), shifted));
        ArrayFile.write(file, changed);

        assertThat(run("params", "import", own, "--from", file))
                .as(command.err.toString())
                .isZero();

        assertThat(command.out.toString()).contains("step-000000031");
        assertThat(TrainedRun.open(own).iteration()).hasValue(31);
        Path again = folder.resolve("again.safetensors");
        assertThat(run("params", "export", own, "--to", again)).isZero();
        assertThat(SafeTensors.read(again).tensors().get(bias).toFloats()).containsExactly(shifted);
        assertThat(run("sample", own, "-n", 3)).isZero();
        assertThat(errorOf("resume", own)).contains("step 31, because no training led to it");
        assertThat(run("params", "import", own, "--from", again)).isZero();
        assertThat(TrainedRun.open(own).iteration()).hasValue(32);
    }

    @Test
    void parametersOfAnotherModelAreNotImported() {
        Path file = folder.resolve("right.npz");
        assertThat(run("params", "export", run, "--to", file)).isZero();
        Map<String, HostArray> right = ArrayFile.read(file);
        String name = right.keySet().iterator().next();
        Path wrong = folder.resolve("wrong.npz");

        Map<String, HostArray> lacking = new LinkedHashMap<>(right);
        lacking.remove(name);
        ArrayFile.write(wrong, lacking);
        assertThat(errorOf("params", "import", run, "--from", wrong)).contains("lacks '" + name + "'");
        lacking.put(name + "s", right.get(name));
        ArrayFile.write(wrong, lacking);
        assertThat(errorOf("params", "import", run, "--from", wrong))
                .contains("'" + name + "s'", "it has '" + name + "'");
        Map<String, HostArray> other = new LinkedHashMap<>(right);
        other.put(name, HostArray.of(Shape.of(1), 1f));
        ArrayFile.write(wrong, other);
        assertThat(errorOf("params", "import", run, "--from", wrong)).contains("'" + name + "' of type", "expected");
        float[] numbers = right.get(name).toFloats();
        numbers[0] = Float.NaN;
        other.put(name, HostArray.wrap(right.get(name).shape(), numbers));
        ArrayFile.write(wrong, other);
        assertThat(errorOf("params", "import", run, "--from", wrong)).contains("'" + name + "' contains NaN");
        assertThat(errorOf("params", "import", run, "--from", data)).contains(".npz or .safetensors");
        assertThat(TrainedRun.open(run).iteration()).hasValue(30);
    }

    @Test
    void describesData() {
        assertThat(run("data", "describe", data)).isZero();
        assertThat(command.out.toString())
                .contains("400 rows")
                .contains("height")
                .contains("width");
        assertThat(run("data", "describe", folder.resolve("no.csv"))).isEqualTo(2);
    }

    @Test
    void neverOverwritesExistingFiles() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("notes.txt"), "mine");
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--out", mine))
                .isEqualTo(2);
        assertThat(mine.resolve("notes.txt")).hasContent("mine");
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--out", run))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("'pushforward resume " + run + "' resumes it");
        assertThat(run("sample", mine)).isEqualTo(2);
        assertThat(command.err.toString()).contains("is not the folder of a run");
    }

    @Test
    void namesTheSettingOfAMistake() {
        assertThat(run("train", "--data", data, "--family", "real-nvq")).isEqualTo(2);
        assertThat(command.err.toString()).contains("did you mean 'real-nvp'");
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--set", "training.bach=3"))
                .isEqualTo(2);
        assertThat(command.err.toString())
                .contains("--set training.bach: unknown key 'bach'")
                .contains("batch");
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--set", "training.batch=0"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("--set training.batch: batch = 0");
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--set", "data.columns=[depth]"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("no column 'depth'");
        assertThat(run("train", "--data", data)).isEqualTo(2);
        assertThat(run("train", "--data", data, "--family", "real-nvp", "--set", "nothing"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("expected PATH=VALUE");
    }

    @Test
    void trainsNothingInADryRun() {
        Path place = folder.resolve("dry");
        assertThat(run(with(
                        "train",
                        "--data",
                        data,
                        "--family",
                        "real-nvp",
                        "--out",
                        place,
                        "--dry-run",
                        "--gpu-memory",
                        512)))
                .isZero();
        assertThat(command.out.toString())
                .contains("family: real-nvp")
                .contains("gpu-memory: 512")
                .contains("parameters")
                .contains("320 rows for training");
        assertThat(place).doesNotExist();
    }

    @Test
    void resumesBitIdenticallyAfterAStop() throws IOException {
        Path place = folder.resolve("stopped");
        command.interruption.cancellation().request();
        assertThat(run(with("train", "--data", data, "--family", "real-nvp", "--out", place)))
                .isEqualTo(130);
        assertThat(command.err.toString()).contains("to continue: pushforward resume " + place);
        CommandLine later = new CommandLine();
        assertThat(later.run("resume", place)).as(later.err.toString()).isZero();
        assertThat(run("diff", run, place)).as(command.out.toString()).isZero();

        Path other = folder.resolve("changed.csv");
        Files.copy(data, other);
        Path changed = folder.resolve("changed");
        assertThat(new CommandLine().run(with("train", "--data", other, "--family", "real-nvp", "--out", changed)))
                .isZero();
        Files.writeString(other, "height,width\n1,2\n3,4\n");
        CommandLine last = new CommandLine();
        assertThat(last.run("resume", changed, "--iterations", 40)).isEqualTo(2);
        assertThat(last.err.toString()).isNotEmpty();
    }

    @Test
    void refusesToTrainWithoutDiskSpace() {
        Path place = folder.resolve("huge");
        assertThat(run(
                        "train",
                        "--data",
                        data,
                        "--family",
                        "real-nvp",
                        "--out",
                        place,
                        "--set",
                        "checkpoints.keep=100000000"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("MB left").contains("checkpoints.keep");
        assertThat(place).doesNotExist();
    }

    @Test
    void generatesShellCompletion() {
        assertThat(run("generate-completion")).isZero();
        assertThat(command.out.toString()).contains("reconstruct").contains("logprob");
    }

    /** Somebody may name the data themselves as the output. */
    @Test
    void noOutputReplacesAFileUnlessForced() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.csv"), "height,width\n1,2\n");
        Path arrays = Files.writeString(folder.resolve("mine.npz"), "mine");
        Path array = Files.writeString(folder.resolve("mine.npy"), "mine");
        Path models = Files.createDirectory(folder.resolve("models"));
        List<Object[]> commands = List.of(
                new Object[] {"sample", run, "-n", "3", "--to", mine},
                new Object[] {"logprob", run, "--data", data, "--to", mine},
                new Object[] {"encode", run, "--data", data, "--to", mine},
                new Object[] {"reconstruct", run, "--data", data, "--to", mine},
                new Object[] {"params", "export", run, "--to", arrays},
                new Object[] {"params", "save", run, "--to", models},
                new Object[] {"data", "convert", data, "--to", array});
        for (Object[] words : commands) {
            assertThat(run(words)).as(List.of(words).toString()).isEqualTo(2);
        }
        assertThat(command.err.toString().lines())
                .hasSize(commands.size())
                .allMatch(line -> line.endsWith("--force replaces it"));
        assertThat(mine).hasContent("height,width\n1,2");
        assertThat(run("sample", run, "-n", "3", "--to", mine, "--force")).isZero();
        assertThat(Files.readAllLines(mine)).hasSize(4);
    }

    @Test
    void anUnknownFolderOfRunsIsNamed() {
        assertThat(run("runs", folder.resolve("absent"))).isEqualTo(2);
        assertThat(command.err.toString()).contains("no folder " + folder.resolve("absent"));
        assertThat(run("compare", run, folder.resolve("absent"))).isEqualTo(2);
        assertThat(command.err.toString()).contains(folder.resolve("absent") + " does not exist");
    }

    @Test
    void aDryRunIsJsonIfAsked() {
        assertThat(run(with("train", "--data", data, "--family", "real-nvp", "--dry-run", "--json")))
                .isZero();
        assertThat(command.out.toString())
                .startsWith("{")
                .contains("\"parameters\" : ")
                .contains("\"bytes\" : ")
                .contains("\"trainingSeconds\" : ");
    }

    @Test
    void conditionsThatAFamilyIgnoresAreRefused() {
        Path place = folder.resolve("ignored");
        assertThat(run("train", "--data", data, "--family", "vae", "--set", "data.condition=[width]", "--out", place))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("would ignore 'width'").contains("real-nvp");
        assertThat(place).doesNotExist();
    }

    @Test
    void aFailedTrainingKeepsTheLastGoodParameters() {
        Path place = folder.resolve("wild");
        assertThat(run(with(
                        "train",
                        "--data",
                        data,
                        "--family",
                        "real-nvp",
                        "--set",
                        "training.learning-rate=1e10",
                        "--out",
                        place)))
                .isEqualTo(1);
        assertThat(command.err.toString()).contains("the parameters after iteration 1 are kept");
        assertThat(place.resolve("checkpoints/step-000000001")).isDirectory();
        assertThat(place.resolve("report.html")).isRegularFile();
    }
}
