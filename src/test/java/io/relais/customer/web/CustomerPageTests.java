package io.relais.customer.web;

import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.customer.Customer;
import io.relais.customer.CustomerDetails;
import io.relais.customer.CustomerTies;
import io.relais.customer.Customers;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import java.io.StringReader;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.util.HtmlUtils;

/** What staff see of customers and do to them. */
@RelaisTest
@SignedInAs("ada")
class CustomerPageTests {

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private Customers customers;

    @Autowired
    private ApplicationContext context;

    private SampleCustomers sample;
    private String word;

    @BeforeEach
    void setUp() {
        sample = new SampleCustomers(context);
        word = freshDomain();
    }

    // ---- the list

    @Test
    void showsACardWithWhatAgentsNeedFirst() {
        UUID customer = sample.open("Card " + word, sample.reseller(0), "Tag " + word);

        assertThat(get("/customers?text=" + word))
                .contains(
                        customer.toString(),
                        "claire.dubois@contoso.example",
                        "Tag " + word,
                        "action=\"/customers/" + customer + "/orders\"",
                        "/customers/" + customer + "/subscriptions",
                        "/customers/" + customer + "/orders",
                        "Delegated administration");
        assertThat(get("/customers?text=" + word + "&reseller=nonsense&sort=up&former=perhaps&after=x"))
                .contains("Card " + word);
        assertThat(get("/customers?reseller=" + sample.reseller(1) + "&text=" + word))
                .contains("No customer matches");
    }

    @Test
    void findsTheResellerToFilterBy() {
        UUID chosen = sample.reseller(0);

        assertThat(get("/customers?find-reseller=nobody-is-called-so&reseller=" + chosen))
                .contains("id=\"find-reseller\"", "selected=\"selected\">Nuage Atlantique")
                .doesNotContain(">Brabant Cloud Services (");
        assertThat(get("/customers?find-reseller=brabant")).contains(">Brabant Cloud Services (");
    }

    @Test
    void offersNoOrderToHelpdesk() {
        UUID customer = sample.open("No order " + word, null);

        assertThat(body(send(HttpMethod.GET, "/customers?text=" + word, "hal", Map.of())))
                .contains("No order " + word)
                .doesNotContain("action=\"/customers/" + customer + "/orders\"");
    }

    // ---- export

