package io.relais.customer;

import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.customer.CustomerFilter.Sort;
import io.relais.security.SignedInAs;
import io.relais.web.Keyset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How customers are found and in which order they come, held against each database. */
@RelaisTest
@SignedInAs("ada")
abstract class CustomerListScenarios {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Customers customers;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private PlatformTransactionManager transactions;

    private SampleCustomers sample;
    private String tag;

    @BeforeEach
    void setUp() {
        sample = new SampleCustomers(context);
        tag = freshDomain();
    }

    @Test
    void findsByTheBeginningOfAnyWordWhateverItsAccentsAndCase() {
        UUID customer = sample.open("L’Élégante d’Été Saint-Gobain (Œuvres)", null, tag);

        for (String text :
                List.of("l'elegante", "ÉLÉG", "été", "ete saint", "Gobain", "saint-gob", "oeuvr", "(œ", " L’É ")) {
            assertThat(tagged(text)).as(text).containsExactly(customer);
        }
        for (String text : List.of("legante", "obain", "saint gobain", "ete gobain")) {
            assertThat(tagged(text)).as(text).isEmpty();
        }
    }

    @Test
    void findsNamesThatAreNotInLatinLetters() {
        UUID greek = sample.open("Ελληνικά Πλοία", null, tag);
        UUID emoji = sample.open("Wolke 🌩 Sieben", null, tag);

        assertThat(tagged("ελληνικα")).containsExactly(greek);
        assertThat(tagged("πλοια")).containsExactly(greek);
        assertThat(tagged("🌩")).containsExactly(emoji);
    }

    @Test
    void findsByTheBeginningOfAnyDomainAndByTheWholeId() {
        String own = freshDomain();
        UUID customer = sample.existing("Named differently", null, "www." + own + ".example");
        String first = customers.find(customer).orElseThrow().getDetails().domain();

        assertThat(found(first)).containsExactly(customer);
        assertThat(found(first.substring(0, first.length() - 9).toUpperCase())).containsExactly(customer);
        assertThat(found("www." + own)).containsExactly(customer);
        assertThat(found(customer.toString())).containsExactly(customer);
        assertThat(found(customer.toString().toUpperCase())).containsExactly(customer);
        assertThat(found(UUID.randomUUID().toString())).isEmpty();
    }

    @Test
    void takesPlaceholdersOfTheDatabaseForWhatTheyAre() {
        UUID percent = sample.open("100% Bio!", null, tag);
        UUID underscore = sample.open("a_b Sàrl", null, tag);
        sample.open("1000 Bio", null, tag);
        sample.open("acb Sàrl", null, tag);

        assertThat(tagged("100%")).containsExactly(percent);
        assertThat(tagged("bio!")).containsExactly(percent);
        assertThat(tagged("a_b")).containsExactly(underscore);
        for (String text : List.of("%", "_", "!", "%bio", "'", "\\", "100!%", "' or 1 = 1 --")) {
            assertThat(tagged(text)).as(text).isEmpty();
        }
        assertThat(tagged("\u0000")).as("nothing to search by").hasSize(4);
    }

    @Test
    void findsByMoreLettersThanAreKept() {
        UUID customer = sample.open("x".repeat(150) + " " + "é".repeat(49), null, tag);

        assertThat(tagged("x".repeat(150))).containsExactly(customer);
        assertThat(tagged("é".repeat(49))).containsExactly(customer);
        assertThat(tagged("x".repeat(20) + "y")).isEmpty();
    }

    @Test
    void sortsAccentedInitialsWithTheirLetterAndBlanksBeforeLetters() {
        for (String name : List.of("Zèbre", "Écluse", "eclair", "Edison", "ab zebra", "Abc", "ÿ", "ø", "9 Vies")) {
            sample.open(name, null, tag);
        }

        assertThat(names(page(filter(null, Sort.NAME), null, null, 20)))
                .containsExactly("9 Vies", "ab zebra", "Abc", "eclair", "Écluse", "Edison", "ø", "ÿ", "Zèbre");
    }

