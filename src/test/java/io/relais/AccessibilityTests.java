package io.relais;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openqa.selenium.support.ui.ExpectedConditions.not;
import static org.openqa.selenium.support.ui.ExpectedConditions.presenceOfElementLocated;
import static org.openqa.selenium.support.ui.ExpectedConditions.urlContains;

import io.relais.account.SampleAccounts;
import io.relais.customer.SampleCustomers;
import io.relais.directory.Directory;
import io.relais.enrollment.Decision;
import io.relais.enrollment.SampleEnrollments;
import io.relais.order.OrderSelection;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.Side;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import io.relais.support.SampleSupport;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * Our pages as <a href="https://github.com/dequelabs/axe-core">axe-core</a> sees them in a real browser: no barrier of WCAG 2.2 AA that a
 * machine can find, in both languages, and nothing that has to be scrolled sideways on a phone.
 */
@RelaisTest
class AccessibilityTests {

    private static final String LOOK_FOR_BARRIERS =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
              .then(found => done(found.violations.flatMap(barrier => barrier.nodes.map(node =>
                  barrier.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ')))))
              .catch(problem => done(['axe-core failed: ' + problem]));
            """;

    private static final String LOOK_FOR_WIDE_THINGS =
            """
            if (document.documentElement.scrollWidth <= 320) return [];
            return ['The page'].concat([...document.querySelectorAll('body *')]
              .filter(one => one.getBoundingClientRect().right > 320 && !one.closest('.table-responsive > *'))
              .map(one => one.outerHTML.slice(0, 120)));
            """;

    private static ChromeDriver browser;
    private static String axe;

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @BeforeAll
    static void openBrowser() throws IOException {
        Optional<File> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = onPath("chromedriver");
        assumeTrue(
                System.getenv("CI") != null || chromium.isPresent() && driver.isPresent(),
                "No Chromium with its driver is installed, so no page was looked at in a browser.");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--force-prefers-reduced-motion",
                "--window-size=1280,1000");
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.orElseThrow())
                        .build(),
                options);
        try (InputStream script = AccessibilityTests.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
        browser.manage().deleteAllCookies();
        browser.manage().window().setSize(new Dimension(1280, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void staffMeetNoBarrier(String language) {
        List<String> pages = staffPages();
        signIn(language);

        SoftAssertions every = new SoftAssertions();
        for (String page : pages) {
            open(page);
            every.assertThat(barriers()).as(page + ", " + browser.getTitle()).isEmpty();
        }
        every.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void staffMeetNoBarrierWhenTheirInputIsRefused(String language) {
        SampleOrders.as("ada");
        UUID details = orders().started(null);
        UUID request = requests().start();
        signIn(language);

        for (String page :
                List.of("/orders/" + details + "/details", "/partnership-requests/" + request + "/details")) {
            open(page);
            browser.findElement(By.cssSelector("main [data-primary], main .btn-primary"))
                    .click();
            patiently().until(presenceOfElementLocated(By.className("is-invalid")));
            assertThat(barriers()).as(page + " with problems").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void visitorsMeetNoBarrier(String language) {
        for (String page : visitorsPages()) {
            open(page + "?lang=" + language);
            assertThat(barriers()).as(page).isEmpty();
        }
        open("/login?error");
        assertThat(barriers()).as("refused sign-in").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void customersMeetNoBarrier(String language) {
        signIn("/customer/login", language, "admin@kerval.onmicrosoft.com");
        List<String> pages = customersPages();

        SoftAssertions every = new SoftAssertions();
        for (String page : pages) {
            open(page);
            every.assertThat(barriers()).as(page + ", " + browser.getTitle()).isEmpty();
        }
        every.assertAll();
    }

    @Test
    void nothingOfACustomersPagesIsWiderThanAPhone() {
        signIn("/customer/login", "fr", "admin@kerval.onmicrosoft.com");
        nothingIsWiderThanAPhone(customersPages());
    }

    /** Of the customer who is signed in. */
    private List<String> customersPages() {
        open("/customer/subscriptions");
        String subscription = browser.findElement(By.cssSelector("tbody th a")).getDomAttribute("href");
        return List.of(
                "/customer",
                "/customer/subscriptions",
                subscription,
                "/customer/partners",
                "/customer/partners/delegated-administration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void resellersMeetNoBarrier(String language) {
        signIn("/reseller/login", language, "claire.morel@nuage-atlantique.example");
        SoftAssertions every = new SoftAssertions();
        for (String page : resellersPages()) {
            open(page);
            every.assertThat(barriers()).as(page + ", " + browser.getTitle()).isEmpty();
        }
        every.assertAll();
    }

    @Test
    void nothingOfAResellersPagesIsWiderThanAPhone() {
        signIn("/reseller/login", "fr", "claire.morel@nuage-atlantique.example");
        nothingIsWiderThanAPhone(resellersPages());
    }

    /** Of the reseller who is signed in, with a proposal and an invitation. */
    private List<String> resellersPages() {
        // Other tests give this reseller customers that have nothing yet.
        open("/reseller/customers?text=Kerval");
        String customer = browser.findElement(By.cssSelector("tbody th a")).getDomAttribute("href");
        open(customer);
        String subscription = browser.findElement(By.cssSelector("tbody th a")).getDomAttribute("href");
        browser.findElement(By.cssSelector("form[action$='/orders'] button")).click();
        WebElement offer = patiently().until(presenceOfElementLocated(By.cssSelector(".relais-offers button")));
        String choose = path();
        offer.click();
        patiently().until(presenceOfElementLocated(By.id("licenses-0")));
        open("/reseller/customers");
        browser.findElement(By.cssSelector("form[action$='/customer-requests'] button"))
                .click();
        String ask = path();
        return List.of(
                "/reseller",
                "/reseller/customers",
                customer,
                subscription,
                subscription + "/licenses",
                subscription + "/auto-renew",
                "/reseller/orders",
                choose,
                choose.replace("/subscriptions", ""),
                "/reseller/providers",
                "/reseller/customer-requests",
                ask,
                "/reseller/company",
                "/reseller/company/edit");
    }

    private String path() {
        return java.net.URI.create(browser.getCurrentUrl()).getPath();
    }

    @Test
    void nothingIsWiderThanAPhone() {
        List<String> pages =
                Stream.concat(visitorsPages().stream(), staffPages().stream()).toList();
        signIn("fr");
        nothingIsWiderThanAPhone(pages);
    }

    private void nothingIsWiderThanAPhone(List<String> pages) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 320, "height", 700, "deviceScaleFactor", 1, "mobile", false));
        try {
            SoftAssertions every = new SoftAssertions();
            for (String page : pages) {
                open(page);
                every.assertThat((List<?>) browser.executeScript(LOOK_FOR_WIDE_THINGS))
                        .as("what is wider than a phone on %s, %s", page, browser.getTitle())
                        .isEmpty();
            }
            every.assertAll();
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    private List<String> visitorsPages() {
        String token = SampleOrders.as(
                "ada",
                () -> SampleOrders.invited(
                        requests(), "Revendeur Exemple", SampleOrders.freshDomain() + "@relais.example.org"));
        SampleEnrollments enrollments = new SampleEnrollments(context);
        UUID begun = enrollments.begun(SampleEnrollments.declaration(), null);
        UUID confirmed = enrollments.confirmed(SampleEnrollments.declaration(), null);
        UUID asked = enrollments.inVerification(SampleEnrollments.declaration(), null);
        enrollments.decided("ada", asked, Decision.ASK, "Who signs for you?");
        String enroll = "/reseller/public/enroll";
        return List.of(
                "/login",
                "/partnership/" + token,
                "/partnership/" + token + "/enroll",
                enroll,
                enroll + "/sent",
                enroll + "/" + enrollments.token(begun),
                enroll + "/" + enrollments.token(confirmed),
                enroll + "/" + enrollments.token(asked),
                "/find-a-provider",
                "/find-a-provider?country=DE",
                "/partnership/" + "x".repeat(43),
                "/relationship/" + relationship());
    }

    /** Asks a company for a relationship and returns the token of its personal link. */
    private String relationship() {
        return SampleOrders.as("ada", () -> {
            RelationshipRequests relationships = context.getBean(RelationshipRequests.class);
            UUID id = relationships.start();
            relationships.describe(
                    id,
                    new io.relais.relationship.Invitee(
                            "Société Exemple",
                            "boss@" + SampleOrders.freshDomain() + ".example",
                            "Zoé Lumière",
                            "FR",
                            "fr",
                            null,
                            true,
                            30));
            String body = relationships.message(id).body();
            relationships.done(id);
            return body.replaceAll("(?s).*/relationship/([A-Za-z0-9_-]+).*", "$1");
        });
    }

    private List<String> staffPages() {
        SampleOrders.as("ada");
        Subscription subscription = new SampleSubscriptions(context).premium(10);
        UUID subscriptions = orders().atSubscriptions("Contoso", SampleOrders.freshDomain(), null);
        UUID review = orders().atReview("Contoso", SampleOrders.freshDomain(), null);
        UUID placing = orders().submitted("Contoso", SampleOrders.freshDomain(), null);
        UUID placed = orders().placed("Contoso", SampleOrders.freshDomain(), null);
        SampleCustomers customers = new SampleCustomers(context);
        UUID customer = customers.open("Contoso", customers.reseller(0), "VIP");
        UUID details = orders().started(null);
        UUID reseller = orders().activeReseller("Partenaire " + SampleOrders.freshDomain());
        orders().placed("Contoso", SampleOrders.freshDomain(), reseller);
        new SampleAccounts(context).person(Side.RESELLER, reseller, true);
        UUID describe = requests().start();
        UUID relationship = context.getBean(RelationshipRequests.class).start();
        UUID send = requests().start();
        requests()
                .describe(
                        send,
                        new Invitee(
                                "Revendeur Exemple",
                                SampleOrders.freshDomain() + "@example.org",
                                "Remi Revel",
                                "FR",
                                "fr",
                                null,
                                30));
        UUID change = context.getBean(Directory.class).start();
        Orders faces = context.getBean(Orders.class);
        UUID chooseCustomer = faces.startFor(customer);
        SampleEnrollments enrollments = new SampleEnrollments(context);
        UUID enrollment = enrollments.inVerification(SampleEnrollments.declaration(), null);
        enrollments.claim("ada", enrollment);
        faces.backToDetails(chooseCustomer, new OrderSelection(List.of()));
        return List.of(
                "/",
                "/tasks",
                "/resellers",
                "/resellers?text=nobody",
                "/resellers?state=REMOVED",
                "/enrollments",
                "/enrollments?text=nobody",
                "/enrollments/" + enrollment,
                "/enrollments/" + enrollment + "/verify",
                "/resellers/" + reseller,
                "/resellers/" + reseller + "/people/invite",
                "/resellers/" + reseller + "/compliance",
                "/resellers/" + reseller + "/removal?find-heir-customers=a",
                "/customers",
                "/customers?text=nobody",
                "/relationship-requests",
                "/relationship-requests/" + relationship,
                "/relationship-requests/" + relationship + "/details",
                "/incentives",
                "/incentives/" + YearMonth.now(Clock.systemUTC()).minusMonths(1),
                "/incentives/" + YearMonth.now(Clock.systemUTC()).minusMonths(1) + "/" + customers.reseller(0),
                "/incentives/lost",
                "/incentives/performance",
                "/catalog",
                "/catalog?text=nothing",
                "/catalog/imports",
                "/customers/" + customer,
                "/customers/" + customer + "/edit",
                "/customers/" + customer + "/requests",
                "/customers/" + customer + "/history",
                "/customers/" + customer + "/removal",
                "/customers/" + subscription.getCustomerId() + "/subscriptions",
                "/subscriptions/" + subscription.getId(),
                "/subscriptions/" + subscription.getId() + "/licenses",
                "/subscriptions/" + subscription.getId() + "/upgrade",
                "/subscriptions/" + subscription.getId() + "/cancel",
                "/subscriptions/" + subscription.getId() + "/reseller",
                "/subscriptions/" + subscription.getId() + "/support-contact",
                "/subscriptions/due",
                "/subscriptions/rules",
                "/customers/" + customer + "/resellers/" + customers.reseller(0) + "/end",
                "/partnership-requests/" + describe,
                "/partnership-requests/" + describe + "/details",
                "/partnership-requests/" + send + "/send",
                "/orders/" + details + "/details",
                "/orders/" + subscriptions + "/subscriptions",
                "/orders/" + review + "/subscriptions",
                "/orders/" + review + "/review",
                "/orders/" + placing,
                "/orders/" + placed + "/confirmation",
                "/orders/" + placed,
                "/orders",
                "/orders?state=SUBMITTED",
                "/orders/" + chooseCustomer + "/customer",
                "/orders/" + chooseCustomer + "/customer?text=nobody",
                "/customers/" + customer + "/orders",
                "/cases/" + review,
                "/support-requests",
                "/support-requests?overdue=true&severity=CRITICAL",
                "/support-requests/new?customer=" + subscription.getCustomerId(),
                "/support-requests/" + new SampleSupport(context).withReseller(),
                "/company-profile",
                "/company-profile/requests/" + change,
                "/company-profile/requests/" + change + "/details",
                "/company-profile/requests/" + change + "/withdraw",
                "/nowhere");
    }

    private SampleOrders orders() {
        return new SampleOrders(context);
    }

    private PartnershipRequests requests() {
        return context.getBean(PartnershipRequests.class);
    }

    private void signIn(String language) {
        signIn("/login", language, "ada");
    }

    private void signIn(String login, String language, String name) {
        open(login + "?lang=" + language);
        browser.findElement(By.id("username")).sendKeys(name);
        browser.findElement(By.id("password")).sendKeys("Relais-Demo-2026");
        browser.findElement(By.cssSelector("main button")).click();
        patiently().until(not(urlContains("/login")));
    }

    private static WebDriverWait patiently() {
        return new WebDriverWait(browser, Duration.ofSeconds(20));
    }

    private void open(String path) {
        browser.get("http://localhost:" + port + path);
    }

    @SuppressWarnings("unchecked")
    private static List<String> barriers() {
        browser.executeScript(axe);
        return (List<String>) browser.executeAsyncScript(LOOK_FOR_BARRIERS);
    }

    private static Optional<File> onPath(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
