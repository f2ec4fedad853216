package io.relais.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalog's pages, and price lists from being sent to being imported. Each test sells in a market of its own. */
@RelaisTest
@SignedInAs("ada")
class PriceListPageTests {

    private static final String HEADER =
            "ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,Category\n";

    private static final AtomicInteger PRODUCTS = new AtomicInteger();

    /** Countries without a price in the demo. */
    private static final List<String> MARKETS = List.of(
            "AE", "AG", "AM", "AR", "AU", "AZ", "BA", "BB", "BD", "BF", "BG", "BH", "BJ", "BM", "BN", "BO", "BR", "BS",
            "BT", "BW", "BZ", "CA", "CI", "CL", "CM", "CO", "CR", "CV", "CY", "DO", "DZ", "EC", "EE", "EG", "FJ", "GE",
            "GH", "GR", "GT", "HK", "HN", "HR", "IS", "IN");

    private static final AtomicInteger NEXT_MARKET = new AtomicInteger();

    @Autowired
    private MockMvc mvc;

    @Autowired
    private PriceLists priceLists;

    @Autowired
    private Catalog catalog;

    @Autowired
    private JdbcClient database;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private PriceListImport imports;

    private final String market = MARKETS.get(NEXT_MARKET.getAndIncrement() % MARKETS.size());

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // --- from the file to the catalog ---

    @Test
    void showsWhatTheImportWouldDoAndThenDoesExactlyThat() throws Exception {
        String kept = product();
        String dropped = product();
        imported(list(row(kept, "10"), row(dropped, "20")), false);
        String fresh = product();

        UUID id = sent(list(row(kept, "11"), row(fresh, "30"), row(product(), "dear")), true);

        PriceList checked = list(id);
        assertThat(checked.state()).isEqualTo(PriceList.State.CHECKED);
        assertThat(List.of(checked.added(), checked.changed(), checked.ended(), checked.refused()))
                .containsExactly(1, 1, 1, 1);
        assertThat(sold()).as("nothing has changed yet").containsExactlyInAnyOrder(kept + " 10.00", dropped + " 20.00");
        page(id, "REFUSED", "UnitPrice “dear” is not a price", "<td class=\"num\">4</td>");
        page(id, "ENDED", dropped, "ends with the import");
        page(id, "CHANGED", "10.00 EUR becomes 11.00 EUR");
        page(id, "ADDED", fresh, "New at 30.00 EUR");

        mvc.perform(post("/catalog/imports/{id}/import", id).with(csrf())).andExpect(status().is3xxRedirection());
        PriceList done = finished(id);

        assertThat(done.state()).isEqualTo(PriceList.State.IMPORTED);
        assertThat(List.of(done.added(), done.changed(), done.ended(), done.unchanged(), done.refused()))
                .as("what the dry run said")
                .containsExactly(
                        checked.added(), checked.changed(), checked.ended(), checked.unchanged(), checked.refused());
        assertThat(sold()).containsExactlyInAnyOrder(kept + " 11.00", fresh + " 30.00");
        assertThat(count("price_list_piece where price_list_id = '" + id + "'"))
                .as("the file is not kept")
                .isZero();
        assertThat(database.sql("select actor from audit_entry where object_id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .isEqualTo("ada");
        mvc.perform(get("/catalog/imports/{id}", id))
                .andExpect(content()
                        .string(allOf(containsString("What the import did"), not(containsString("data-confirm")))));
    }

    @Test
    void endsNothingWhenTheSheetIsNotSaidToBeComplete() throws Exception {
        String one = product();
        String other = product();
        imported(list(row(one, "10"), row(other, "20")), false);

        UUID id = sent(list(row(one, "10")), false);

        assertThat(list(id).ended()).isZero();
        assertThat(list(id).changes()).isFalse();
        mvc.perform(get("/catalog/imports/{id}", id)).andExpect(content().string(containsString("Nothing to import")));
        mvc.perform(post("/catalog/imports/{id}/check", id)
                        .param("complete", "true")
                        .with(csrf()))
                .andExpect(status().is3xxRedirection());
        assertThat(finished(id).ended()).isEqualTo(1);
    }

    @Test
    void downloadsAllRefusedRowsSafeForSpreadsheets() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 1200; i++) {
            rows.append(row(product(), "=cmd()").replace("Offer", "=HYPERLINK(1)"));
        }
        UUID id = sent(rows.toString(), false);

        String csv = mvc.perform(get("/catalog/imports/{id}/refused.csv", id))
                .andExpect(header().string("Content-Disposition", containsString("refused-rows.csv")))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        assertThat(csv.lines()).hasSize(1201);
        assertThat(csv).contains("\r\n1201,'=HYPERLINK(1)").doesNotContain(",=");
        page(id, "REFUSED", "kind=REFUSED&amp;after=101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PK\u0003\u0004 a workbook | a spreadsheet, an archive or something else",
                "ProductId,SkuId | the columns SkuTitle, TermDuration",
                "\u0000\u0001\u0002\u0003 | a spreadsheet, an archive or something else",
                "%PDF-1.4 | a spreadsheet, an archive or something else",
                "A text without any sense | the columns ProductId"
            })
    void saysWhatIsWrongWithAFileThatIsNoPriceList(String fileAndMessage) throws Exception {
        UUID id = sent(fileAndMessage.split(" \\| ")[0], false);

        assertThat(list(id).state()).isEqualTo(PriceList.State.UNREADABLE);
        mvc.perform(get("/catalog/imports/{id}", id))
                .andExpect(content()
                        .string(allOf(
                                containsString(fileAndMessage.split(" \\| ")[1]),
                                containsString("Nothing was imported"))));
    }

