package io.relais.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.catalog.CatalogItem;
import io.relais.subscription.Subscription.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;

/** What may be ordered together, and how much of it (domain.md F-31 to F-33): said at the line it concerns. */
class OrderRulesTests {

    private static final List<CatalogItem> KNOWN = new ArrayList<>();

    private static final CatalogItem BUSINESS = offer("BUSINESS:0001", "P1Y", 1, 300);
    private static final CatalogItem BUSINESS_MONTHLY = offer("BUSINESS:0001", "P1M", 1, 300);
    private static final CatalogItem ENTERPRISE = offer("ENTERPRISE:0001", "P1Y", 1, 10_000_000);
    private static final CatalogItem AT_LEAST_TEN = offer("CALLING:0001", "P1Y", 10, 20);
    private static final CatalogItem ADD_ON =
            with(offer("ADDON:0001", "P1Y", 1, 300), false, Set.of("BUSINESS:0001", "OTHER:0001"), null);
    private static final CatalogItem TRIAL = with(offer("BUSINESS:0009", "P1M", 25, 25), true, Set.of(), 1);
    private static final CatalogItem ONLY_TWICE = with(offer("LIMITED:0001", "P1Y", 1, 300), false, Set.of(), 2);
    private static final CatalogItem ONLY_TWICE_MONTHLY =
            with(offer("LIMITED:0001", "P1M", 1, 300), false, Set.of(), 2);
    private static final CatalogItem ONLY_TWICE_3_YEARS =
            with(offer("LIMITED:0001", "P3Y", 1, 300), false, Set.of(), 2);

