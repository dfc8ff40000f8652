package org.pushforward.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class StreamedRowsTest {
    private static final RandomKey KEY = RandomKey.of(8);

    @TempDir
    Path folder;

    private final HostArray values = RandomKey.of(2).normal(Shape.of(1000, 3));
    private DataFile large;

    @BeforeEach
    void write() {
        Path file = folder.resolve("a.npy");
        SampleFile.write(file, values, List.of());
        large = DataFile.at(file).within(1000);
    }

    @Test
    void drawsTheSameRowsAsFromMemory() {
        Split split = new Split.ByRow(0.1, 0.2, 3);
        FileRows streamed = FileRows.of(large, Selection.all(), split);
        FileRows kept = FileRows.of(large.within(1 << 20), Selection.all(), split);
        assertThat(kept.training()).isInstanceOf(Dataset.class);
        assertThat(streamed.training()).isNotInstanceOf(Dataset.class);
        assertThat(streamed.training().size()).isEqualTo(700);
        assertThat(streamed.training().draw(KEY, 500)).isEqualTo(kept.training().draw(KEY, 500));
        assertThat(streamed.validation()).isEqualTo(kept.validation());
        assertThat(streamed.test()).isEqualTo(kept.test());
    }

    @Test
    void includesAShortLastRun() {
        Split split = new Split.ByBlock(300, 0.25, 0, 1);
        FileRows streamed = FileRows.of(large, Selection.all(), split);
        FileRows kept = FileRows.of(large.within(1 << 20), Selection.all(), split);
        assertThat(streamed.training().draw(KEY, 500)).isEqualTo(kept.training().draw(KEY, 500));
    }

    @Test
    void selectsColumnsOfAMatrix() throws IOException {
        HostArray wholes = HostArray.of(Shape.of(4, 3), 1f, 2, 0, 4, 5, 1, 7, 8, 0, 10, 11, 1);
        Path file = folder.resolve("b.npy");
        SampleFile.write(file, wholes, List.of());
        Selection selection =
                new Selection(List.of("c2"), List.of("c1"), List.of("c3"), Optional.empty(), Missing.REFUSE);
        Split all = new Split.ByRow(0, 0, 0);
        Rows drawn = FileRows.of(DataFile.at(file).within(10), selection, all)
                .training()
                .draw(KEY, 9);
        assertThat(drawn)
                .isEqualTo(FileRows.of(DataFile.at(file), selection, all)
                        .training()
                        .draw(KEY, 9));
        assertThat(drawn.get("c3").dtype()).isEqualTo(DType.I64);
        assertThatThrownBy(() -> FileRows.of(large, Selection.of("c4"), all)).hasMessageContaining("c1 to c3");
    }

    @Test
    void namesARowThatIsNotFinite() {
        HostArray bad = HostArray.of(Shape.of(2, 1), 1f, Float.NaN);
        Path file = folder.resolve("b.npy");
        SampleFile.write(file, bad, List.of());
        FileRows rows = FileRows.of(DataFile.at(file).within(10), Selection.all(), new Split.ByRow(0, 0, 0));
        assertThatThrownBy(() -> rows.training().draw(KEY, 50)).hasMessageContaining("row 1 has NaN");
        assertThatThrownBy(() -> FileRows.of(
                        DataFile.at(file).within(10), Selection.all().where(Missing.DROP), new Split.ByRow()))
                .hasMessageContaining("is streamed");
    }

    @Test
    void convertsTextToAnArray() throws IOException {
        Path text = folder.resolve("t.csv");
        SampleFile.write(text, values, List.of("a", "b", "c"));
        Path npy = folder.resolve("t.npy");
        assertThat(TextConversion.convert(text, npy)).containsExactly("a", "b", "c");
        assertThat(DataFile.at(npy).read().numbers("x")).isEqualTo(values);
        Path bare = Files.writeString(folder.resolve("bare.csv"), "1,2\n3,\n");
        TextConversion.convert(bare, npy);
        assertThat(DataFile.at(npy).read().numbers("x").toDoubles()).containsExactly(1, 2, 3, Double.NaN);
        Path words = Files.writeString(folder.resolve("words.csv"), "a,b\n1,red\n");
        assertThatThrownBy(() -> TextConversion.convert(words, npy)).hasMessageContaining("line 2 has 'red'");
        assertThat(folder).isDirectoryNotContaining("glob:**.part*");
    }

    /** A part has 32 rows, so the rows are in many parts, and the last one is short. */
    @Test
    void drawsTheSameRowsOfTextAsFromMemory() {
        Path file = folder.resolve("t.csv");
        SampleFile.write(file, values, List.of("a", "b", "c"));
        Split split = new Split.ByRow(0.1, 0.2, 3);
        Selection selection = Selection.of("c", "a").given("b");
        FileRows streamed = FileRows.of(DataFile.at(file).within(1000), selection, split);
        FileRows kept = FileRows.of(DataFile.at(file), selection, split);
        assertThat(streamed.training()).isNotInstanceOf(Dataset.class);
        assertThat(streamed.names()).containsExactly("c", "a");
        assertThat(streamed.training().draw(KEY, 500)).isEqualTo(kept.training().draw(KEY, 500));
        assertThat(streamed.validation()).isEqualTo(kept.validation());
        assertThat(streamed.test()).isEqualTo(kept.test());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,4\n5,6\n",
                "a,b\r\n1,2\r\n\r\n3,4\r\n5,6",
                "a,b\r1,2\r3,4\r5,6\r",
                "\uFEFFa,\"b\"\n\n1,\"2\"\n3,4\n\"5\",6\n\n",
                "a,b,note\n1,2,\"x, \"\"y\"\"\n\nz\"\n3,4,z\n5,6,\n"
            })
    void streamsTextAsItIsReadIntoMemory(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        Split all = new Split.ByRow(0, 0, 0);
        FileRows streamed = FileRows.of(DataFile.at(file).within(0), Selection.all(), all);
        FileRows kept = FileRows.of(DataFile.at(file), Selection.all(), all);
        assertThat(streamed.names()).isEqualTo(kept.names());
        assertThat(streamed.training().size()).isEqualTo(3);
        assertThat(streamed.training().draw(KEY, 30)).isEqualTo(kept.training().draw(KEY, 30));
    }

    @Test
    void aSampleOfALargeArrayHasEvenlySpacedRows() {
        // A quarter of 1,000 bytes holds ten rows of three numbers.
        TableSample sample = large.sample();
        assertThat(sample.total()).isEqualTo(1000);
        assertThat(sample.isComplete()).isFalse();
        HostArray x = sample.table().numbers("x");
        assertThat(x.shape()).isEqualTo(Shape.of(10, 3));
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(x.get(3 * i + j)).isEqualTo(values.get(300 * i + j));
            }
        }
        assertThat(large.within(1 << 20).sample())
                .returns(true, TableSample::isComplete)
                .returns(1000, TableSample::total);
    }

    @Test
    void aSampleOfLargeTextHasItsNumericColumns() throws IOException {
        StringBuilder text = new StringBuilder("place,a,b\n");
        for (int i = 0; i < 100; i++) {
            text.append("p")
                    .append(i)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(i % 7 == 0 ? "" : "" + 2 * i)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("large.csv"), text);
        TableSample sample = DataFile.at(file).within(480).sample();
        assertThat(sample.total()).isEqualTo(100);
        assertThat(sample.table().rows()).isEqualTo(5);
        assertThat(sample.table().numbers("a").toDoubles()).containsExactly(0, 20, 40, 60, 80);
        assertThat(sample.table().numbers("b").toDoubles()).containsExactly(Double.NaN, 40, 80, 120, 160);
        assertThat(sample.table().unreadable()).containsOnlyKeys("place");
    }

    @Test
    void refusesTextThatCannotBeStreamed() throws IOException {
        Split all = new Split.ByRow(0, 0, 0);
        DataFile gap = DataFile.at(Files.writeString(folder.resolve("gap.csv"), "a,b\n1,2\n3,\n"))
                .within(0);
        assertThatThrownBy(() -> FileRows.of(gap, Selection.all(), all))
                .hasMessageContaining("'b' has a missing number")
                .hasMessageContaining("from line 2 on");
        assertThat(FileRows.of(gap, Selection.of("a"), all).training().size()).isEqualTo(2);
        DataFile words = DataFile.at(
                        Files.writeString(folder.resolve("words.csv"), "a,b\n" + "1,2\n".repeat(99) + "1,red\n"))
                .within(0);
        assertThatThrownBy(() -> FileRows.of(words, Selection.of("b"), all)).hasMessageContaining("line 101 has 'red'");
        assertThatThrownBy(() -> FileRows.of(words, Selection.of("aa"), all)).hasMessageContaining("did you mean 'a'");
        DataFile quote = DataFile.at(
                        Files.writeString(folder.resolve("quote.csv"), "a,b\n" + "1,2\n3,4\"\n".repeat(99)))
                .within(0);
        assertThatThrownBy(() -> FileRows.of(quote, Selection.of("a"), all))
                .hasMessageContaining("a quotation mark within a field");
        DataFile none = DataFile.at(Files.writeString(folder.resolve("none.csv"), "a,b\n"))
                .within(0);
        assertThatThrownBy(() -> FileRows.of(none, Selection.all(), all)).hasMessageContaining("has no rows");
        DataFile uneven = DataFile.at(Files.writeString(folder.resolve("uneven.csv"), "a,b\n1,2\n3\n"))
                .within(0);
        assertThatThrownBy(() -> FileRows.of(uneven, Selection.all(), all)).hasMessageContaining("line 3: 1 fields");
    }
}