    @Test
    void showsTheNewestFirst() {
        List<UUID> made = new ArrayList<>();
        for (int day = 0; day < 4; day++) {
            ClockUtil.offset(day * 86_400_000L);
            made.add(0, sample.open("Day " + (day % 2), null, tag));
        }

        assertThat(ids(page(filter(null, Sort.SINCE), null, null, 20))).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME", "SINCE", "same", "reseller"})
    void leafsForwardsAndBackwardsThroughCustomersOfTheSameName(String way) {
        String name = "Same " + tag;
        IntStream.range(0, 23).forEach(i -> sample.open(name, sample.reseller(0), tag));
        CustomerFilter filter =
                switch (way) {
                    case "same" -> filter("same", null);
                    case "reseller" -> new CustomerFilter(tag, sample.reseller(0), null);
                    default -> filter(null, Sort.valueOf(way));
                };

        List<UUID> all = ids(page(filter, null, null, 50));
        assertThat(all).hasSize(23).doesNotHaveDuplicates();
        List<Keyset.Page<CustomerCard>> pages = new ArrayList<>();
        String next = null;
        do {
            pages.add(page(filter, next, null, 7));
            next = pages.get(pages.size() - 1).next();
        } while (next != null);
        assertThat(pages).hasSize(4);
        assertThat(pages.stream().flatMap(page -> ids(page).stream())).containsExactlyElementsOf(all);
        assertThat(pages.get(0).previous()).isNull();
        for (int i = 3; i > 0; i--) {
            Keyset.Page<CustomerCard> back = page(filter, null, pages.get(i).previous(), 7);
            assertThat(ids(back)).isEqualTo(ids(pages.get(i - 1)));
            assertThat(back.next()).isNotNull();
        }
    }

    @Test
    void listsOnceWhoMatchesBySeveralWordsOnWhicheverPage() {
        for (int i = 0; i < 6; i++) {
            sample.open("Dodo dodu doduo dod" + i, null, tag);
        }
        CustomerFilter filter = filter("dod", null);

        List<UUID> all = ids(page(filter, null, null, 50));
        assertThat(all).hasSize(6).doesNotHaveDuplicates();
        Keyset.Page<CustomerCard> first = page(filter, null, null, 4);
        Keyset.Page<CustomerCard> second = page(filter, first.next(), null, 4);
        assertThat(ids(first)).isEqualTo(all.subList(0, 4));
        assertThat(ids(second)).isEqualTo(all.subList(4, 6));
        assertThat(second.next()).isNull();
        assertThat(ids(page(filter, null, second.previous(), 4))).isEqualTo(ids(first));
    }

    @Test
    void narrowsByResellerTagAndTextTogether() {
        UUID both = sample.open("Narrow Alpha", sample.reseller(0), tag, "Second " + tag);
        sample.open("Narrow Beta", sample.reseller(1), tag);
        sample.open("Other Gamma", sample.reseller(0), tag);
        sample.open("Narrow Delta", sample.reseller(0));

        assertThat(ids(page(new CustomerFilter("narr", sample.reseller(0), tag, false, null), null, null, 9)))
                .containsExactly(both);
        assertThat(ids(page(new CustomerFilter(null, null, "SECOND " + tag, false, null), null, null, 9)))
                .as("a tag in other letters")
                .containsExactly(both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@@", "AAAA", "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwCnp6"})
    void showsTheFirstPageForAMangledPlace(String place) {
        sample.open("Mangled place", null, tag);

        assertThat(page(filter(null, null), place, null, 9).rows()).hasSize(1);
        assertThat(page(filter(null, null), null, place, 9).rows()).hasSize(1);
    }

    @Test
    void ignoresAPlaceOfAnotherList() {
        sample.open("Aaa", null, tag);
        sample.open("Bbb", null, tag);
        String byName = page(filter(null, Sort.NAME), null, null, 1).next();

        assertThat(page(filter(null, Sort.SINCE), byName, null, 9).rows()).hasSize(2);
    }

    @Test
    void likenessOfNamesLooksPastAccentsAndFormerCustomers() throws Exception {
        String name = "Crêperie " + tag;
        UUID customer = sample.open(name, null);
        UUID former = sample.open(name, null);
        customers.removeRelationship(former, "Gone");

        assertThat(customers.likelyDuplicates("creperie  " + tag.toUpperCase()))
                .extracting(Customer::getId)
                .containsExactly(customer);
        assertThat(customers.likelyDuplicates("Crêperie " + tag + "s")).isEmpty();
    }

    @Test
    void keepsTheListingAsItWouldBeMadeAnew() throws Exception {
        UUID customer = sample.existing("Before", sample.reseller(0), freshDomain() + ".example");
        sample.tag(customer, tag);
        customers.associate(customer, sample.reseller(1));
        customers.dissociate(customer, sample.reseller(0));
        customers.change(
                customer,
                0,
                io.relais.order.SampleOrders.details("After the change", "ignored"),
                new org.springframework.validation.MapBindingResult(new java.util.HashMap<>(), "details"));
        customers.removeRelationship(sample.open("Removed", sample.reseller(0), tag), "Gone");

        new TransactionTemplate(transactions).executeWithoutResult(transaction -> {
            Set<String> kept = listing();
            database.update("delete from customer_listing");
            CustomerListing.fill(database);
            assertThat(kept).isEqualTo(listing());
            transaction.setRollbackOnly();
        });
        assertThat(tagged("after")).containsExactly(customer);
        assertThat(tagged("before")).isEmpty();
    }

    private Set<String> listing() {
        return new HashSet<>(database.query(
                "select scope, entry from customer_listing",
                (row, number) ->
                        row.getString(1) + " " + java.util.HexFormat.of().formatHex(row.getBytes(2))));
    }

    private CustomerFilter filter(String text, Sort sort) {
        return new CustomerFilter(text, null, tag, false, sort);
    }

    private Keyset.Page<CustomerCard> page(CustomerFilter filter, String after, String before, int size) {
        return customers.list(filter, after, before, size);
    }

    private List<UUID> tagged(String text) {
        return ids(page(filter(text, null), null, null, 50));
    }

    private List<UUID> found(String text) {
        return ids(page(new CustomerFilter(text, null, null), null, null, 50));
    }

    private static List<UUID> ids(Keyset.Page<CustomerCard> page) {
        return page.rows().stream().map(CustomerCard::id).toList();
    }

    private static List<String> names(Keyset.Page<CustomerCard> page) {
        return page.rows().stream().map(row -> row.details().companyName()).toList();
    }
}
