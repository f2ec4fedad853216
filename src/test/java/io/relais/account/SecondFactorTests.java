package io.relais.account;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.code;
import static io.relais.account.SampleAccounts.later;
import static io.relais.account.SampleAccounts.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.security.Side;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.validation.MapBindingResult;

/** Codes besides the password. */
@RelaisTest
class SecondFactorTests {

    private static final String PAGE = "/reseller/account/second-factor";
    private static final Duration STEP = Duration.ofSeconds(30);

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Accounts accounts;

    @Autowired
    private SecondFactors factors;

    @Autowired
    private JdbcTemplate database;

    private SampleAccounts people;
    private AccountCard account;
    private MockHttpSession browser;

    @BeforeEach
    void signIn() throws Exception {
        people = new SampleAccounts(context);
        account = people.reseller();
        browser = people.signedIn(account);
    }

    @Test
    void isSetUpWithAPictureAndOneCode() throws Exception {
        assertThat(people.look(browser, PAGE + "/picture").getStatus()).isEqualTo(404);
        people.send(browser, PAGE);
        String secret = factors.offered(account.id()).orElseThrow();

        assertThat(people.look(browser, PAGE).getContentAsString())
                .contains(secret.replaceAll("(.{4})(?=.)", "$1 "), "otpauth://totp/Relais%20Distribution:zoe-");
        MockHttpServletResponse picture = people.look(browser, PAGE + "/picture");
        assertThat(picture.getContentType()).isEqualTo("image/svg+xml");
        assertThat(picture.getHeader("Cache-Control")).contains("no-store");
        assertThat(confirm("000000").getStatus()).isEqualTo(422);
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, new MockHttpSession()))
                .as("an unconfirmed one does not count")
                .isEqualTo("/reseller");
        later(Duration.ofSeconds(2));
        MockHttpServletResponse confirmed = confirm(code(secret, now()));

        assertThat(recoveryCodes(confirmed)).hasSize(10).doesNotHaveDuplicates();
        assertThat(confirmed.getHeader("Cache-Control")).contains("no-store");
        assertThat(people.audited(account.id())).contains("set_up_second_factor");
        assertThat(people.texts(account.holder().email()))
                .anyMatch(mail -> mail.contains("from now on signing in asks for a code"));
        String kept = database.queryForMap("select * from account where id = ?", account.id())
                .toString();
        assertThat(kept).as("sealed").doesNotContain(secret);
    }

    @Test
    void isAskedForBeforeAnythingElse() throws Exception {
        String secret = setUp();
        MockHttpSession another = new MockHttpSession();
        people.look(another, "/reseller/company/people");

        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, another))
                .isEqualTo("/reseller/second-factor");
        for (String page : List.of("/reseller", "/reseller/account", "/reseller/new-password", PAGE)) {
            assertThat(people.look(another, page).getRedirectedUrl()).as(page).isEqualTo("/reseller/second-factor");
        }
        assertThat(people.look(another, "/customer/second-factor").getStatus()).isEqualTo(404);
        assertThat(people.send(another, PAGE + "/off", "code", "x", "password", PASSWORD)
                        .getRedirectedUrl())
                .isEqualTo("/reseller/second-factor");
        String before = another.getId();
        assertThat(give(another, "000000").getStatus()).isEqualTo(422);
        assertThat(give(another, code(secret, now())).getContentAsString()).contains("Too many attempts");
        later(Duration.ofSeconds(2));
        assertThat(give(another, " " + code(secret, now()).replaceAll("(...)(...)", "$1 $2"))
                        .getRedirectedUrl())
                .isEqualTo("http://localhost/reseller/company/people");

        assertThat(another.getId()).isNotEqualTo(before);
        assertThat(people.look(another, "/reseller/account").getStatus()).isEqualTo(200);
        assertThat(people.audited(account.id())).contains("refuse_code", "sign_in");
    }

    @ParameterizedTest
    @CsvSource({"-2, no", "-1, yes", "0, yes", "1, yes", "2, no"})
    void forgivesAClockThatIsHalfAMinuteWrong(int steps, String taken) throws Exception {
        String secret = setUp();
        later(STEP.multipliedBy(5));

        assertThat(renew(code(secret, now().plus(STEP.multipliedBy(steps))))).isEqualTo(taken.equals("yes") ? 10 : 0);
    }

    @Test
    void takesACodeOnceAndNoOlderOneAfterIt() throws Exception {
        String secret = setUp();
        String older = code(secret, now().minus(STEP));
        String code = code(secret, now());

        assertThat(give(waiting(), code).getStatus()).isEqualTo(302);
        assertThat(give(waiting(), code).getStatus()).isEqualTo(422);
        later(Duration.ofSeconds(2));
        assertThat(give(waiting(), older).getStatus()).isEqualTo(422);
    }

    @Test
    void takesACodeFromOneOfTwoWhoGiveItAtTheSameMoment() throws Exception {
        String secret = setUp();
        String code = code(secret, now());
        ExecutorService two = Executors.newFixedThreadPool(2);
        Callable<Integer> giving = () -> renew(code);

        var both = two.invokeAll(List.of(giving, giving));
        two.shutdown();

        assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(10, 0);
    }

    @Test
    void makesWhoGuessesWaitLongerEachTimeWhateverThePasswordSays() throws Exception {
        String secret = setUp();
        MockHttpSession guessing = waiting();
        for (int seconds = 1; seconds < 300; seconds *= 2) {
            assertThat(give(guessing, "000000").getContentAsString()).contains("not right");
            MockHttpServletResponse early = give(waiting(), code(secret, now()));
            assertThat(early.getStatus()).isEqualTo(422);
            assertThat(early.getContentAsString())
                    .contains("Try again in " + (seconds == 1 ? "one second" : seconds + " seconds"));
            later(Duration.ofSeconds(seconds));
        }
        assertThat(give(guessing, code(secret, now())).getStatus()).isEqualTo(302);
    }

    @Test
    void isNotSetUpByWhoeverSitsAtABrowserThatWasLeftOpen() throws Exception {
        people.send(browser, PAGE);
        String offered = factors.offered(account.id()).orElseThrow();

        for (String password : List.of("", "a guess")) {
            MockHttpServletResponse refused =
                    people.send(browser, PAGE + "/confirm", "code", code(offered, now()), "password", password);
            assertThat(refused.getStatus()).isEqualTo(422);
            assertThat(refused.getContentAsString()).contains("That is not your present password");
            later(Duration.ofSeconds(5));
        }

        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(recoveryCodes(confirm(code(offered, now())))).hasSize(10);
    }

    @Test
    void getsOtherRecoveryCodesWithThePasswordAndTellsItsHolder() throws Exception {
        assertThat(people.look(browser, PAGE + "/codes").getRedirectedUrl()).isEqualTo(PAGE);
        List<String> before = setUpCodes();
        assertThat(people.look(browser, PAGE + "/codes").getContentAsString())
                .contains("data-confirm=\"The recovery codes that you have now become worthless");

        assertThat(people.send(browser, PAGE + "/codes", "code", code(secret, now()))
                        .getStatus())
                .as("without the password")
                .isEqualTo(422);
        later(Duration.ofSeconds(2));
        assertThat(people.send(browser, PAGE + "/codes", "code", "000000", "password", PASSWORD)
                        .getStatus())
                .isEqualTo(422);
        later(Duration.ofSeconds(4));
        MockHttpServletResponse renewed =
                people.send(browser, PAGE + "/codes", "code", code(secret, now()), "password", PASSWORD);

        assertThat(recoveryCodes(renewed)).hasSize(10).doesNotContainAnyElementsOf(before);
        assertThat(renewed.getContentAsString()).contains("These are your new recovery codes");
        assertThat(people.texts(account.holder().email())).anyMatch(text -> text.contains("have just been renewed"));
        assertThat(give(waiting(), before.get(0)).getStatus()).isEqualTo(422);
    }

    @Test
    void isReplacedByARecoveryCodeOnce() throws Exception {
        List<String> codes = setUpCodes();

        assertThat(give(waiting(), codes.get(3).toLowerCase()).getStatus()).isEqualTo(302);
        assertThat(factors.recoveryCodesLeft(account.id())).isEqualTo(9);
        assertThat(give(waiting(), codes.get(3)).getStatus()).isEqualTo(422);
        assertThat(people.audited(account.id())).contains("use_recovery_code");
        assertThat(database.queryForList(
                        "select fingerprint from account_recovery_code where account_id = ?",
                        String.class,
                        account.id()))
                .noneMatch(kept -> kept.contains(codes.get(0).replace("-", "")));
    }

    @Test
    void isTurnedOffWithPasswordAndCodeOnly() throws Exception {
        String secret = setUp();

        assertThat(off(code(secret, now()), "wrong").getStatus()).isEqualTo(422);
        later(Duration.ofSeconds(2));
        assertThat(off("000000", PASSWORD).getStatus()).isEqualTo(422);
        later(Duration.ofSeconds(3));
        assertThat(off(code(secret, now()), PASSWORD).getRedirectedUrl()).isEqualTo("/reseller/account");

        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, new MockHttpSession()))
                .isEqualTo("/reseller");
        assertThat(factors.recoveryCodesLeft(account.id())).isZero();
        assertThat(people.audited(account.id())).contains("turn_off_second_factor");
        assertThat(people.texts(account.holder().email())).anyMatch(text -> text.contains("turned off"));
    }

    @Test
    void outlivesAForgottenPassword() throws Exception {
        setUp();
        people.send(browser, "/reseller/public/forgotten", "userName", account.userName());
        String link = people.link(account.holder().email());
        people.send(browser, link, "password", "eleven blue chairs", "repeated", "eleven blue chairs");

        assertThat(people.signIn(Side.RESELLER, account.userName(), "eleven blue chairs", new MockHttpSession()))
                .isEqualTo("/reseller/second-factor");
    }

    @Test
    void goesWithATemporaryPasswordOfStaff() throws Exception {
        setUp();

        accounts.issueTemporaryPassword(account.id(), accounts.encode("Temporary-and-long-1"));

        assertThat(people.signIn(Side.RESELLER, account.userName(), "Temporary-and-long-1", new MockHttpSession()))
                .as("nothing but a password of one's own is due")
                .isEqualTo("/reseller/new-password");
        assertThat(factors.recoveryCodesLeft(account.id())).isZero();
    }

    @Test
    void endsSessionsThatBeganWithoutIt() throws Exception {
        MockHttpSession elsewhere = people.signedIn(account);
        setUp();

        assertThat(people.look(elsewhere, "/reseller/account").getRedirectedUrl())
                .contains("login");
        assertThat(people.look(browser, "/reseller/account").getStatus()).isEqualTo(200);
    }

    @Test
    void letsNobodyGoOnWhoseAccountWasDisabledBeforeTheCode() throws Exception {
        String secret = setUp();
        MockHttpSession waiting = waiting();
        people.disable(account);

        assertThat(give(waiting, code(secret, now())).getRedirectedUrl()).isEqualTo("/reseller/login?ended");
    }

    private String setUp() throws Exception {
        setUpCodes();
        return secret;
    }

    private String secret;

    private List<String> setUpCodes() throws Exception {
        people.send(browser, PAGE);
        secret = factors.offered(account.id()).orElseThrow();
        List<String> codes = recoveryCodes(confirm(code(secret, now().minus(STEP))));
        later(STEP);
        return codes;
    }

    @Test
    void saysToWhoHasNeitherAppNorCodesWhomToAsk() throws Exception {
        setUp();

        assertThat(people.look(waiting(), "/reseller/second-factor").getContentAsString())
                .contains("If there is none, ask Relais Distribution: ");
    }

    private MockHttpSession waiting() throws Exception {
        MockHttpSession waiting = new MockHttpSession();
        assertThat(people.signIn(Side.RESELLER, account.userName(), PASSWORD, waiting))
                .isEqualTo("/reseller/second-factor");
        return waiting;
    }

    private MockHttpServletResponse confirm(String code) throws Exception {
        return people.send(browser, PAGE + "/confirm", "code", code, "password", PASSWORD);
    }

    private int renew(String code) {
        return factors.renewRecoveryCodes(account.id(), PASSWORD, code, new MapBindingResult(new HashMap<>(), "form"))
                .size();
    }

    private MockHttpServletResponse give(MockHttpSession session, String code) throws Exception {
        return people.send(session, "/reseller/second-factor", "code", code);
    }

    private MockHttpServletResponse off(String code, String password) throws Exception {
        return people.send(browser, PAGE + "/off", "code", code, "password", password);
    }

    private static List<String> recoveryCodes(MockHttpServletResponse page) throws Exception {
        return Pattern.compile("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")
                .matcher(page.getContentAsString(StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group())
                .toList();
    }
}
