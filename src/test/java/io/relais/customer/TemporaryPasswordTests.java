package io.relais.customer;

import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.authentication;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.relais.RelaisTest;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import io.relais.security.SealingKeys;
import io.relais.security.SealingKeys.Sealed;
import io.relais.security.Side;
import io.relais.tasks.TaskNotHeldException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an administrator's temporary password is like, and who gets to see it how often. */
@RelaisTest
class TemporaryPasswordTests {

    private static final Pattern SHOWN = Pattern.compile("<code id=\"password\"[^>]*>([^<]+)</code>");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TemporaryPasswords passwords;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    @Autowired
    private Accounts accounts;

    @Autowired
    private SealingKeys keys;

    @Autowired
    private JdbcClient database;

    @Autowired
    private MockMvcTester mvc;

    private SampleOrders sample;

    @BeforeEach
    void signIn() {
        sample = new SampleOrders(context);
        as("sam");
    }

    @AfterEach
    void signOut() {
        asNobody();
    }

    @Test
    void hasSixteenCharactersOfFourClassesAndNoLookAlikes() {
        Set<String> made = new HashSet<>();
        Set<Character> firsts = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            String password = passwords.generate();
            made.add(password);
            firsts.add(password.charAt(0));
            assertThat(password.length()).isGreaterThanOrEqualTo(16);
            assertThat(password.chars().anyMatch(c -> c >= 'A' && c <= 'Z'))
                    .as(password)
                    .isTrue();
            assertThat(password.chars().anyMatch(c -> c >= 'a' && c <= 'z'))
                    .as(password)
                    .isTrue();
            assertThat(password.chars().anyMatch(c -> c >= '0' && c <= '9'))
                    .as(password)
                    .isTrue();
            assertThat(password.chars().anyMatch(c -> c < 128 && !Character.isLetterOrDigit(c)))
                    .as(password)
                    .isTrue();
            assertThat(password.chars().noneMatch(c -> "Il1|O0`'\"\\<>& ".indexOf(c) >= 0))
                    .as(password)
                    .isTrue();
        }
        assertThat(made).as("never the same twice").hasSize(5_000);
        assertThat(firsts).as("no class has a place of its own").hasSizeGreaterThan(60);
    }

    @Test
    void signsInWithTheHashThatIsStored() {
        UUID order = sample.placed("Hashed", freshDomain(), null);
        String password = orders.revealPassword(order).orElseThrow();
        String hash = account(order).get("PASSWORD_HASH").toString();

        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder().matches(password, hash))
                .isTrue();
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder().matches(password + "x", hash))
                .isFalse();
        assertThat(hash).startsWith("{bcrypt}$2").doesNotContain(password);
        assertThat(account(order)).containsEntry("MUST_CHANGE", true);
    }

    @Test
    void isGivenToAnAdministratorWhoIsNotDisabled() {
        UUID order = sample.placed("Two administrators", freshDomain(), null);
        UUID customer = orders.find(order).orElseThrow().customerId();
        String second = UUID.randomUUID() + "@company.example";
        accounts.openWithPassword(
                Side.CUSTOMER, customer, second, new Holder("B", "B", second, "en"), true, accounts.encode("x"), "sam");
        UUID first = customers.administrator(customer).orElseThrow().id();
        database.sql("update account set disabled_at = created_at where id = ?")
                .param(first)
                .update();

        assertThat(customers.adminUserName(customer)).isEqualTo(second);
        customers.resetAdminPassword(customer, UUID.randomUUID());
        assertThat(database.sql(
                                "select user_name from account where party_id = ? and must_change and disabled_at is null")
                        .param(customer)
                        .query(String.class)
                        .list())
                .containsExactly(second);
    }

    @Test
    void isNobodysOnceTheRelationshipIsRemoved() throws Exception {
        UUID customer = new SampleCustomers(context).open("Nobody's " + freshDomain(), null);
        UUID handOver = UUID.randomUUID();
        UUID account = accounts.openWithTemporaryPassword(
                Side.CUSTOMER,
                customer,
                UUID.randomUUID() + "@company.example",
                new Holder("B", "B", "b@company.example", "en"),
                passwords.hash("secret"));
        UUID later = accounts.openWithTemporaryPassword(
                Side.CUSTOMER,
                customer,
                UUID.randomUUID() + "@company.example",
                new Holder("C", "C", "c@company.example", "en"),
                passwords.hash("secret"));
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            passwords.seal(account, UUID.randomUUID(), "secret");
            passwords.seal(later, handOver, "secret");
        });

        customers.removeRelationship(customer, null);

        assertThat(customers.revealPassword(customer, handOver)).isEmpty();
        assertThat(database.sql("select count(*) from sealed_password where account_id in (?, ?)")
                        .params(account, later)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void isRevealedToExactlyOneOfEightWhoAskAtTheSameMoment() throws Exception {
        UUID order = sample.placed("Eight ask", freshDomain(), null);
        CyclicBarrier barrier = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> answers = new ArrayList<>();
        try {
            List<Future<Optional<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(() -> {
                    as("sam");
                    barrier.await();
                    return orders.revealPassword(order);
                }));
            }
            for (Future<Optional<String>> answer : asked) {
                answer.get().ifPresent(answers::add);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(answers).hasSize(1);
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .matches(
                                answers.get(0),
                                account(order).get("PASSWORD_HASH").toString()))
                .isTrue();
        assertThat(sealedCopies(order)).isZero();
        assertThat(reveals(order)).isEqualTo(1);
    }

    @Test
    void isGoneAfterItsRevealAndThePageSaysWhatToDo() {
        UUID order = sample.placed("Once", freshDomain(), null);

        MvcTestResult first = mvc.post()
                .uri("/orders/{id}/confirmation/reveal", order)
                .with(person("sam"))
                .with(csrf())
                .exchange();
        assertThat(first).hasStatusOk();
        assertThat(first).headers().hasValue("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
        assertThat(shown(first)).isPresent();

        for (MvcTestResult later : List.of(
                mvc.post()
                        .uri("/orders/{id}/confirmation/reveal", order)
                        .with(person("sam"))
                        .with(csrf())
                        .exchange(),
                mvc.get()
                        .uri("/orders/{id}/confirmation", order)
                        .with(person("sam"))
                        .exchange())) {
            assertThat(later).hasStatusOk();
            assertThat(shown(later)).isEmpty();
            assertThat(later)
                    .bodyText()
                    .contains("generate a new temporary password")
                    .doesNotContain(shown(first).get());
        }
    }

    @Test
    void isNotLostWhenTheTabIsClosedBeforeTheReveal() {
        UUID order = sample.placed("Closed tab", freshDomain(), null);

        for (int i = 0; i < 3; i++) {
            MvcTestResult page = mvc.get()
                    .uri("/orders/{id}/confirmation", order)
                    .with(person("sam"))
                    .exchange();
            assertThat(page).hasStatusOk();
            assertThat(shown(page)).isEmpty();
        }
        as("sam");
        assertThat(orders.revealPassword(order)).isPresent();
    }

    @Test
    void isGoneAfterOkEvenIfItWasNeverRevealed() {
        UUID order = sample.placed("Ok without looking", freshDomain(), null);

        orders.handedOver(order);

        assertThat(sealedCopies(order)).isZero();
        assertThat(customers.passwordWaitsUntil(order)).isEmpty();
        assertThat(customers.revealPassword(customer(order), order)).isEmpty();
    }

    @Test
    void isGoneAfterItsLifetime() {
        UUID order = sample.placed("Too late", freshDomain(), null);
        turnClock(Duration.ofHours(24).minusMinutes(1));
        passwords.destroyExpired();
        assertThat(customers.passwordWaitsUntil(order)).isPresent();
        assertThat(sealedCopies(order)).isEqualTo(1);

        turnClock(Duration.ofMinutes(2));

        assertThat(customers.passwordWaitsUntil(order)).isEmpty();
        assertThat(orders.revealPassword(order)).as("before it is purged, too").isEmpty();
        passwords.destroyExpired();
        assertThat(sealedCopies(order)).isZero();
    }

    @Test
    void isWorthlessOnceANewOneIsGenerated() {
        UUID order = sample.placed("Reset", freshDomain(), null);
        String hashBefore = account(order).get("PASSWORD_HASH").toString();
        UUID handOver = UUID.randomUUID();
        as("ada");

        customers.resetAdminPassword(customer(order), handOver);

        assertThat(sealedCopies(order)).isZero();
        assertThat(customers.revealPassword(customer(order), order)).isEmpty();
        String hash = account(order).get("PASSWORD_HASH").toString();
        assertThat(hash).isNotEqualTo(hashBefore);
        String password = customers.revealPassword(customer(order), handOver).orElseThrow();
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder().matches(password, hash))
                .isTrue();
        assertThat(customers.revealPassword(customer(order), handOver)).isEmpty();
        assertThat(database.sql("select action, actor from audit_entry where object_id = ? order by id")
                        .param(customer(order))
                        .query()
                        .listOfRows())
                .extracting(row -> row.get("ACTION") + " " + row.get("ACTOR"))
                .containsExactly(
                        "add_customer sam", "reset_customer_user_password ada", "reveal_temporary_password ada");
    }

    @Test
    void isRevealedOnlyToThePersonWhoHoldsTheTask() {
        UUID order = sample.placed("Mine to see", freshDomain(), null);
        as("ada");

        assertThatThrownBy(() -> orders.revealPassword(order)).isInstanceOf(TaskNotHeldException.class);
        MvcTestResult page = mvc.post()
                .uri("/orders/{id}/confirmation/reveal", order)
                .with(person("sofia"))
                .with(csrf())
                .exchange();
        assertThat(page).hasStatus(HttpStatus.CONFLICT);
        assertThat(shown(page)).isEmpty();
        assertThat(sealedCopies(order)).isEqualTo(1);
    }

    @Test
    void opensOnlyInTheContextItWasSealedFor() {
        UUID order = sample.placed("Sealed", freshDomain(), null);
        Map<String, Object> row = database.sql("select * from sealed_password where hand_over = ?")
                .param(order)
                .query()
                .singleRow();
        Sealed sealed = new Sealed(
                row.get("KEY_ID").toString(),
                Base64.getDecoder().decode(row.get("SEALED").toString()));
        UUID account = (UUID) row.get("ACCOUNT_ID");

        assertThat(keys.open(sealed, SealedPassword.context(account, order))).hasSizeGreaterThanOrEqualTo(16);
        assertThatThrownBy(() -> keys.open(sealed, SealedPassword.context(account, UUID.randomUUID())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("temporary-password");
        assertThatThrownBy(() -> keys.open(sealed, SealedPassword.context(UUID.randomUUID(), order)))
                .isInstanceOf(IllegalStateException.class);
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> keys.open(new Sealed(sealed.keyId(), changed), SealedPassword.context(account, order)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sam", "hal", "paula", "oscar", "admin"})
    void isGeneratedAgainByNobodyButAnAdminAgent(String name) {
        UUID customer = customer(sample.placed("Not by " + name, freshDomain(), null));

        for (String path : List.of("/customers/{id}/password", "/customers/{id}/password/reveal")) {
            assertThat(mvc.post()
                            .uri(path, customer)
                            .with(person(name))
                            .with(csrf())
                            .exchange())
                    .hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(mvc.get()
                        .uri("/customers/{id}/password", customer)
                        .with(person(name))
                        .exchange())
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void isGeneratedAgainByAnAdminAgentAndShownOnceToThem() {
        UUID order = sample.placed("By ada", freshDomain(), null);
        UUID customer = customer(order);
        MockHttpSession adas = new MockHttpSession();
        MvcTestResult question = mvc.get()
                .uri("/customers/{id}/password", customer)
                .session(adas)
                .with(person("ada"))
                .exchange();
        assertThat(question).hasStatusOk();
        assertThat(question).bodyText().contains("stops working at once");

        assertThat(mvc.post()
                        .uri("/customers/{id}/password", customer)
                        .session(adas)
                        .with(person("ada"))
                        .with(csrf())
                        .exchange())
                .hasRedirectedUrl("/customers/" + customer + "/password");

        MockHttpSession other = new MockHttpSession();
        assertThat(shown(reveal(customer, other))).as("another session").isEmpty();
        Optional<String> password = shown(reveal(customer, adas));
        assertThat(password).isPresent();
        assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                        .matches(
                                password.get(),
                                account(order).get("PASSWORD_HASH").toString()))
                .isTrue();
        assertThat(shown(reveal(customer, adas))).isEmpty();
    }

    @Test
    void isNotGeneratedForACustomerThatDoesNotExist() {
        UUID nobody = UUID.randomUUID();

        assertThat(mvc.post()
                        .uri("/customers/{id}/password", nobody)
                        .with(person("ada"))
                        .with(csrf())
                        .exchange())
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    private MvcTestResult reveal(UUID customer, MockHttpSession session) {
        return mvc.post()
                .uri("/customers/{id}/password/reveal", customer)
                .session(session)
                .with(person("ada"))
                .with(csrf())
                .exchange();
    }

    private static Optional<String> shown(MvcTestResult page) {
        try {
            Matcher matcher = SHOWN.matcher(page.getResponse().getContentAsString());
            return matcher.find()
                    ? Optional.of(org.springframework.web.util.HtmlUtils.htmlUnescape(matcher.group(1)))
                    : Optional.empty();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RequestPostProcessor person(String name) {
        return SecurityMockMvcRequestPostProcessors.authentication(authentication(name));
    }

    private UUID customer(UUID order) {
        return database.sql("select customer_id from customer_order where id = ?")
                .param(order)
                .query(UUID.class)
                .single();
    }

    private Map<String, Object> account(UUID order) {
        return database.sql("select * from account where party_id = ?")
                .param(customer(order))
                .query()
                .singleRow();
    }

    private long sealedCopies(UUID handOver) {
        return database.sql("select count(*) from sealed_password where hand_over = ?")
                .param(handOver)
                .query(Long.class)
                .single();
    }

    private long reveals(UUID order) {
        return database.sql(
                        "select count(*) from audit_entry where action = 'reveal_temporary_password' and object_id = ?")
                .param(customer(order))
                .query(Long.class)
                .single();
    }

    private static void turnClock(Duration forward) {
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(forward)));
    }
}
