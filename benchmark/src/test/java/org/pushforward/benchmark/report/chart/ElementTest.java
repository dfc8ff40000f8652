package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void textCannotBecomeMarkup() {
        assertThat(Element.of("p", "<script>alert('a' & \"b\")</script>").toString())
                .isEqualTo("<p>&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;</p>");
    }

    @Test
    void anAttributeCannotEndItself() {
        assertThat(Element.of("img").with("alt", "\" onerror=\"x").toString())
                .isEqualTo("<img alt=\"&quot; onerror=&quot;x\" />");
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() {
        assertThat(Element.escape("a\u0000b\u001bc\uD800d\uFFFFe")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
        assertThat(Element.escape("tab\tline\n\uD83C\uDF27 ü")).isEqualTo("tab\tline\n\uD83C\uDF27 ü");
    }

    @Test
    void anEmptyElementHasAnEndUnlessHtmlForbidsIt() {
        assertThat(Element.of("td").toString()).isEqualTo("<td></td>");
        assertThat(Element.of("meta").with("charset", "utf-8").toString()).isEqualTo("<meta charset=\"utf-8\" />");
    }

    @Test
    void contentKeepsItsOrder() {
        Element paragraph = Element.of("p").text("a ").add(Element.of("b", "c")).text(" d");

        assertThat(paragraph.toString()).isEqualTo("<p>a <b>c</b> d</p>");
    }

    @Test
    void coordinatesAreShort() {
        assertThat(Element.coordinate(12)).isEqualTo("12");
        assertThat(Element.coordinate(1.23456)).isEqualTo("1.23");
        assertThat(Element.coordinate(-0.5)).isEqualTo("-0.50");
    }
}