    @Test
    void exportsWhatIsFilteredSafeForSpreadsheets() throws Exception {
        sample.open("=HYPERLINK(\"x\") " + word, sample.reseller(0), "+1 " + word, "VIP " + word);
        sample.existing("Quote \"; comma, " + word, null, "www." + word + ".example");

        MvcTestResult csv = pages.get().uri("/customers.csv?text=" + word).exchange();

        assertThat(csv).hasStatusOk().hasContentTypeCompatibleWith("text/csv");
        assertThat(csv.getResponse().getHeader("Content-Disposition")).contains("customers.csv");
        List<CSVRecord> rows = records(csv);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).values()).contains("Microsoft ID", "Indirect reseller", "Customer since");
        assertThat(rows)
                .anySatisfy(row -> assertThat(row.values())
                        .contains("'=HYPERLINK(\"x\") " + word, "Nuage Atlantique", "FR", "Yes")
                        .anyMatch(cell -> cell.startsWith("'+1")))
                .anySatisfy(row -> assertThat(row.values())
                        .contains("Quote \"; comma, " + word, "www." + word + ".example", "Direct customer", "No"));
    }

    @Test
    void exportsTwoThousandRowsInTheOrderOfTheList() throws Exception {
        for (int i = 0; i < 2000; i++) {
            customers.openExisting(
                    SampleOrders.details("%s %04d".formatted(word, i), freshDomain()),
                    List.of(),
                    SampleCustomers.AGREEMENT,
                    null,
                    true,
                    "jo");
        }

        List<CSVRecord> rows =
                records(pages.get().uri("/customers.csv?text=" + word).exchange());

        assertThat(rows).hasSize(2001);
        assertThat(rows.subList(1, 2001).stream().map(row -> row.get(1)))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    // ---- details

    @Test
    void changesDetailsAndTellsWhatChangedInTheHistory() {
        UUID customer = sample.open("Before " + word, null);

        Map<String, String> form = form(customer);
        form.put("details.companyName", "Après " + word);
        form.put("details.addressLine2", "Bâtiment C");
        form.put("details.country", "DE");
        form.put("details.domainPrefix", "stolen");
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "hal", form))
                .hasRedirectedUrl("/customers/" + customer);

        CustomerDetails details = customers.find(customer).orElseThrow().getDetails();
        assertThat(details.companyName()).isEqualTo("Après " + word);
        assertThat(details.country()).isEqualTo("FR");
        assertThat(details.domainPrefix()).isNotEqualTo("stolen");
        assertThat(get("/customers?text=apres")).contains("Après " + word);
        assertThat(get("/customers/" + customer + "/history"))
                .contains(
                        "hal",
                        "Company name: Before " + word + " → Après " + word,
                        "Address line 2: (empty) → Bâtiment C");
    }

    @Test
    void keepsWhatWasTypedWhenARuleRefusesIt() {
        UUID customer = sample.open("Rules " + word, null);

        Map<String, String> form = form(customer);
        form.put("details.companyName", "GmbH");
        form.put("details.postalCode", "7500");
        form.put("details.email", "<script>alert(1)</script>");
        form.put("details.firstName", "x".repeat(51));
        MvcTestResult refused = send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", form);

        assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(body(refused))
                .contains("only a legal form", "value=\"7500\"", "&lt;script&gt;", "x".repeat(51))
                .doesNotContain("<script>alert");
        assertThat(customers.find(customer).orElseThrow().getDetails().companyName())
                .isEqualTo("Rules " + word);
    }

    @Test
    void tellsTheSecondEditorWhatTheFirstOneSavedAndLosesNothing() {
        UUID customer = sample.open("Two editors " + word, null);
        Map<String, String> first = form(customer);
        Map<String, String> second = form(customer);
        first.put("details.city", "Rennes");
        first.put("details.addressLine1", "1 place de la Mairie");
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "sam", first))
                .hasStatus3xxRedirection();

        second.put("details.city", "Brest");
        second.put("details.lastName", "Le Gall");
        MvcTestResult clash = send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", second);

        assertThat(clash).hasStatus(HttpStatus.CONFLICT);
        assertThat(body(clash))
                .contains("Somebody else changed these details", "sam · ", "Rennes")
                .contains("name=\"details.city\" value=\"Brest\"", "name=\"details.lastName\" value=\"Le Gall\"")
                .contains("name=\"details.addressLine1\" value=\"1 place de la Mairie\"")
                .contains("name=\"version\" value=\"1\"", "name=\"base.city\" value=\"Rennes\"");
        assertThat(customers.find(customer).orElseThrow().getDetails().city()).isEqualTo("Rennes");

        Map<String, String> again = form(customer);
        again.put("details.city", "Brest");
        again.put("details.lastName", "Le Gall");
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", again))
                .hasStatus3xxRedirection();
        CustomerDetails now = customers.find(customer).orElseThrow().getDetails();
        assertThat(now.city()).isEqualTo("Brest");
        assertThat(now.addressLine1()).isEqualTo("1 place de la Mairie");
    }

    @Test
    void isNoConflictWhenOnlyATagOrAResellerCameMeanwhile() {
        UUID customer = sample.open("No conflict " + word, null);
        Map<String, String> form = form(customer);
        sample.tag(customer, word);
        customers.associate(customer, sample.reseller(0));

        form.put("details.city", "Lyon");
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", form))
                .hasStatus3xxRedirection();
    }

    @Test
    void survivesFormsWithoutWhatTheyShouldCarry() {
        UUID customer = sample.open("Hostile " + word, null);

        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", Map.of()))
                .hasStatus(HttpStatus.CONFLICT);
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", Map.of("version", "0")))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", Map.of("version", "many"))
                        .getResponse()
                        .getStatus())
                .isBetween(400, 499);
        assertThat(send(HttpMethod.GET, "/customers/" + UUID.randomUUID() + "/edit", "ada", Map.of()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    // ---- at the same moment

    @Test
    void letsOneOfEightEditorsSaveWhoSaveAtTheSameMoment() throws Exception {
        UUID customer = sample.open("Eight editors " + word, null);
        CustomerDetails details = customers.find(customer).orElseThrow().getDetails();

        List<Boolean> saved = atOnce(8, number -> () -> {
            Map<String, String> values = details.changeable();
            values.put("city", "City " + number);
            CustomerDetails typed = details.changed(values);
            return customers.change(customer, 0, typed, new BeanPropertyBindingResult(typed, "details"));
        });

        assertThat(saved).containsOnlyOnce(true);
        assertThat(customers.find(customer).orElseThrow().getDetailsVersion()).isEqualTo(1);
    }

    @Test
    void putsATagOnOnceAndAssociatesOnceAtTheSameMoment() throws Exception {
        UUID customer = sample.open("Same moment " + word, null);

        List<Boolean> tagged = atOnce(6, number -> () -> {
            MapBindingResult errors = new MapBindingResult(Map.of(), "tag");
            customers.tag(customer, number % 2 == 0 ? word : word.toUpperCase(), errors);
            customers.associate(customer, sample.reseller(0));
            return !errors.hasErrors();
        });

        assertThat(tagged).containsOnlyOnce(true);
        assertThat(customers.tags(customer)).hasSize(1);
        assertThat(customers.associations(customer)).hasSize(1);
    }

    // ---- tags

    @Test
    void saysWhatIsWrongWithATag() {
        UUID customer = sample.open("Tags " + word, null, "Étoile");
        String path = "/customers/" + customer + "/tags";

        assertThat(body(send(HttpMethod.POST, path, "hal", Map.of("tag", " ")))).contains("Type the tag");
        assertThat(body(send(HttpMethod.POST, path, "hal", Map.of("tag", "x".repeat(51)))))
                .contains("at most 50 characters; this one has 51", "x".repeat(51));
        assertThat(body(send(HttpMethod.POST, path, "hal", Map.of("tag", " ÉTOILE "))))
                .contains("has this tag already");
        assertThat(send(HttpMethod.POST, path, "hal", Map.of("tag", "a\u0001b")))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        for (int i = 1; i < 150; i++) {
            sample.tag(customer, "tag " + i);
        }
        assertThat(body(send(HttpMethod.POST, path, "hal", Map.of("tag", "one more"))))
                .contains("at most 150 tags", "value=\"one more\"");

        assertThat(send(HttpMethod.POST, path + "/remove", "hal", Map.of("tag", "étoile")))
                .hasStatus3xxRedirection();
        assertThat(customers.tags(customer)).hasSize(149).doesNotContain("Étoile");
        assertThat(get("/customers?tag=Étoile&text=" + word)).contains("No customer matches");
    }

    // ---- associations and removal

    @Test
    void showsTheThreeAssociationsAndEndsTheFirstOnly() {
        UUID customer = sample.open("Associations " + word, sample.reseller(0));
        String end = "/customers/" + customer + "/resellers/" + sample.reseller(0) + "/end";

        assertThat(get("/customers/" + customer))
                .contains("Nuage Atlantique", "Reseller on record", "Designated support contact", end);
        assertThat(get(end)).contains("no longer manages", "becomes a direct customer", "stays so until you change");
        assertThat(send(HttpMethod.POST, end, "sam", Map.of())).hasRedirectedUrl("/customers/" + customer);
        assertThat(send(HttpMethod.POST, end, "sam", Map.of())).hasRedirectedUrl("/customers/" + customer);
        assertThat(pages.get().uri(end)).hasRedirectedUrl("/customers/" + customer);

        assertThat(customers.resellersOf(customer)).isEmpty();
        assertThat(get("/customers/" + customer)).contains("No reseller: a direct customer", "earlier associations");
        assertThat(get("/customers/" + customer + "/history"))
                .contains("Association with the reseller ended: Nuage Atlantique");
    }

    @Test
    void removesTheRelationshipAfterAReasonAndATypedConfirmation() {
        UUID customer = sample.open("Removal " + word, sample.reseller(0), "Gone");
        String domain = customers.find(customer).orElseThrow().getDetails().domain();
        String path = "/customers/" + customer + "/removal";

        assertThat(body(send(HttpMethod.POST, path, "sam", Map.of("reason", "Moved", "confirmation", "no"))))
                .contains("Type exactly " + domain, "Moved");
        assertThat(body(send(HttpMethod.POST, path, "sam", Map.of("confirmation", domain))))
                .contains("Say why the relationship ends");
        assertThat(send(HttpMethod.POST, path, "sam", Map.of("reason", "x".repeat(501), "confirmation", domain)))
                .hasStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(customers.find(customer).orElseThrow().isCurrent()).isTrue();

        assertThat(send(
                        HttpMethod.POST,
                        path,
                        "sam",
                        Map.of("reason", "Moved <away>", "confirmation", domain.toUpperCase())))
                .hasRedirectedUrl("/customers/" + customer);

        assertThat(get("/customers?text=" + word)).contains("No customer matches");
        assertThat(get("/customers?former=true&text=" + word)).contains("Removal " + word, "Nuage Atlantique");
        assertThat(get("/customers?former=true&text=" + word + "&reseller=" + sample.reseller(0)))
                .contains("Removal " + word);
        assertThat(get("/customers/" + customer))
                .contains("Former customer", "Reason: Moved &lt;away&gt;")
                .doesNotContain("/edit\"", "/tags\"", "/password\"");
        for (String gone : List.of("/edit", "/password")) {
            assertThat(pages.get().uri("/customers/" + customer + gone)).hasStatus(HttpStatus.NOT_FOUND);
        }
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/tags", "ada", Map.of("tag", "late")))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(get("/customers/" + customer + "/history")).contains("Relationship removed: Moved &lt;away&gt;");
    }

    @Test
    void listsWhatMustBeDoneBeforeTheRemovalInsteadOfAsking() {
        UUID customer = sample.open("Tied " + word, null);
        String path = "/customers/" + customer + "/removal";
        String domain = customers.find(customer).orElseThrow().getDetails().domain();
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getAutowireCapableBeanFactory();
        CustomerTies oneTie = asked -> asked.equals(customer)
                ? List.of(new CustomerTies.Tie("customer.open.of", List.of("Tie " + word), "/tied/" + word))
                : List.of();
        beans.registerSingleton("tie " + word, oneTie);
        try {
            assertThat(get(path))
                    .contains("Do this first", "href=\"/tied/" + word, "Open Tie " + word)
                    .doesNotContain("name=\"confirmation\"");
            MvcTestResult refused =
                    send(HttpMethod.POST, path, "sam", Map.of("reason", "Gone", "confirmation", domain));
            assertThat(refused).hasStatus(HttpStatus.CONFLICT);
            assertThat(body(refused)).contains("Open Tie " + word);
            assertThat(customers.find(customer).orElseThrow().isCurrent()).isTrue();
        } finally {
            beans.destroySingleton("tie " + word);
        }
    }

    @Test
    void leafsThroughALongHistory() {
        UUID customer = sample.open("Long history " + word, null);
        for (int i = 0; i < 30; i++) {
            sample.tag(customer, "t" + i);
            customers.untag(customer, "t" + i);
        }

        String newest = get("/customers/" + customer + "/history");
        assertThat(newest).contains("Tag removed: t29").doesNotContain("Customer added");
        String older = newest.replaceAll("(?s).*href=\"(/customers/[^\"]*history\\?before=[^\"]*)\".*", "$1");
        assertThat(get(older)).contains("Customer added", "Tag added: t0").doesNotContain("t29");
        assertThat(get("/customers/" + customer + "/history?before=mangled")).contains("Tag removed: t29");
    }

    @Test
    void offersNoPasswordToWhoBroughtItsOwnAdministrators() {
        UUID customer = sample.existing("Own administrators " + word, null);

        assertThat(get("/customers/" + customer)).contains("existed before").doesNotContain("/password\"");
        assertThat(pages.get().uri("/customers/" + customer + "/password")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/password", "ada", Map.of()))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "hal,   /edit,     200",
        "hal,   /removal,  403",
        "hal,   /resellers/00000000-0000-0000-0000-000000000000/end, 403",
        "hal,   /history,  200",
        "oscar, /edit,     403",
        "oscar, '',        403",
        "oscar, /history,  403",
        "sam,   /removal,  200"
    })
    void answersEachRoleWhatItMay(String person, String page, int status) {
        UUID customer = sample.open("Roles " + word, null);

        assertThat(send(HttpMethod.GET, "/customers/" + customer + page, person, Map.of()))
                .hasStatus(status);
    }

    @Test
    void speaksFrench() {
        UUID customer = sample.open("Français " + word, sample.reseller(0));

        assertThat(get("/customers/" + customer + "?lang=fr")).contains("Qui s’occupe de ce client", "Étiquettes");
        assertThat(get("/customers/" + customer + "/removal?lang=fr")).contains("Ce qui va se passer");
        assertThat(get("/customers/" + customer + "/history?lang=en")).contains("Customer added");
    }

    /** The page cannot be asked for again; what was typed would be lost. */
    @Test
    void offersNoOtherLanguageWhereItAnswersAForm() {
        UUID customer = sample.open("Languages " + word, null);

        assertThat(get("/customers/" + customer + "/edit")).contains("lang=fr");
        Map<String, String> form = form(customer);
        form.put("details.companyName", "");
        assertThat(send(HttpMethod.POST, "/customers/" + customer + "/edit", "ada", form))
                .hasStatus(422)
                .bodyText()
                .doesNotContain("lang=fr");
    }

    private Map<String, String> form(UUID customer) {
        Customer now = customers.find(customer).orElseThrow();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("version", Long.toString(now.getDetailsVersion()));
        now.getDetails().changeable().forEach((field, value) -> {
            form.put("details." + field, value == null ? "" : value);
            form.put("base." + field, value == null ? "" : value);
        });
        return form;
    }

    private interface Numbered<T> {
        Callable<T> number(int number);
    }

    private static <T> List<T> atOnce(int times, Numbered<T> work) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(times);
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Future<T>> started = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Callable<T> one = work.number(i);
                started.add(threads.submit(() -> {
                    SampleOrders.as("sam");
                    barrier.await();
                    return one.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : started) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private MvcTestResult send(HttpMethod method, String path, String person, Map<String, String> form) {
        var request = pages.method(method)
                .uri(path)
                .with(authentication(SampleOrders.authentication(person)))
                .with(csrf());
        form.forEach((name, value) -> request.param(name, value));
        return request.exchange();
    }

    private String get(String path) {
        MvcTestResult page = pages.get().uri(HtmlUtils.htmlUnescape(path)).exchange();
        assertThat(page).hasStatusOk();
        return body(page);
    }

    private static String body(MvcTestResult page) {
        try {
            return page.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<CSVRecord> records(MvcTestResult csv) throws Exception {
        String text = csv.getResponse().getContentAsString();
        assertThat(text).startsWith("\uFEFF");
        return CSVFormat.RFC4180.parse(new StringReader(text.substring(1))).getRecords();
    }
}
