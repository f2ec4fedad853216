package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.YearMonth;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the demo's resellers earned, looked at in a browser in both languages: statement, print, lost credit, performance with its charts. */
@RelaisTest
class IncentiveWalkTests {

    @RegisterExtension
    final Browser english = new Browser("ada", "en");

    @RegisterExtension
    final Browser french = new Browser("ada", "fr");

    @ParameterizedTest
    @CsvSource({
        "en, Statements of, Incentive statement, Lost credit, Subscriptions over time",
        "fr, Relevés de, Relevé de primes, Crédit perdu, Abonnements dans le temps"
    })
    void isLookedAt(String language, String month, String statement, String lost, String overTime) {
        Browser ada = language.equals("fr") ? french : english;
        ada.signIn("ada", "Relais-Demo-2026", "/incentives");
        ada.see("tbody tr");
        ada.screenshot("incentive-1-months-" + language);
        // Other tests look ahead; this is the month that ended last.
        YearMonth last = YearMonth.now(Clock.systemUTC()).minusMonths(1);
        ada.click("a[href='/incentives/" + last + "']");
        ada.seeText(month);
        ada.screenshot("incentive-2-month-" + language);
        ada.click("tbody tr:nth-child(1) a");
        ada.seeText(statement);
        ada.resize(1300, 1500);
        ada.screenshot("incentive-3-statement-" + language);
        ada.screenshotOfPrint("incentive-4-print-" + language);

        ada.resize(1300, 1000);
        ada.open("/incentives/lost");
        ada.seeText(lost);
        ada.see("tbody tr");
        ada.screenshot("incentive-5-lost-" + language);
        ada.open("/incentives/performance?months=12&order=REVENUE");
        ada.seeText(overTime);
        ada.until("see three charts", () -> ada.run(
                        "return document.querySelectorAll('figure:not([hidden]) canvas').length")
                .equals(3L));
        // A chart shows the figures of its table.
        assertThat(ada.run("const chart = Chart.getChart(document.querySelector('canvas'));"
                        + "return chart.data.datasets[0].data.every((value, row) => value == document.querySelectorAll("
                        + "'#top-table tbody tr')[row].cells[4].dataset.value) && chart.data.labels.length > 0"))
                .isEqualTo(true);
        ada.resize(1300, 2900);
        ada.screenshot("incentive-6-performance-" + language);
        ada.screenshotOfPrint("incentive-7-performance-print-" + language);
        ada.resize(500, 2600);
        ada.screenshot("incentive-8-performance-phone-" + language);
        assertThat(ada.complaints()).isEmpty();
    }
}
