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
    private static final PrecipitationField FIELD = PrecipitationField.load();

    @Test
    void matchesItsSource() {
        double sum = 0;
        double largest = 0;
        for (int row = 0; row < PrecipitationField.ROWS; row++) {
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                sum += FIELD.at(row, column);
                largest = Math.max(largest, FIELD.at(row, column));
            }
        }

        assertThat(FIELD.at(0, 0)).isEqualTo(392);
        assertThat(sum).isEqualTo(63978715);
        assertThat(largest).isEqualTo(20195);
    }

    @Test
    void theAmazonIsWetterThanTheSahara() {
        assertThat(FIELD.atPlace(-3.1, -60.0)).isGreaterThan(1500);
        assertThat(FIELD.atPlace(23.0, 13.0)).isLessThan(50);
        assertThat(FIELD.atPlace(87, -180)).isEqualTo(FIELD.at(0, 0));
        assertThat(FIELD.atPlace(-80.9, 179.9)).isEqualTo(FIELD.at(167, 359));
    }

    @Test
    void coordinatesAndCellsAgree() {
        assertThat(PrecipitationField.latitude(0)).isEqualTo(86.5);
        assertThat(PrecipitationField.longitude(359)).isEqualTo(179.5);
        assertThat(FIELD.atPlace(PrecipitationField.latitude(90), PrecipitationField.longitude(120)))
                .isEqualTo(FIELD.at(90, 120));
    }

    @Test
    void positionsOutsideAreRefused() {
        assertThatThrownBy(() -> FIELD.at(168, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FIELD.atPlace(88, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FIELD.atPlace(0, 180)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void raggedOrWrongNumbersAreRefused() {
        refused(3, "1 2 3", "precipitation, line 4: 3 numbers, expected 360");
        refused(5, row().replaceFirst("7", "NaN"), "precipitation, line 6, number 1: 'NaN', expected a whole number");
        refused(5, row().replaceFirst(" 7 ", " -7 "), "precipitation, line 6, number 2: '-7', expected");
        assertThatThrownBy(() -> parse(Collections.nCopies(167, row())))
                .hasMessage("precipitation ends after 167 lines: expected 168");
        assertThatThrownBy(() -> parse(Collections.nCopies(169, row())))
                .hasMessage("precipitation goes on after line 168: expected its end");
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
