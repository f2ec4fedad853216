package io.relais;

import static io.relais.account.SampleAccounts.PASSWORD;
import static io.relais.account.SampleAccounts.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.relais.account.AccountCard;
import io.relais.account.SampleAccounts;
import io.relais.security.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A reseller's administrator with a phone, in both languages: forgotten password, second factor, sessions, a new colleague. */
@RelaisTest
class AccountWalkTests {

    private static final String NEW = "eleven blue chairs";

    private static final String LOOK_FOR_BARRIERS =
            """
            return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
              .then(found => found.violations.flatMap(barrier => barrier.nodes.map(node =>
                  barrier.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary)));
            """;

    @RegisterExtension
    final Browser english = new Browser("english", "en");

    @RegisterExtension
    final Browser french = new Browser("french", "fr");

    @Autowired
    private ApplicationContext context;

    private SampleAccounts people;
    private String axe;

    @BeforeEach
    void people() throws IOException {
        people = new SampleAccounts(context);
        try (InputStream script = getClass().getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void fromAForgottenPasswordToASecondFactor() {
        walk(
                english,
                "en",
                "Forgotten your password?",
                "Set up a second factor",
                "Set it up",
                "Sign out",
                "Main menu",
                "Add a person");
    }

    @Test
    void duMotDePasseOublieAuSecondFacteur() {
        walk(
                french,
                "fr",
                "Mot de passe oublié ?",
                "Mettre en place un second facteur",
                "Mettre en place",
                "Se déconnecter",
                "Menu principal",
                "Ajouter une personne");
    }

    private void walk(
            Browser phone,
            String language,
            String forgotten,
            String setUp,
            String start,
            String signOut,
            String menu,
            String add) {
        AccountCard account = people.person(Side.RESELLER, UUID.randomUUID(), true, language);
        phone.resize(500, 900);

        phone.open("/reseller/account");
        look(phone, language, "sign-in");
        phone.press(forgotten);
        phone.fill("#userName", account.userName());
        phone.click("main [data-primary]");
        phone.see("main [role=status]");
        look(phone, language, "forgotten");

        String link = people.link(account.holder().email());
        phone.open(link);
        phone.fill("#password", "short");
        phone.fill("#repeated", "short");
        phone.click("main [data-primary]");
        phone.see(".is-invalid");
        look(phone, language, "link");
        phone.fill("#password", NEW);
        phone.fill("#repeated", NEW);
        phone.click("main [data-primary]");
        phone.see("#sign-in [role=status]");

        phone.fill("#username", account.userName());
        phone.fill("#password", NEW);
        phone.click("main form button");
        phone.until("signed in", () -> !phone.url().contains("/login"));
        phone.open("/reseller/account");
        phone.seeText(account.userName());
        look(phone, language, "account");

        phone.press(setUp);
        phone.press(start);
        String secret = phone.text("#secret");
        assertThat(
                        phone.run(
                                "const picture = document.querySelector('.relais-qr'); return picture.complete && picture.naturalWidth > 0"))
                .isEqualTo(true);
        look(phone, language, "set-up");
        phone.fill("#code", code(secret, ClockUtil.getCurrentTime().toInstant()));
        phone.fill("#password", NEW);
        phone.click("main [data-primary]");
        phone.see("#codes li:nth-child(10)");
        look(phone, language, "recovery-codes");

        phone.press(menu);
        phone.press(signOut);
        phone.see("#sign-in [role=status]");
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofSeconds(30))));
        phone.fill("#username", account.userName());
        phone.fill("#password", PASSWORD);
        phone.click("main form button");
        phone.see("#problem");
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofSeconds(5))));
        assertThat(phone.value("#username"))
                .as("the name is not typed twice after a wrong password")
                .isEqualTo(account.userName());
        phone.fill("#password", NEW);
        phone.click("main form button");
        phone.fill("#code", "000000");
        phone.click("main form button");
        phone.see("#problem");
        look(phone, language, "code");
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofSeconds(5))));
        phone.fill("#code", code(secret, ClockUtil.getCurrentTime().toInstant()));
        phone.click("main form button");
        phone.until("signed in", () -> !phone.url().contains("second-factor"));

        phone.open("/reseller/account/second-factor/codes");
        look(phone, language, "renew-codes");
        phone.open("/reseller/company/people");
        look(phone, language, "people");
        phone.press(add);
        phone.fill("#firstName", "Ana");
        phone.fill("#lastName", "Martin");
        String email = UUID.randomUUID() + "@company.example";
        phone.fill("#email", email);
        look(phone, language, "add-person");
        phone.click("main [data-primary]");
        phone.see("[role=status]");
        assertThat(people.link(email)).startsWith("/reseller/public/password/");
        phone.press("Ana Martin");
        phone.see("#colleague");
        look(phone, language, "colleague");

        assertThat(phone.complaints()).isEmpty();
    }

    /** Nothing is wider than the screen, and axe-core finds no barrier. */
    private void look(Browser phone, String language, String page) {
        phone.screenshot("account-" + language + "-" + page);
        assertThat(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as(page)
                .isEqualTo(true);
        phone.run(axe);
        assertThat((List<?>) phone.run(LOOK_FOR_BARRIERS)).as(page).isEmpty();
    }
}