    @Test
    void changesNothingWhenTheSheetIsCutOffInTheMiddleOfAQuotedField() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 1300; i++) {
            rows.append(row(product(), "5"));
        }
        UUID id = sent(rows + product() + ",0001,\"Offer that", true);

        assertThat(list(id).state()).isEqualTo(PriceList.State.UNREADABLE);
        assertThat(sold()).isEmpty();
        page(id, "ADDED", "a quote opened at line 1302 is never closed");
        assertThat(count("price_list_seen") + count("price_list_spared")).isZero();
    }

    @Test
    void stopsAtALostQuoteInsteadOfTakingTheWholeFileForOneCell() throws Exception {
        String lost = product() + ",0001,\"Offer\n" + (HEADER.replace("\"", "").repeat(12_000));

        UUID id = sent(HEADER + lost, false);

        page(id, "ADDED", "The row that begins at line 2 does not end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file"})
    void asksForAFileWhenNoneIsChosen(String name) throws Exception {
        mvc.perform(multipart("/catalog/imports")
                        .file(new MockMultipartFile("file", name, "text/csv", new byte[0]))
                        .param("complete", "true")
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString(name.isEmpty() ? "Choose the price list to send" : "The file is empty"),
                                containsString("checked=\"checked\""))));
    }

    // --- prices in time ---

    @Test
    void letsAPriceTakeEffectByItselfAndWithdrawsOneThatACompleteSheetLacks() throws Exception {
        String kept = product();
        String dropped = product();
        imported(
                list(
                        row(kept, "10"),
                        row(dropped, "20"),
                        row(kept, "12").replace("2026-01-01", "2027-01-01"),
                        row(dropped, "22").replace("2026-01-01", "2027-01-01")),
                false);
        imported(list(row(kept, "10")), true);
        UUID ended = offerId(dropped);

        mvc.perform(get("/catalog/offers/{id}", ended))
                .andExpect(content().string(allOf(containsString("Withdrawn"), not(containsString(">Current<")))));
        assertThat(titlesOf("ENDED")).containsExactly("Offer " + dropped);
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2027-02-01T00:00:00Z")));
        assertThat(sold()).containsExactly(kept + " 12.00");

        imported(list(row(dropped, "20")), false);
        assertThat(sold())
                .as("is back, and the withdrawn price with it is not")
                .containsExactlyInAnyOrder(kept + " 12.00", dropped + " 20.00");
    }

    @Test
    void doesNotEndWhatARefusedRowTriedToSpeakOf() throws Exception {
        String mistyped = product();
        imported(list(row(mistyped, "10"), row(product(), "20")), false);

        UUID id = sent(list(row(mistyped, "1O"), row(product(), "30")), true);

        assertThat(list(id).refused()).isEqualTo(1);
        assertThat(priceLists.findings(id, PriceListFinding.Kind.ENDED, -1, 10))
                .hasSize(1)
                .noneMatch(finding -> finding.offer().startsWith(mistyped));
    }

    // --- one at a time ---

    @Test
    void refusesToImportWhatWasCheckedAgainstAnOlderCatalog() throws Exception {
        UUID first = sent(list(row(product(), "10")), false);
        UUID second = sent(list(row(product(), "10")), false);
        priceLists.takeOver(first);
        finished(first);

        mvc.perform(get("/catalog/imports/{id}", second))
                .andExpect(content()
                        .string(allOf(
                                containsString("The catalog has changed since this check"),
                                not(containsString("data-confirm")))));
        SampleOrders.as("ada");
        priceLists.takeOver(second);

        assertThat(finished(second).state()).isEqualTo(PriceList.State.CHECKED);
        assertThat(list(second).outdated()).isTrue();
        assertThat(sold()).hasSize(1);
        priceLists.check(second, false);
        assertThat(finished(second).outdated()).isFalse();
        priceLists.takeOver(second);
        assertThat(finished(second).state()).isEqualTo(PriceList.State.IMPORTED);
        assertThat(sold()).hasSize(2);
    }

    @Test
    void keepsAFileThatComesWhileAnotherOneIsBeingImported() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch began = new CountDownLatch(1);
        Thread other = new Thread(() -> transaction.executeWithoutResult(status -> {
            imports.begin();
            began.countDown();
            awaitQuietly(sent);
        }));
        other.start();
        began.await();
        UUID id;
        try {
            id = sent(list(row(product(), "10")), false);
            page(id, "ADDED", "Another price list is being checked or imported");
            String page = mvc.perform(post("/catalog/imports/{id}/check", id).with(csrf()))
                    .andExpect(status().is3xxRedirection())
                    .andReturn()
                    .getFlashMap()
                    .get("problem")
                    .toString();
            assertThat(page).isEqualTo("catalog.import.busy");
        } finally {
            sent.countDown();
            other.join();
        }
        SampleOrders.as("ada");
        priceLists.check(id, false);
        assertThat(finished(id).state()).isEqualTo(PriceList.State.CHECKED);
    }

    @Test
    void noticesThatWorkWasCutOff() throws Exception {
        UUID id = sent(list(row(product(), "10")), false);
        // As the database is found when the application was killed in the middle of it.
        database.sql("update price_list set state = 'IMPORTING' where id = :id")
                .param("id", id)
                .update();

        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofMinutes(1))));

        page(id, "ADDED", "was cut off. Nothing of it was taken");
        SampleOrders.as("ada");
        priceLists.check(id, false);
        assertThat(finished(id).state()).isEqualTo(PriceList.State.CHECKED);
    }

    @Test
    void showsProgressUntilTheWorkIsDone() throws Exception {
        UUID id = sent(list(row(product(), "10")), false);
        database.sql("update price_list set state = 'CHECKING', bytes = 200, bytes_read = 100 where id = :id")
                .param("id", id)
                .update();

        mvc.perform(get("/catalog/imports/{id}/progress", id))
                .andExpect(header().doesNotExist("HX-Refresh"))
                .andExpect(content().string(allOf(containsString("value=\"50\""), containsString("hx-get"))));
        database.sql("update price_list set state = 'CHECKED' where id = :id")
                .param("id", id)
                .update();
        mvc.perform(get("/catalog/imports/{id}/progress", id)).andExpect(header().string("HX-Refresh", "true"));
    }

    // --- whose it is ---

    @Test
    void belongsToWhoeverSentItUntilItIsImported() throws Exception {
        UUID id = sent(list(row(product(), "10")), false);
        database.sql("update price_list set sent_by = 'another' where id = :id")
                .param("id", id)
                .update();

        mvc.perform(get("/catalog/imports/{id}", id)).andExpect(status().isNotFound());
        mvc.perform(post("/catalog/imports/{id}/import", id).with(csrf())).andExpect(status().isNotFound());
        mvc.perform(get("/catalog/imports/{id}/refused.csv", id)).andExpect(status().isNotFound());
        mvc.perform(get("/catalog/imports")).andExpect(content().string(not(containsString(id.toString()))));
    }

    @Test
    void forgetsAFileAfterADayAndOnRequest() throws Exception {
        UUID expired = sent(list(row(product(), "10")), false);
        UUID discarded = sent(list(row(product(), "10")), false);

        mvc.perform(post("/catalog/imports/{id}/discard", discarded).with(csrf()))
                .andExpect(redirectedUrl("/catalog/imports"));
        SampleOrders.as("ada");
        assertThat(priceLists.find(discarded)).isEmpty();

        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofHours(25))));
        priceLists.forgetWhatExpired();
        assertThat(priceLists.find(expired)).isEmpty();
        assertThat(count("price_list_piece where price_list_id = '" + expired + "'"))
                .isZero();
        assertThat(count("price_list_finding where price_list_id = '" + expired + "'"))
                .isZero();
    }

    @Test
    @SignedInAs("sam")
    void showsTheCatalogButNoImportToSalesAgents() throws Exception {
        mvc.perform(get("/catalog"))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("/catalog/imports"))));
        mvc.perform(get("/catalog/imports")).andExpect(status().isForbidden());
        mvc.perform(multipart("/catalog/imports").file("file", new byte[] {1}).with(csrf()))
                .andExpect(status().isForbidden());
    }

    @Test
    void takesFilesNowhereElse() throws Exception {
        mvc.perform(multipart("/login").file("file", new byte[] {1}).with(csrf()))
                .andExpect(status().isUnsupportedMediaType());
        mvc.perform(multipart("/catalog/imports/" + UUID.randomUUID() + "/check")
                        .file("file", new byte[] {1})
                        .with(csrf()))
                .andExpect(status().isUnsupportedMediaType());
    }

    @Test
    void refusesForgedImports() throws Exception {
        mvc.perform(multipart("/catalog/imports").file("file", new byte[] {1})).andExpect(status().isForbidden());
    }

    // --- the pages of the catalog ---

    @Test
    void pagesThroughTheCatalogForthAndBack() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 60; i++) {
            rows.append(row(product(), "10").replace("Offer", "Zebra %02d".formatted(i)));
        }
        imported(rows.toString(), false);
        CatalogFilter filter = new CatalogFilter("zebra", null, market, null, null, null, null);

        var first = catalog.list(filter, null, null, 25);
        var second = catalog.list(filter, first.next(), null, 25);
        var third = catalog.list(filter, second.next(), null, 25);

        assertThat(first.previous()).isNull();
        assertThat(third.rows()).hasSize(10);
        assertThat(third.next()).isNull();
        assertThat(second.rows().get(0).title()).startsWith("Zebra 25");
        assertThat(catalog.list(filter, null, third.previous(), 25)).isEqualTo(second);
        mvc.perform(get("/catalog").param("market", market).param("text", "zebra"))
                .andExpect(content().string(allOf(containsString("Zebra 00"), containsString("rel=\"next\""))));
    }

    @Test
    void filtersByCategoryTermBillingKindAndSale() throws Exception {
        String mine = product();
        imported(
                list(
                        row(mine, "10"),
                        row(mine, "1").replace("P1Y,Annual", "P1M,Monthly"),
                        row(product(), "5").replace("2026-01-01", "2099-01-01")),
                false);

        assertThat(found("category", "Unheard of")).isZero();
        assertThat(found("category", "Own")).isEqualTo(2);
        assertThat(found("term", "P1M")).isEqualTo(1);
        assertThat(found("billing", "annual")).isEqualTo(1);
        assertThat(found("kind", "TRIAL")).isZero();
        assertThat(found("kind", "BASE")).isEqualTo(2);
        assertThat(found("sale", "COMING")).isEqualTo(1);
        assertThat(found("sale", "ENDED")).isZero();
        assertThat(found("after", "mangled")).isEqualTo(2);
        assertThat(found("kind", "mangled")).isEqualTo(2);
    }

    @Test
    void showsAllAboutAnOffer() throws Exception {
        CatalogItem basic = catalog.search("FR", null, "CFQ7TTC0LH18:0001", 1).get(0);

        mvc.perform(get("/catalog/offers/{id}", basic.offerId()).locale(Locale.FRENCH))
                .andExpect(content()
                        .string(allOf(
                                containsString("Peut être mise à niveau vers"),
                                containsString("Microsoft 365 Business Premium"),
                                containsString("Microsoft 365 Copilot"),
                                containsString("Suisse"),
                                containsString("Actuel"))));
        mvc.perform(get("/catalog/offers/{id}", basic.offerId()).param("market", "ch"))
                .andExpect(content().string(allOf(containsString("CHF"), not(containsString("€")))));
        mvc.perform(get("/catalog/offers/{id}", UUID.randomUUID())).andExpect(status().isNotFound());
    }

    // --- words for the above ---

    private long found(String parameter, String value) throws Exception {
        String page = mvc.perform(get("/catalog").param("market", market).param(parameter, value))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        return page.split("/catalog/offers/", -1).length - 1;
    }

    private UUID sent(String file, boolean complete) throws Exception {
        String page = mvc.perform(multipart("/catalog/imports")
                        .file(new MockMultipartFile(
                                "file", "C:\\lists\\prices.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
                        .param("complete", Boolean.toString(complete))
                        .with(csrf()))
                .andExpect(redirectedUrlPattern("/catalog/imports/*"))
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        assertThat(finished(id).fileName()).isEqualTo("prices.csv");
        return id;
    }

    private void imported(String file, boolean complete) throws Exception {
        SampleOrders.as("ada");
        UUID id = priceLists.send(
                "prices.csv", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), complete);
        finished(id);
        priceLists.takeOver(id);
        assertThat(finished(id).state()).isEqualTo(PriceList.State.IMPORTED);
    }

    private PriceList finished(UUID id) {
        return await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> list(id), list -> !list.running());
    }

    private PriceList list(UUID id) {
        SampleOrders.as("ada");
        return priceLists.find(id).orElseThrow();
    }

    private void page(UUID id, String kind, String... texts) throws Exception {
        String page = mvc.perform(get("/catalog/imports/{id}", id).param("kind", kind))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains(texts);
    }

    private List<String> sold() {
        return catalog.search(market, null, null, 1000).stream()
                .map(item -> item.productId() + " " + item.unitPrice())
                .toList();
    }

    private List<String> titlesOf(String sale) {
        CatalogFilter filter =
                new CatalogFilter(null, null, market, null, null, null, CatalogFilter.Sale.valueOf(sale));
        return catalog.list(filter, null, null, 100).rows().stream()
                .map(CatalogItem::title)
                .toList();
    }

    private UUID offerId(String product) {
        return database.sql("select id from offer where product_id = :product")
                .param("product", product)
                .query(UUID.class)
                .single();
    }

    private long count(String table) {
        return database.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String product() {
        return "PAGE%06d".formatted(PRODUCTS.incrementAndGet());
    }

    private String row(String product, String price) {
        return "%s,0001,Offer %s,P1Y,Annual,%s,EUR,%s,2026-01-01,Own\n".formatted(product, product, market, price);
    }

    private static String list(String... rows) {
        return HEADER + String.join("", rows);
    }
}
