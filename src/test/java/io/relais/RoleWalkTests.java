package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.partnership.PartnershipRequests;
import io.relais.relationship.RelationshipRequests;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * One person of each role goes through the whole house, in either language: every page is there, in that language, complete, and fits a
 * desk and a phone; what is not for the role is neither in the menu nor behind its address.
 *
 * <p>To add a page, add a line to {@link #PAGES}; where the path names something in braces, {@link #makeThings} makes it.
 */
@RelaisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleWalkTests {

    /** A page has the words of the language on it. A star before the path: it is in the menu, by those words. */
    private static final List<Page> PAGES = table(
            """
            PATH                                      | ENGLISH                      | FRENCH                                 | FOR
            * /                                       | Dashboard                    | Tableau de bord                        | ada sam hal paula oscar admin
            * /resellers                              | Indirect resellers           | Revendeurs indirects                   | ada sam
            /resellers/{reseller}                     | Compliance                   | Conformité                             | ada sam
            /resellers/{reseller}/compliance          | Check compliance             | Vérifier la conformité                 | ada sam
            /resellers/{reseller}/removal             | What this does               | Ce que cela entraîne                   | ada sam
            /partnership-requests/{invitation}         | Partnership request          | Demande de partenariat                 | ada sam
            /enrollments                              | Enrollments of resellers     | Inscriptions de revendeurs             | ada sam
            * /customers                              | Customers                    | Clients                                | ada sam hal
            /customers?text=nobody-is-called-so       | No customer                  | Aucun client                           | ada sam hal
            /customers/{customer}                     | Overview                     | Vue d’ensemble                         | ada sam hal
            /customers/{customer}/subscriptions       | Subscriptions                | Abonnements                            | ada sam hal
            /customers/{customer}/orders              | Orders                       | Commandes                              | ada sam hal
            /customers/{customer}/requests            | Requests                     | Demandes                               | ada sam hal
            /customers/{customer}/history             | History                      | Historique                             | ada sam hal
            /customers/{customer}/edit                | Edit company                 | Modifier la société                    | ada sam hal
            /customers/{customer}/removal             | Remove the relationship      | Supprimer la relation                  | ada sam
            /customers/{customer}/password            | Generate a new temporary     | Générer un nouveau mot de passe        | ada
            /relationship-requests                    | Relationship requests        | Demandes de relation                   | ada sam hal
            /relationship-requests/{relationship}      | Relationship request         | Demande de relation                    | ada sam hal
            /subscriptions/{subscription}             | Three associations           | Trois associations                     | ada sam hal
            /subscriptions/{subscription}/nickname    | Nickname                     | Surnom                                 | ada sam
            /subscriptions/{subscription}/licenses    | Number of licenses           | Nombre de licences                     | ada sam
            /subscriptions/{subscription}/upgrade     | Upgrade to                   | Mettre à niveau vers                   | ada sam
            /subscriptions/{subscription}/suspend     | Suspend                      | Suspendre                              | ada sam
            /subscriptions/{subscription}/auto-renew  | Auto-renew                   | Renouvellement automatique             | ada sam
            /subscriptions/{subscription}/cancel      | Cancel subscription          | Annuler l’abonnement                   | ada sam
            /subscriptions/{trial}/convert            | Convert to paid              | Convertir en payant                    | ada sam
            /subscriptions/{subscription}/reseller    | Reseller on record           | Revendeur enregistré                   | ada sam
            /subscriptions/{subscription}/support-contact | Designated support contact | Contact de support désigné          | ada hal
            /subscriptions/due                        | Due soon                     | Échéances proches                      | ada sam hal
            /subscriptions/rules                      | How long things last         | Durées et délais                       | ada sam hal
            /orders                                   | Orders                       | Commandes                              | ada sam hal
            /orders/{order}                           | Subscriptions                | Abonnements                            | ada sam hal
            /cases/{order}                            | Who did what when            | Qui a fait quoi, et quand              | ada sam oscar
            * /catalog                                | Catalog                      | Catalogue                              | ada sam hal
            /catalog/offers/{offer}                   | Prices                       | Prix                                   | ada sam hal
            /catalog/imports                          | Import a price list          | Importer un tarif                      | ada
            * /tasks                                  | My tasks                     | Mes tâches                             | ada sam hal
            /support-requests                         | Support requests             | Demandes de support                  | ada sam hal
            * /incentives                             | Incentives                   | Primes                                 | ada sam
            /incentives/lost                          | Lost credit                  | Crédit perdu                           | ada sam
            /incentives/performance                   | Reseller performance         | Performance des revendeurs             | ada sam
            /enrollments                              | Enrollments of resellers     | Inscriptions de revendeurs             | ada sam
            /company-profile                          | Company profile              | Profil de la société                   | ada sam
            * /outgoing-mail                          | Outgoing mail                | Courrier sortant                       | oscar
            """);

    /** The engine's own pages, which refuse in their own words. */
    private static final List<Page> ENGINE = table(
            """
            PATH                              | ENGLISH       | FRENCH                | FOR
            * /camunda/app/tasklist/default/  | Start process | Démarrer un processus | ada sam hal
            * /camunda/app/cockpit/default/   | Processes     | Processes             | paula oscar
            * /camunda/app/admin/default/     | Users         | Users                 | admin
            """);

    private static final String STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus";
    /** Asks for addresses as a link would, without showing what comes back. */
    private static final String ASK =
            """
            return Promise.all(arguments[0].map(async path => {
              const answer = await fetch(path, {headers: {Accept: 'text/html'}});
              const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
              return answer.status + ' ' + (page.querySelector('h1') || page.body).textContent;
            }));
            """;

    private static final String TOO_WIDE =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    private static final Map<String, String> REFUSED =
            Map.of("en", "You may not do this", "fr", "Vous n’êtes pas autorisé à faire cela");
    private static final Map<String, String> NOT_FOUND =
            Map.of("en", "There is nothing here", "fr", "Il n’y a rien ici");

    @RegisterExtension
    final Browser english = new Browser("english", "en");

    @RegisterExtension
    final Browser french = new Browser("french", "fr");

    @Autowired
    private ApplicationContext context;

    private final Map<String, UUID> things = new HashMap<>();

    record Page(String path, boolean inMenu, Map<String, String> words, List<String> people) {

        boolean isFor(String person) {
            return people.contains(person);
        }
    }

    @BeforeAll
    void makeThings() {
        SampleOrders orders = new SampleOrders(context);
        SampleSubscriptions subscriptions = new SampleSubscriptions(context);
        SampleOrders.as("ada");
        UUID reseller = orders.activeReseller("Partenaire " + SampleOrders.freshDomain());
        UUID order = orders.placed("Librairie Garance", SampleOrders.freshDomain(), reseller);
        Subscription subscription = subscriptions.premium(10);
        things.put("reseller", reseller);
        things.put("order", order);
        things.put("customer", new SampleCustomers(context).open("Épicerie Lumière", reseller, "VIP"));
        things.put("subscription", subscription.getId());
        things.put(
                "trial",
                subscriptions
                        .start(subscriptions.customer(null), SampleOrders.PREMIUM_TRIAL, "P1M", "none", 25, null)
                        .getId());
        things.put("offer", orders.offer(SampleOrders.PREMIUM, "P1Y", "annual").offerId());
        things.put("invitation", context.getBean(PartnershipRequests.class).start());
        things.put("relationship", context.getBean(RelationshipRequests.class).start());
        SampleOrders.asNobody();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "ada, en", "ada, fr", "sam, en", "sam, fr", "hal, en", "hal, fr",
        "paula, en", "paula, fr", "oscar, en", "oscar, fr", "admin, en", "admin, fr"
    })
    void walksThroughTheHouse(String person, String language) {
        Browser browser = language.equals("fr") ? french : english;
        browser.signIn(person, "Relais-Demo-2026", "/");
        List<String> problems = new ArrayList<>(menu(browser, person, language));
        for (Page page : PAGES) {
            if (page.isFor(person)) {
                browser.open(path(page));
                problemsOf(browser, page, language).forEach(problem -> problems.add(path(page) + ": " + problem));
            }
        }
        problems.addAll(notRefused(browser, person, language));
        for (Page page : ENGINE) {
            if (page.isFor(person)) {
                browser.open(page.path());
                browser.seeText(page.words().get(language));
            }
        }
        browser.complaints().forEach(problems::add);

        assertThat(problems).as("%s, %s", person, language).isEmpty();
    }

    private static List<String> menu(Browser browser, String person, String language) {
        List<String> problems = new ArrayList<>();
        @SuppressWarnings("unchecked")
        Map<String, String> shown = (Map<String, String>)
                browser.run(
                        "return Object.fromEntries([...document.querySelectorAll('#menu a')].map(a => [a.getAttribute('href'), a.innerText]))");
        for (List<Page> pages : List.of(PAGES, ENGINE)) {
            pages.stream().filter(Page::inMenu).forEach(page -> {
                String there = shown.get(page.path());
                if (page.isFor(person) != (there != null)) {
                    problems.add("Menu: " + page.path() + (there == null ? " is missing" : " is not for " + person));
                } else if (there != null
                        && pages == PAGES
                        && !there.equals(page.words().get(language))) {
                    problems.add("Menu: " + page.path() + " is called " + there);
                }
            });
        }
        return problems;
    }

    private static List<String> problemsOf(Browser browser, Page page, String language) {
        List<String> problems = new ArrayList<>();
        if (!browser.run(STATUS).equals(200L)) {
            problems.add("answered " + browser.run(STATUS));
        }
        String text = browser.text("main");
        if (!text.contains(page.words().get(language))) {
            problems.add("has no “" + page.words().get(language) + "”");
        }
        if (browser.text("body").contains("??")) {
            problems.add("lacks a text: " + text.replaceAll("(?s).*(\\?\\?.{0,60}).*", "$1"));
        }
        if (!browser.run("return document.documentElement.lang").equals(language)) {
            problems.add("says it is in " + browser.run("return document.documentElement.lang"));
        }
        for (int width : new int[] {1300, 390}) {
            browser.resize(width, 1000);
            if (browser.run(TOO_WIDE).equals(true)) {
                problems.add("is too wide for " + browser.run("return innerWidth") + " points");
            }
        }
        browser.resize(1300, 1000);
        return problems;
    }

    /** An address that is not for a person answers so, in the person's language; or, where the engine decides, there is nothing to find. */
    private List<String> notRefused(Browser browser, String person, String language) {
        List<String> others = PAGES.stream()
                .filter(page -> !page.isFor(person))
                .map(this::path)
                .toList();
        List<String> refusals = List.of("403 " + REFUSED.get(language), "404 " + NOT_FOUND.get(language));
        @SuppressWarnings("unchecked")
        List<String> answers = (List<String>) browser.run(ASK, others);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!refusals.contains(answers.get(i))) {
                problems.add(others.get(i) + ": is not for " + person + ", but answered " + answers.get(i));
            }
        }
        return problems;
    }

    private String path(Page page) {
        String path = page.path();
        for (Map.Entry<String, UUID> thing : things.entrySet()) {
            path = path.replace("{" + thing.getKey() + "}", thing.getValue().toString());
        }
        return path;
    }

    private static List<Page> table(String text) {
        return text.lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .map(cells -> new Page(
                        cells[0].replaceFirst("^\\* ", ""),
                        cells[0].startsWith("*"),
                        Map.of("en", cells[1], "fr", cells[2]),
                        List.of(cells[3].split(" "))))
                .toList();
    }
}
