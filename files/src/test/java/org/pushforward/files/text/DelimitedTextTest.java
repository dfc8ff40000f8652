package org.pushforward.files.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.files.DataFile;
import org.pushforward.files.DataFileException;
import org.pushforward.files.FileFormat;
import org.pushforward.files.Table;

class DelimitedTextTest {
    @TempDir
    Path folder;

    private DataFile file(String name, String text) throws IOException {
        return DataFile.at(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void readsNumbersBelowAHeader() throws IOException {
        Table table = file("a.csv", "a,\"b, quoted\"\n1,-2.5\n 3e2 ,4\n").read();
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.numbers("a").toDoubles()).containsExactly(1, 300);
        assertThat(table.numbers("b, quoted").toDoubles()).containsExactly(-2.5, 4);
    }

    @Test
    void guessesThatAFirstLineOfNumbersIsNoHeader() throws IOException {
        Table table = file("a.tsv", "1\t2\n3\t4").read();
        assertThat(table.numbers("c2").toDoubles()).containsExactly(2, 4);
        assertThat(file("a.tsv", "1\t2\n3\t4").withHeader(true).read().rows()).isOne();
    }

    @Test
    void skipsTheByteOrderMarkAndEmptyLines() throws IOException {
        assertThat(file("a.csv", "\uFEFFa\r\n\r\n1\r\n").read().numbers("a").toDoubles())
                .containsExactly(1);
    }

    @Test
    void treatsEmptyFieldsAndUsualWordsAsMissing() throws IOException {
        Table table = file("a.csv", "a,b\n,1\nNA,2\nnan,3\nnull,4\n?,5\n7,6\n").read();
        assertThat(table.numbers("a").toDoubles())
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 7);
    }

    @Test
    void namesTheLineThatIsNotNumeric() throws IOException {
        Table table = file("a.csv", "a,b\n1,2\n1,red\n").read();
        assertThatThrownBy(() -> table.numbers("b")).hasMessageContaining("line 3 has 'red'");
        assertThat(table.numbers("a").toDoubles()).containsExactly(1, 1);
        assertThatThrownBy(() -> table.numbers("aa")).hasMessageContaining("did you mean 'a'");
    }

    @Test
    void keepsAColumnAsTextIfRequested() throws IOException {
        Table table = file("a.csv", "a,part\n1,train\n2,test\n").read(Set.of("part"));
        assertThat(table.words().get("part")).containsExactly("train", "test");
    }

    @Test
    void refusesLinesOfDifferentLengthsAndDuplicateNames() throws IOException {
        assertThatThrownBy(() -> file("a.csv", "a,b\n1,2\n3\n").read())
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("line 3: 1 fields, where the first line has 2");
        assertThatThrownBy(() -> file("a.csv", "a,a\n1,2\n").read()).hasMessageContaining("two columns named 'a'");
    }

    @Test
    void refusesALineOfSeparators() throws IOException {
        DataFile file = file("a.csv", ",".repeat(2_000_000) + "\n1\n");
        assertThatThrownBy(file::read)
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("line 1: more than 1048576 fields");
    }

    @Test
    void refusesBinaryAndEmptyFiles() throws IOException {
        Path bytes = Files.write(folder.resolve("a.csv"), new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe, '\n'});
        assertThatThrownBy(() -> DataFile.at(bytes).read()).hasMessageContaining("not text in UTF-8");
        assertThatThrownBy(() -> file("b.csv", "").read()).hasMessageContaining("has no rows");
        assertThatThrownBy(() -> file("b.csv", "a,b\n").read()).hasMessageContaining("has no rows");
        assertThatThrownBy(() -> DataFile.at(folder.resolve("none.csv")).read()).hasMessageContaining("no such file");
        assertThatThrownBy(() -> DataFile.at(Path.of("/dev/zero")).read())
                .hasMessageContaining("its name implies no format");
        assertThatThrownBy(
                        () -> new DataFile(Path.of("/dev/zero"), FileFormat.CSV, java.util.Optional.empty(), 1).read())
                .hasMessageContaining("expected a regular file");
    }

    @Test
    void refusesFilesBeyondTheBudget() throws IOException {
        DataFile file = file("a.csv", "a,b\n" + "1,2\n".repeat(100));
        assertThat(file.within(1600).read().rows()).isEqualTo(100);
        assertThatThrownBy(() -> file.within(1599).read()).hasMessageContaining("needs more than 1599 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.0",
                "1",
                "12.5",
                "0.1",
                ".5",
                "5.",
                "123456789012345",
                "1234567890123456789",
                "3.141592653589793",
                "1e5",
                "-1.5E-7",
                "+4",
                "0.000000000000001",
                "123456.789012345",
                "179769313486231570000"
            })
    void readsNumbersAsJavaDoes(String text) {
        char[] padded = ("xx" + text + "yy").toCharArray();
        assertThat(DecimalNumber.parse(padded, 2, text.length())).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1.2.3", "0x1p3", "1f", "1d", "1 2", "١", "--1", "1e"})
    void refusesInvalidNumbers(String text) {
        assertThatThrownBy(() -> DecimalNumber.parse(text.toCharArray(), 0, text.length()))
                .isInstanceOf(NumberFormatException.class);
    }
}
