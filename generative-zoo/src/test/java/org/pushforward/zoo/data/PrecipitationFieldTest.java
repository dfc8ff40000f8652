package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecipitationFieldTest {
    // Not static, so that each test sees the code that it runs, also when a mutant has been put in after the class was
    // loaded.
    private final PrecipitationField field = PrecipitationField.load();

    @Test
    void matchesItsSource() {
        double sum = 0;
        double largest = 0;
        for (int row = 0; row < PrecipitationField.ROWS; row++) {
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                sum += field.at(row, column);
                largest = Math.max(largest, field.at(row, column));
            }
        }

        assertThat(field.at(0, 0)).isEqualTo(392);
        assertThat(sum).isEqualTo(63978715);
        assertThat(largest).isEqualTo(20195);
    }

    @Test
    void theAmazonIsWetterThanTheSahara() {
        assertThat(field.atPlace(-3.1, -60.0)).isGreaterThan(1500);
        assertThat(field.atPlace(23.0, 13.0)).isLessThan(50);
        assertThat(field.atPlace(87, -180)).isEqualTo(field.at(0, 0));
        assertThat(field.atPlace(-80.9, 179.9)).isEqualTo(field.at(167, 359));
    }

    @Test
    void coordinatesAndCellsAgree() {
        assertThat(PrecipitationField.latitude(0)).isEqualTo(86.5);
        assertThat(PrecipitationField.longitude(359)).isEqualTo(179.5);
        assertThat(field.atPlace(PrecipitationField.latitude(90), PrecipitationField.longitude(120)))
                .isEqualTo(field.at(90, 120));
    }

    @Test
    void positionsOutsideAreRefused() {
        assertThatThrownBy(() -> field.at(168, 0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("168 out of bounds for length 168");
        // Half a cell beyond the edge is not the first cell.
        assertThatThrownBy(() -> field.atPlace(87.5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> field.atPlace(0, -180.5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> field.atPlace(88, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> field.atPlace(0, 180)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void raggedOrWrongNumbersAreRefused() {
        refused(3, "1 2 3", "precipitation, line 4: 3 numbers, expected 360");
        refused(5, row().replaceFirst("7", "NaN"), "precipitation, line 6, number 1: 'NaN', expected a whole number");
        refused(5, row().replaceFirst(" 7 ", " -7 "), "precipitation, line 6, number 2: '-7', expected");
        assertThatThrownBy(() -> parse(Collections.nCopies(167, row())))
                .hasMessage("precipitation ends after 167 lines: expected 168");
        assertThatThrownBy(() -> parse(Collections.nCopies(169, row())))
                .hasMessage("precipitation continues after line 168: expected its end");
    }

    @Test
    void cellsComeLineByLine() throws IOException {
        List<String> lines = new ArrayList<>(Collections.nCopies(168, row()));
        lines.set(2, row().replaceFirst("7 7 7", "7 0 3"));

        PrecipitationField parsed = parse(lines);

        assertThat(parsed.at(2, 1)).isZero();
        assertThat(parsed.at(2, 2)).isEqualTo(3);
        assertThat(parsed.at(1, 2)).isEqualTo(7);
        assertThat(parsed.atPlace(84.5, -177.5)).isEqualTo(3);
    }

    private static void refused(int row, String line, String message) {
        List<String> lines = new ArrayList<>(Collections.nCopies(168, row()));
        lines.set(row, line);
        assertThatThrownBy(() -> parse(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static String row() {
        return String.join(" ", Collections.nCopies(360, "7"));
    }

    private static PrecipitationField parse(List<String> lines) throws IOException {
        return PrecipitationField.parse(new BufferedReader(new StringReader(String.join("\n", lines))));
    }
}
