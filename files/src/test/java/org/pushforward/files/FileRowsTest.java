package org.pushforward.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class FileRowsTest {
    private static final Split NONE = new Split.ByRow(0, 0, 0);

    @TempDir
    Path folder;

    private static Rows recorded(FileRows rows) {
        return ((Dataset) rows.training()).rows();
    }

    private DataFile file(String text) throws IOException {
        return DataFile.at(Files.writeString(folder.resolve("a.csv"), text));
    }

    @Test
    void selectsColumnsConditionsAndClasses() throws IOException {
        DataFile file = file("a,b,t,kind,note\n1,2,3,0,x\n4,5,6,1,y\n");
        Selection selection =
                new Selection(List.of("b", "a"), List.of("t"), List.of("kind"), Optional.empty(), Missing.REFUSE);
        FileRows rows = FileRows.of(file, selection, NONE);
        assertThat(recorded(rows).x()).isEqualTo(HostArray.of(Shape.of(2, 2), 2f, 1, 5, 4));
        assertThat(recorded(rows).get("t").toFloats()).containsExactly(3, 6);
        assertThat(recorded(rows).get("kind").dtype()).isEqualTo(DType.I64);
        assertThat(FileRows.of(file, Selection.all().given("t"), NONE).names()).containsExactly("a", "b", "kind");
    }

    @Test
    void refusesInvalidSelections() throws IOException {
        DataFile file = file("a,b\n1,0.5\n2,7e300\n");
        assertThatThrownBy(() -> FileRows.of(file, Selection.of("c"), NONE)).hasMessageContaining("no column 'c'");
        assertThatThrownBy(() -> FileRows.of(file, Selection.of("b"), NONE))
                .hasMessageContaining("'b' is 7.0E300 in row 1");
        Selection classes = new Selection(List.of("a"), List.of(), List.of("b"), Optional.empty(), Missing.REFUSE);
        assertThatThrownBy(() -> FileRows.of(file, classes, NONE)).hasMessageContaining("class 'b' is 0.5 in row 0");
        assertThatThrownBy(() -> Selection.of("a", "a")).hasMessageContaining("each column once");
    }

    @Test
    void splitsByRowAndByBlock() throws IOException {
        String text = IntStream.range(0, 1000).mapToObj(String::valueOf).collect(Collectors.joining("\n", "a\n", "\n"));
        Table table = file(text).read();
        Split.Parts parts = new Split.ByRow(0.1, 0.2, 3).divide(table);
        assertThat(parts.validation()).hasSize(100);
        assertThat(parts.test()).hasSize(200);
        assertThat(all(parts)).containsExactly(IntStream.range(0, 1000).toArray());

        Split.Parts blocks = new Split.ByBlock(30, 0.1, 0, 3).divide(table);
        assertThat(all(blocks)).containsExactly(IntStream.range(0, 1000).toArray());
        assertThat(IntStream.of(blocks.validation()).map(row -> row / 30).distinct())
                .hasSize(3);
        assertThat(new Split.ByRow(0.1, 0.2, 3).divide(table).test()).containsExactly(parts.test());
    }

    private static int[] all(Split.Parts parts) {
        return IntStream.concat(
                        IntStream.of(parts.training()),
                        IntStream.concat(IntStream.of(parts.validation()), IntStream.of(parts.test())))
                .sorted()
                .toArray();
    }

    @Test
    void splitsByColumn() throws IOException {
        DataFile file = file("a,part\n1,train\n2,test\n3,val\n4,training\n");
        FileRows rows = FileRows.of(file, Selection.all(), new Split.ByColumn("part"));
        assertThat(recorded(rows).x().toFloats()).containsExactly(1, 4);
        assertThat(rows.validation().x().toFloats()).containsExactly(3);
        assertThat(rows.test().x().toFloats()).containsExactly(2);
        DataFile wrong = file("a,part\n1,train\n2,other\n");
        assertThatThrownBy(() -> FileRows.of(wrong, Selection.all(), new Split.ByColumn("part")))
                .hasMessageContaining("is 'other' in row 1");
    }

    @Test
    void handlesMissingNumbersByTheRule() throws IOException {
        DataFile file = file("a,part\n1,train\n,train\n4,train\n4,train\n,test\n1000,test\n");
        Split split = new Split.ByColumn("part");
        assertThatThrownBy(() -> FileRows.of(file, Selection.all(), split))
                .hasMessageContaining("has missing numbers in 2 of 6 rows: a has 2 (first in row 1)");
        FileRows dropped = FileRows.of(file, Selection.all().where(Missing.DROP), split);
        assertThat(dropped.training().size()).isEqualTo(3);
        assertThat(dropped.dropped()).isEqualTo(2);
        FileRows mean = FileRows.of(file, Selection.all().where(Missing.MEAN), split);
        assertThat(recorded(mean).x().toFloats()).containsExactly(1, 3, 4, 4);
        assertThat(mean.test().x().toFloats()).containsExactly(3, 1000);
        FileRows median = FileRows.of(file, Selection.all().where(Missing.MEDIAN), split);
        assertThat(median.test().x().get(0)).isEqualTo(4);
    }

    /** With a weight of 2, a row is drawn as if it were in the file twice. */
    @Test
    void drawsRowsByWeight() throws IOException {
        DataFile weighted = file("a,w\n1,1\n2,2\n3,0\n4,3\n");
        FileRows rows = FileRows.of(weighted, Selection.all().weightedBy("w"), NONE);
        DataFile repeated = file("a\n1\n2\n2\n4\n4\n4\n");
        RandomKey key = RandomKey.of(5);
        assertThat(rows.names()).containsExactly("a");
        assertThat(rows.training().draw(key, 100))
                .isEqualTo(
                        FileRows.of(repeated, Selection.all(), NONE).training().draw(key, 100));
    }

    @Test
    void heldOutRowsOccurAsOftenAsTheirWeightsSay() throws IOException {
        DataFile file = file("a,w,part\n0,1,train\n1,1,test\n2,3,test\n3,0,test\n4,1,val\n5,1,val\n6,0,test\n");
        FileRows rows = FileRows.of(file, Selection.all().weightedBy("w"), new Split.ByColumn("part"));
        assertThat(rows.test().x().toFloats()).containsExactly(1, 2, 2, 2);
        assertThat(rows.validation().x().toFloats()).containsExactly(4, 5);
    }

    @Test
    void refusesInvalidWeights() throws IOException {
        Selection selection = Selection.all().weightedBy("w");
        assertThatThrownBy(() -> FileRows.of(file("a,w\n1,1\n2,-1\n"), selection, NONE))
                .hasMessageContaining("the weight 'w' is -1.0 in row 1");
        assertThatThrownBy(() -> FileRows.of(file("a,w\n1,0\n2,0\n"), selection, NONE))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("the sum of the weights is 0.0");
        assertThatThrownBy(() -> FileRows.of(file("a,w\n1,\n"), selection, NONE))
                .hasMessageContaining("is NaN in row 0");
        assertThatThrownBy(() -> Selection.of("w").weightedBy("w")).hasMessageContaining("each column once");
    }

    @Test
    void findsProblemsForTraining() throws IOException {
        float[] noise = RandomKey.of(1).normal(Shape.of(4000)).toFloats();
        StringBuilder text = new StringBuilder("fine,constant,outlier,time,large,small\n");
        for (int i = 0; i < 1000; i++) {
            text.append(noise[i])
                    .append(",7,")
                    .append(i == 3 ? 1e6 : noise[1000 + i])
                    .append(',');
            text.append(1.7e9 + i % 100)
                    .append(',')
                    .append(1e7 * noise[2000 + i])
                    .append(',')
                    .append(1e-7 * noise[3000 + i]);
            text.append('\n');
        }
        List<String> warnings = Findings.of(FileRows.of(file(text.toString()), Selection.all(), NONE))
                .warnings();
        assertThat(warnings).hasSize(5);
        assertThat(warnings.get(0)).contains("'constant' is 7.000 in every row");
        assertThat(warnings.get(1)).contains("'outlier' has outliers up to 1.000e+06");
        assertThat(warnings)
                .anySatisfy(each -> assertThat(each).contains("'time'").contains("float32 keeps few digits"));
        assertThat(warnings)
                .anySatisfy(each -> assertThat(each).contains("'large'").contains("use 'standardize'"));
        assertThat(warnings)
                .anySatisfy(each -> assertThat(each).contains("'small'").contains("use 'standardize'"));
        assertThat(warnings).noneSatisfy(each -> assertThat(each).contains("'fine'"));
    }

    @Test
    void countsConstantElementsOfPictures() throws IOException {
        float[] values = RandomKey.of(1).normal(Shape.of(40, 1, 2, 2)).toFloats();
        for (int i = 0; i < values.length; i += 4) {
            values[i] = 0;
        }
        Path file = folder.resolve("a.npy");
        SampleFile.write(file, HostArray.wrap(Shape.of(40, 1, 2, 2), values), List.of());
        assertThat(Findings.of(FileRows.of(DataFile.at(file), Selection.all(), NONE))
                        .text())
                .isEqualTo(
                        "1 of 4 elements are the same in every row: a density is unbounded there; use 'dequantize' first");
    }

    @Test
    void findsRepeatedRows() throws IOException {
        DataFile file = file("a\n" + "1\n2\n3\n".repeat(100));
        assertThat(Findings.of(FileRows.of(file, Selection.all(), NONE)).text()).contains("99 % of the rows repeat");
    }

    @Test
    void readsBackWrittenSamples() {
        HostArray values = RandomKey.of(2).normal(Shape.of(1000, 3));
        for (String name : List.of("s.npy", "s.csv")) {
            Path file = folder.resolve(name);
            try (SampleFile out = SampleFile.begin(file, 1000, List.of("a", "b,c", "d"))) {
                out.write(values.rows(0, 400));
                assertThat(file).doesNotExist();
                out.write(values.rows(400, 1000));
            }
            FileRows rows = FileRows.of(DataFile.at(file), Selection.all(), NONE);
            assertThat(recorded(rows).x()).isEqualTo(values);
        }
        assertThat(folder.resolve("s.csv")).content().startsWith("a,\"b,c\",d\n");
        assertThatThrownBy(() -> SampleFile.begin(folder.resolve("s.png"), 1, List.of()))
                .hasMessageContaining("ends with .npy");
    }

    @Test
    void deletesUnfinishedSamples() {
        Path file = folder.resolve("s.npy");
        SampleFile out = SampleFile.begin(file, 10, List.of());
        out.write(RandomKey.of(2).normal(Shape.of(4, 3)));
        out.close();
        assertThat(folder).isEmptyDirectory();
    }
}
