package io.relais.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.mail.Outbox;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** People of resellers and customers in tests, and what they do with a browser and their mail. */
public final class SampleAccounts {

    public static final String PASSWORD = "seven green bottles";

    private static final Pattern LINK = Pattern.compile("https?://\\S+?(/(?:reseller|customer)/public/password/\\S+)");
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Accounts accounts;
    private final CompanyPeople colleagues;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final MockMvc mvc;
    private final String address = "192.0.2." + NEXT.incrementAndGet();

    public SampleAccounts(ApplicationContext context) {
        this.accounts = context.getBean(Accounts.class);
        this.colleagues = context.getBean(CompanyPeople.class);
        this.outbox = context.getBean(Outbox.class);
        this.audit = context.getBean(AuditTrail.class);
        this.mvc = context.getBean(MockMvc.class);
    }

    /** A person with {@link #PASSWORD}. */
    public AccountCard person(Side side, UUID party, boolean administrator) {
        return person(side, party, administrator, "en");
    }

    public AccountCard person(Side side, UUID party, boolean administrator, String language) {
        String email = "zoe-" + UUID.randomUUID() + "@company.example";
        UUID account = accounts.openWithPassword(
                side,
                party,
                email,
                new Holder("Zoé", "Lumière", email, language),
                administrator,
                accounts.encode(PASSWORD),
                "system");
        return accounts.find(account).orElseThrow();
    }

    public AccountCard reseller() {
        return person(Side.RESELLER, UUID.randomUUID(), true);
    }

    /** A colleague keeps this person out. */
    public void disable(AccountCard account) {
        colleagues.disable(colleague(account), account.id());
    }

    /** Takes {@link #disable} back. */
    void enable(AccountCard account) {
        colleagues.enable(colleague(account), account.id());
    }

    private OutsidePerson colleague(AccountCard account) {
        AccountCard other = person(account.side(), account.party(), true);
        return new OutsidePerson(other.id(), other.side(), other.party(), other.userName(), true);
    }

    /** A browser in which this person has given name and password. */
    MockHttpSession signedIn(AccountCard account) throws Exception {
        MockHttpSession session = new MockHttpSession();
        assertThat(signIn(account.side(), account.userName(), PASSWORD, session))
                .as("lets in")
                .doesNotContain("login");
        return session;
    }

    /** Gives name and password, and tells where that leads. */
    String signIn(Side side, String userName, String password, MockHttpSession session) throws Exception {
        return send(session, root(side) + "/login", "username", userName, "password", password)
                .getRedirectedUrl();
    }

    MockHttpServletResponse look(MockHttpSession session, String path) throws Exception {
        return ask(get(path).session(session));
    }

    /** Sends a form of our pages: names and values in turn. */
    MockHttpServletResponse send(MockHttpSession session, String path, String... fields) throws Exception {
        MockHttpServletRequestBuilder request = post(path).session(session).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return ask(request);
    }

    MockHttpServletResponse ask(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.header("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
                        .with(asked -> {
                            asked.setRemoteAddr(address);
                            return asked;
                        }))
                .andReturn()
                .getResponse();
    }

    /** The latest mail to this address that has such a link; waits for it. */
    public String link(String recipient) {
        return await().ignoreExceptions().until(() -> links(recipient).get(0), found -> true);
    }

    /** All links that were sent to this address, the latest first. */
    List<String> links(String recipient) {
        return texts(recipient).stream()
                .map(LINK::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** What waits for this address, the latest first; a mail that is being tried at this moment is waited for. */
    List<String> texts(String recipient) {
        return outbox.waiting(null, null, null, 2000).rows().stream()
                .filter(mail -> mail.recipient().equals(recipient))
                .map(mail -> await().ignoreExceptions().until(() -> outbox.read(mail.id()), text -> true))
                .toList();
    }

    List<String> audited(UUID account) {
        return audit.of(Accounts.AUDIT, account, 100).stream()
                .map(AuditEntry::getAction)
                .toList();
    }

    static String root(Side side) {
        return side.root();
    }

    /** What an app shows for this secret at this time. */
    public static String code(String secret, Instant at) {
        try {
            TimeBasedOneTimePasswordGenerator app = new TimeBasedOneTimePasswordGenerator();
            return app.generateOneTimePasswordString(
                    new SecretKeySpec(Base32.decode(secret.replace(" ", "")), app.getAlgorithm()), at);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    static Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }

    static void later(Duration time) {
        ClockUtil.setCurrentTime(Date.from(now().plus(time)));
    }
}
