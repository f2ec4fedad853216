package io.relais.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class CsvTests {

    @Test
    void givesFormulasNoChanceAndQuotesWhatNeedsIt() throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try (Csv csv = Csv.download(response, "list.csv", "Name", "Count")) {
            csv.row("=1+1", 3);
            csv.row("@SUM(A1)", -2);
            csv.row("a \"b\", c", null);
            csv.row("Société", "-5");
        }
        assertThat(response.getContentAsString())
                .isEqualTo("\uFEFFName,Count\r\n'=1+1,3\r\n'@SUM(A1),-2\r\n\"a \"\"b\"\", c\",\r\nSociété,'-5\r\n");
        assertThat(response.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(response.getHeader("Content-Disposition")).contains("list.csv");
    }
}