    private final OrderRules rules = new OrderRules(null, null, null, null);

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "299", "300", " 300 ", "007"})
    void acceptsLicensesWithinTheRange(String licenses) {
        assertThat(problems(line(BUSINESS, licenses))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "0, order.line.licenses.range, The number of licenses must be between 1 and 300.",
                "301, order.line.licenses.range, The number of licenses must be between 1 and 300.",
                "999999999, order.line.licenses.range, The number of licenses must be between 1 and 300.",
                "abc, order.line.licenses.number, Enter a whole number between 1 and 300.",
                "'', order.line.licenses.number, Enter a whole number between 1 and 300.",
                "null, order.line.licenses.number, Enter a whole number between 1 and 300.",
                "'  ', order.line.licenses.number, Enter a whole number between 1 and 300.",
                "-1, order.line.licenses.number, Enter a whole number between 1 and 300.",
                "1.5, order.line.licenses.number, Enter a whole number between 1 and 300.",
                "'1,5', order.line.licenses.number, Enter a whole number between 1 and 300.",
                "1e2, order.line.licenses.number, Enter a whole number between 1 and 300.",
                "99999999999999999999, order.line.licenses.number, Enter a whole number between 1 and 300."
            })
    void refusesOtherLicensesAtTheirLine(String licenses, String code, String words) {
        BindingResult errors = check(line(ENTERPRISE, "5"), line(BUSINESS, licenses));

        assertThat(problems(errors)).containsExactly("lines[1].licenses " + code);
        assertThat(words(errors, Locale.ENGLISH)).containsExactly(words);
    }

    @Test
    void countsThousandsInMessagesWithoutLosingDigits() {
        assertThat(words(check(line(ENTERPRISE, "10000001")), Locale.ENGLISH))
                .containsExactly("The number of licenses must be between 1 and 10,000,000.");
    }

    @Test
    void knowsMinimaOtherThanOne() {
        assertThat(problems(line(AT_LEAST_TEN, "9"))).containsExactly("lines[0].licenses order.line.licenses.range");
        assertThat(problems(line(AT_LEAST_TEN, "10"))).isEmpty();
    }

    @Test
    void saysThatATrialAlwaysHasItsLicenses() {
        BindingResult errors = check(line(TRIAL, "24"));

        assertThat(problems(errors)).containsExactly("lines[0].licenses order.line.licenses.fixed");
        assertThat(words(errors, Locale.FRENCH)).containsExactly("Le nombre de licences est toujours 25.");
        assertThat(problems(line(TRIAL, "25"))).isEmpty();
    }

    @Test
    void wantsSomethingChosen() {
        BindingResult errors = check();

        assertThat(errors.getGlobalErrors())
                .extracting(error -> error.getCode())
                .containsExactly("order.lines.none");
        assertThat(words(errors, Locale.FRENCH)).singleElement().asString().contains("catalogue");
    }

    @Test
    void refusesWhatIsNotSoldInTheMarket() {
        OrderSelection selection =
                new OrderSelection(List.of(line(BUSINESS, "1"), new OrderLine(UUID.randomUUID(), "1", null)));
        BindingResult errors = new BeanPropertyBindingResult(selection, "form");

        rules.check(selection, Map.of(BUSINESS.offerId(), BUSINESS), List.of(), errors);

        assertThat(problems(errors)).containsExactly("lines[1].offerId order.line.notSold");
    }

    @Test
    void refusesTheSameOfferTwiceAtTheSecondLine() {
        assertThat(problems(line(BUSINESS, "10"), line(BUSINESS, "10")))
                .containsExactly("lines[1].offerId order.line.twice");
    }

    @Test
    void sharesTheLicensesOfAProductAmongItsTerms() {
        assertThat(problems(line(BUSINESS, "200"), line(BUSINESS_MONTHLY, "100")))
                .isEmpty();

        BindingResult errors = check(line(BUSINESS, "200"), line(ENTERPRISE, "500"), line(BUSINESS_MONTHLY, "101"));

        assertThat(problems(errors))
                .containsExactly("lines[0].licenses order.line.pool", "lines[2].licenses order.line.pool");
        assertThat(words(errors, Locale.ENGLISH))
                .contains(
                        "A customer can have at most 300 licenses of this product; the lines of this order add up to 301.");
        assertThat(words(errors, Locale.FRENCH)).anyMatch(text -> text.contains("300") && text.contains("301"));
    }

    @Test
    void countsTheLicensesOfAProductHoweverHugeTheyAre() {
        assertThat(problems(line(ENTERPRISE, "999999999"), line(BUSINESS, "1")))
                .containsExactly("lines[0].licenses order.line.licenses.range");
        CatalogItem monthly = offer("ENTERPRISE:0001", "P1M", 1, 10_000_000);
        CatalogItem threeYears = offer("ENTERPRISE:0001", "P3Y", 1, 10_000_000);
        assertThat(problems(line(ENTERPRISE, "999999999"), line(monthly, "999999999"), line(threeYears, "999999999")))
                .hasSize(3);
    }

    @Test
    void saysOnlyWhatIsWrongWithALineThatIsOutOfRangeByItself() {
        assertThat(problems(line(BUSINESS, "301"), line(BUSINESS_MONTHLY, "1")))
                .containsExactly("lines[0].licenses order.line.licenses.range", "lines[1].licenses order.line.pool");
    }

    @Test
    void keepsToTheLimitPerCustomer() {
        assertThat(problems(line(ONLY_TWICE, "1"), line(ONLY_TWICE_MONTHLY, "1")))
                .isEmpty();

        BindingResult errors =
                check(line(ONLY_TWICE, "1"), line(ONLY_TWICE_MONTHLY, "1"), line(ONLY_TWICE_3_YEARS, "1"));

        assertThat(problems(errors)).containsExactly("lines[2].offerId order.line.limit");
        assertThat(words(errors, Locale.ENGLISH)).singleElement().asString().contains("only twice.");
    }

    @Test
    void needsABaseForAnAddOn() {
        assertThat(problems(line(ADD_ON, "5"))).containsExactly("lines[0].offerId order.line.base");
        assertThat(problems(line(ENTERPRISE, "5"), line(ADD_ON, "5")))
                .containsExactly("lines[1].offerId order.line.base");
    }

    @Test
    void takesAnAddOnWithOneOfItsBasesInWhateverOrder() {
        assertThat(problems(line(BUSINESS, "5"), line(ADD_ON, "5"))).isEmpty();
        assertThat(problems(line(ADD_ON, "5"), line(BUSINESS_MONTHLY, "5"))).isEmpty();
    }

    @Test
    void refusesATrialBesideTheSameProductForMoney() {
        assertThat(problems(line(BUSINESS, "5"), line(TRIAL, "25")))
                .containsExactly("lines[1].offerId order.line.trialAndPaid");
        assertThat(problems(line(ENTERPRISE, "5"), line(TRIAL, "25"))).isEmpty();
    }

    @Test
    void tellsEverythingAtOnce() {
        assertThat(problems(line(ADD_ON, "0"), line(TRIAL, "x")))
                .containsExactlyInAnyOrder(
                        "lines[0].offerId order.line.base",
                        "lines[0].licenses order.line.licenses.range",
                        "lines[1].licenses order.line.licenses.number");
    }

    @Test
    void saysEveryRefusalInBothLanguages() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            for (BindingResult errors : List.of(
                    check(),
                    check(line(ADD_ON, "0"), line(TRIAL, "x"), line(BUSINESS, "300"), line(BUSINESS, "300")),
                    check(line(ONLY_TWICE, "1"), line(ONLY_TWICE_MONTHLY, "1"), line(ONLY_TWICE_3_YEARS, "1")))) {
                assertThat(words(errors, language))
                        .isNotEmpty()
                        .noneMatch(text -> text.contains("{") || text.contains("order."));
            }
        }
    }

    // ---- in the light of what the customer owns

    @Test
    void countsWhatIsOwnedTowardsTheLimitPerCustomerUntilItIsDeleted() {
        for (State state : State.values()) {
            List<Owned> owned = List.of(owned(ONLY_TWICE, State.ACTIVE, 1), owned(ONLY_TWICE, state, 1));
            BindingResult errors = check(owned, line(ONLY_TWICE_MONTHLY, "1"));
            if (state == State.DELETED) {
                assertThat(problems(errors)).isEmpty();
            } else {
                assertThat(problems(errors)).as(state.name()).containsExactly("lines[0].offerId order.line.limitOwned");
                assertThat(words(errors, Locale.ENGLISH))
                        .singleElement()
                        .asString()
                        .contains("only twice, and this one already has it twice");
            }
        }
        assertThat(problems(
                        List.of(owned(ONLY_TWICE, State.ACTIVE, 1)),
                        line(ONLY_TWICE, "1"),
                        line(ONLY_TWICE_MONTHLY, "1")))
                .containsExactly("lines[1].offerId order.line.limitOwned");
    }

    @Test
    void countsATrialForEver() {
        for (State state : State.values()) {
            assertThat(problems(List.of(owned(TRIAL, state, 25)), line(TRIAL, "25")))
                    .as(state.name())
                    .containsExactly("lines[0].offerId order.line.trialHad");
        }
        CatalogItem withoutLimit = with(offer("UNLIMITED:0009", "P1M", 25, 25), true, Set.of(), null);
        assertThat(problems(List.of(owned(withoutLimit, State.DELETED, 25)), line(withoutLimit, "25")))
                .as("whatever the price list says")
                .containsExactly("lines[0].offerId order.line.trialHad");
    }

    @Test
    void countsATrialThatWasConverted() {
        for (State state : State.values()) {
            Owned converted = new Owned(BUSINESS.sku(), TRIAL.sku(), BUSINESS.title(), state, 25, false);
            assertThat(problems(List.of(converted), line(TRIAL, "25")))
                    .as(state.name())
                    .contains("lines[0].offerId order.line.trialHad");
        }
        Owned upgraded = new Owned(ONLY_TWICE.sku(), BUSINESS.sku(), ONLY_TWICE.title(), State.ACTIVE, 1, false);
        assertThat(problems(List.of(upgraded), line(ONLY_TWICE, "1"), line(ONLY_TWICE_MONTHLY, "1")))
                .as("of what is paid it counts as what it is")
                .containsExactly("lines[1].offerId order.line.limitOwned");
    }

    @Test
    void refusesATrialOfWhatTheCustomerPaysFor() {
        assertThat(problems(List.of(owned(BUSINESS, State.SUSPENDED, 5)), line(TRIAL, "25")))
                .containsExactly("lines[0].offerId order.line.trialOwned");
        assertThat(problems(List.of(owned(BUSINESS, State.DELETED, 5)), line(TRIAL, "25")))
                .isEmpty();
        assertThat(problems(List.of(owned(ENTERPRISE, State.ACTIVE, 5)), line(TRIAL, "25")))
                .isEmpty();
    }

    @Test
    void sharesTheLicensesOfAProductWithWhatIsOwned() {
        List<Owned> owned = List.of(owned(BUSINESS, State.ACTIVE, 100), owned(BUSINESS, State.EXPIRED, 50));

        assertThat(problems(owned, line(BUSINESS, "100"), line(BUSINESS_MONTHLY, "50")))
                .isEmpty();
        BindingResult errors = check(owned, line(BUSINESS, "100"), line(BUSINESS_MONTHLY, "51"));
        assertThat(problems(errors))
                .containsExactly("lines[0].licenses order.line.poolOwned", "lines[1].licenses order.line.poolOwned");
        assertThat(words(errors, Locale.ENGLISH))
                .contains("A customer can have at most 300 licenses of this product; this one already has 150, and this"
                        + " order adds 151.");
    }

    @Test
    void takesAnAddOnOfAnActiveBaseAndSaysWhatToDoAboutASuspendedOne() {
        assertThat(problems(List.of(owned(BUSINESS, State.ACTIVE, 5)), line(ADD_ON, "5")))
                .isEmpty();
        BindingResult errors = check(List.of(owned(BUSINESS, State.SUSPENDED, 5)), line(ADD_ON, "5"));
        assertThat(problems(errors)).containsExactly("lines[0].offerId order.line.baseSuspended");
        assertThat(words(errors, Locale.FRENCH)).singleElement().asString().contains("BUSINESS:0001", "Réactivez-le");
        assertThat(problems(
                        List.of(owned(BUSINESS, State.SUSPENDED, 5), owned(BUSINESS, State.ACTIVE, 5)),
                        line(ADD_ON, "5")))
                .isEmpty();
        for (State gone : List.of(State.EXPIRED, State.DISABLED, State.DELETED)) {
            assertThat(problems(List.of(owned(BUSINESS, gone, 5)), line(ADD_ON, "5")))
                    .as(gone.name())
                    .containsExactly("lines[0].offerId order.line.base");
        }
    }

    @Test
    void saysEveryRefusalOfWhatIsOwnedInBothLanguages() {
        List<Owned> owned = List.of(
                owned(BUSINESS, State.SUSPENDED, 300),
                owned(TRIAL, State.DELETED, 25),
                owned(ONLY_TWICE, State.ACTIVE, 1));
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            assertThat(words(
                            check(
                                    owned,
                                    line(ADD_ON, "1"),
                                    line(TRIAL, "25"),
                                    line(BUSINESS_MONTHLY, "1"),
                                    line(ONLY_TWICE, "1"),
                                    line(ONLY_TWICE_MONTHLY, "1")),
                            language))
                    .hasSizeGreaterThanOrEqualTo(4)
                    .noneMatch(text -> text.contains("{") || text.contains("order."));
        }
    }

    // ---- small things

    private static Owned owned(CatalogItem offer, State state, int licenses) {
        return new Owned(offer.sku(), offer.sku(), offer.title(), state, licenses, offer.trial());
    }

    private static OrderLine line(CatalogItem offer, String licenses) {
        return new OrderLine(offer.offerId(), licenses, null);
    }

    private BindingResult check(OrderLine... lines) {
        return check(List.of(), lines);
    }

    private BindingResult check(List<Owned> owned, OrderLine... lines) {
        OrderSelection selection = new OrderSelection(Arrays.asList(lines));
        BindingResult errors = new BeanPropertyBindingResult(selection, "form");
        Map<UUID, CatalogItem> sold = new LinkedHashMap<>();
        KNOWN.forEach(offer -> sold.put(offer.offerId(), offer));
        rules.check(selection, sold, owned, errors);
        return errors;
    }

    private List<String> problems(List<Owned> owned, OrderLine... lines) {
        return problems(check(owned, lines));
    }

    private List<String> problems(OrderLine... lines) {
        return problems(check(lines));
    }

    private static List<String> problems(BindingResult errors) {
        return errors.getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getCode())
                .toList();
    }

    private static List<String> words(BindingResult errors, Locale language) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages/order");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return errors.getAllErrors().stream()
                .map(error -> messages.getMessage(error.getCode(), error.getArguments(), language))
                .toList();
    }

    private static CatalogItem offer(String sku, String term, int min, int max) {
        String[] ids = sku.split(":");
        return remember(new CatalogItem(
                UUID.randomUUID(),
                ids[0],
                ids[1],
                sku,
                "",
                "Other",
                "User",
                term,
                "monthly",
                min,
                max,
                false,
                false,
                Set.of(),
                null,
                BigDecimal.TEN,
                "EUR"));
    }

    private static CatalogItem with(CatalogItem o, boolean trial, Set<String> bases, Integer limit) {
        return remember(new CatalogItem(
                o.offerId(),
                o.productId(),
                o.skuId(),
                o.title(),
                o.description(),
                o.category(),
                o.unit(),
                o.termDuration(),
                o.billingPlan(),
                o.minLicenses(),
                o.maxLicenses(),
                trial,
                !bases.isEmpty(),
                bases,
                limit,
                o.unitPrice(),
                o.currency()));
    }

    private static CatalogItem remember(CatalogItem offer) {
        KNOWN.add(offer);
        return offer;
    }
}
