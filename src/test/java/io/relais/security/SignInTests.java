package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestBuilders.formLogin;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.authenticated;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.unauthenticated;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.relais.RelaisTest;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

@RelaisTest
class SignInTests {

    @Autowired
    private MockMvc mvc;

    @Autowired
    private AuditTrail auditTrail;

    @Autowired
    private SignInThrottle throttle;

    @Autowired
    private IdentityService identityService;

    @BeforeEach
    @AfterEach
    void forgetAttempts() {
        throttle.forget();
        DemoPeople.PEOPLE.forEach(person -> identityService.unlockUser(person.name()));
    }

    @Test
    void signsInAndGoesToTheStartPage() throws Exception {
        mvc.perform(formLogin().user("sam").password(DemoPeople.PASSWORD))
                .andExpect(authenticated().withUsername("sam"))
                .andExpect(redirectedUrl("/"));

        assertThat(lastAudited("sam")).isEqualTo("sign_in");
    }

    @Test
    void goesWhereThePersonWantedToGo() throws Exception {
        MockHttpSession session =
                (MockHttpSession) mvc.perform(get("/customers?q=a").accept("text/html"))
                        .andExpect(redirectedUrl("/login"))
                        .andReturn()
                        .getRequest()
                        .getSession();

        mvc.perform(post("/login")
                        .session(session)
                        .with(csrf())
                        .param("username", "sam")
                        .param("password", DemoPeople.PASSWORD))
                .andExpect(redirectedUrl("http://localhost/customers?q=a"));
    }

    @Test
    void givesTheSessionANewIdWhenSomebodySignsIn() throws Exception {
        MockHttpSession session = new MockHttpSession();
        String before = session.getId();

        mvc.perform(post("/login")
                        .session(session)
                        .with(csrf())
                        .param("username", "sam")
                        .param("password", DemoPeople.PASSWORD))
                .andExpect(authenticated());

        assertThat(session.getId()).isNotEqualTo(before);
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownNameAlike() throws Exception {
        mvc.perform(formLogin().user("ada").password("wrong"))
                .andExpect(unauthenticated())
                .andExpect(redirectedUrl("/login?wrong"));
        mvc.perform(formLogin().user("nobody-" + System.nanoTime()).password("wrong"))
                .andExpect(unauthenticated())
                .andExpect(redirectedUrl("/login?wrong"));

        assertThat(lastAudited("ada")).isEqualTo("sign_in_refused");
    }

    @Test
    void makesPeopleWaitAfterAWrongPasswordEvenWithTheRightOne() throws Exception {
        mvc.perform(formLogin().user("hal").password("wrong")).andExpect(redirectedUrl("/login?wrong"));
        mvc.perform(formLogin().user("hal").password(DemoPeople.PASSWORD))
                .andExpect(unauthenticated())
                .andExpect(redirectedUrl("/login?wait=1"));

        later(Duration.ofSeconds(5));
        mvc.perform(formLogin().user("hal").password(DemoPeople.PASSWORD))
                .andExpect(authenticated().withUsername("hal"));
    }

    @Test
    void makesAnAddressWaitThatTriesManyNames() throws Exception {
        for (int i = 0; i < SignInThrottle.FAILURES_PER_ADDRESS; i++) {
            throttle.failed("name-" + i, "127.0.0.1");
        }
        mvc.perform(formLogin().user("sofia").password(DemoPeople.PASSWORD))
                .andExpect(redirectedUrl("/login?wait=900"));

        later(SignInThrottle.ADDRESS_WINDOW);
        mvc.perform(formLogin().user("sofia").password(DemoPeople.PASSWORD)).andExpect(authenticated());
    }

    @Test
    void tellsProgramsHowLongToWait() throws Exception {
        mvc.perform(get("/engine-rest/engine").with(httpBasic("paula", "wrong")))
                .andExpect(status().isUnauthorized());

        mvc.perform(get("/engine-rest/engine").with(httpBasic("paula", DemoPeople.PASSWORD)))
                .andExpect(status().isTooManyRequests())
                .andExpect(header().string("Retry-After", "1"));
    }

    @Test
    void refusesASignInWithoutTheToken() throws Exception {
        mvc.perform(post("/login").param("username", "sam").param("password", DemoPeople.PASSWORD))
                .andExpect(unauthenticated())
                .andExpect(redirectedUrl("/login?expired"));
    }

    @Test
    @SignedInAs("sam")
    void refusesAChangeWithoutTheToken() throws Exception {
        mvc.perform(post("/tasks/1/claim")).andExpect(status().isForbidden());
    }

    @Test
    void signsOutAndSaysSo() throws Exception {
        MockHttpSession session = signedIn("oscar");

        mvc.perform(post("/logout").session(session).with(csrf())).andExpect(redirectedUrl("/login?out"));

        assertThat(session.isInvalid()).isTrue();
        assertThat(lastAudited("oscar")).isEqualTo("sign_out");
    }

    @Test
    void signsOutEverywhereFromTasklist() throws Exception {
        MockHttpSession session = signedIn("sam");

        mvc.perform(post("/camunda/api/admin/auth/user/default/logout").session(session))
                .andExpect(status().isNoContent());

        assertThat(session.isInvalid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "en, The name or the password is wrong., wrong",
        "fr, Le nom ou le mot de passe est incorrect., wrong",
        "en, Too many attempts., wait",
        "en, Try again in one second., wait=1",
        "en, Try again in 119 seconds., wait=119",
        "fr, Réessayez dans 15 minutes., wait=900",
        "fr, Trop de tentatives., wait=%3Cb%3E",
        "en, You have signed out., out",
        "fr, Vous êtes déconnecté., out"
    })
    void saysWhatHappenedInBothLanguages(String language, String text, String what) throws Exception {
        mvc.perform(get("/login?" + what).header("Accept-Language", language))
                .andExpect(status().isOk())
                .andExpect(content().string(Matchers.containsString(text)));
    }

    @Test
    void keepsThePageAndItsQueryWhenTheLanguageChanges() throws Exception {
        mvc.perform(get("/login?wrong&lang=fr"))
                .andExpect(content().string(Matchers.containsString("href=\"?wrong&amp;lang=en\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/tasks",
                "/customers",
                "/camunda/app/tasklist/default/",
                "/forms/task.html",
                "/nothing/here"
            })
    void asksStrangersToSignIn(String path) throws Exception {
        mvc.perform(get(path)).andExpect(redirectedUrl("/login"));
    }

    @Test
    void answersScriptsWithoutARedirect() throws Exception {
        mvc.perform(get("/camunda/api/engine/engine")).andExpect(status().isUnauthorized());
        mvc.perform(get("/tasks").header("X-Relais-Fragment", "true")).andExpect(status().isUnauthorized());
        mvc.perform(get("/tasks").header("HX-Request", "true")).andExpect(status().isUnauthorized());
    }

    @Test
    @SignedInAs("sam")
    void closesCamundasOwnWaysIn() throws Exception {
        mvc.perform(post("/camunda/api/admin/auth/user/default/login/tasklist")
                        .param("username", "ada")
                        .param("password", DemoPeople.PASSWORD))
                .andExpect(status().isForbidden());
        mvc.perform(post("/camunda/api/admin/setup/default/user/create")).andExpect(status().isForbidden());
    }

    @Test
    void sendsStrictHeadersWithOurPages() throws Exception {
        mvc.perform(get("/login").secure(true))
                .andExpect(header().string(
                                "Content-Security-Policy",
                                "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; form-action"
                                        + " 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"))
                .andExpect(header().string("Referrer-Policy", "same-origin"))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Cache-Control", Matchers.containsString("no-store")))
                .andExpect(header().string("Strict-Transport-Security", Matchers.containsString("max-age")));
        mvc.perform(get("/css/relais.css"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", Matchers.containsString("max-age=3600")));
        mvc.perform(get("/partnership/some-token")).andExpect(header().string("Referrer-Policy", "no-referrer"));
        mvc.perform(get("/camunda/app/tasklist/default/").with(httpBasic("x", "y")))
                .andExpect(header().doesNotExist("Content-Security-Policy"));
    }

    @Test
    @SignedInAs("paula")
    void keepsPeopleFromPagesThatAreNotForThem() throws Exception {
        mvc.perform(get("/tasks")).andExpect(status().isForbidden());
    }

    @Test
    void lowersPermissionsAndEndsSessionsWhenAnAdministratorSaysSo() throws Exception {
        User user = identityService.newUser("short-timer");
        user.setPassword(DemoPeople.PASSWORD);
        identityService.saveUser(user);
        identityService.createMembership("short-timer", Role.SALES_AGENT.group());
        MockHttpSession session = signedIn("short-timer");
        mvc.perform(get("/tasks").session(session)).andExpect(status().isOk());

        identityService.deleteMembership("short-timer", Role.SALES_AGENT.group());
        later(StaffChanges.DELAY);
        mvc.perform(get("/tasks").session(session)).andExpect(status().isForbidden());

        identityService.deleteUser("short-timer");
        later(StaffChanges.DELAY);
        mvc.perform(get("/tasks").session(session)).andExpect(redirectedUrl("/login"));
    }

    @Test
    @SignedInAs("ada")
    void findsNothingWhereAnIdIsNone() throws Exception {
        for (String path : List.of(
                "/customers/not-a-uuid",
                "/orders/1/review",
                "/partnership-requests/nonsense",
                "/customers/x/password",
                "/error")) {
            assertThat(mvc.perform(get(path)).andReturn().getResponse().getStatus())
                    .as(path)
                    .isEqualTo(404);
        }
        // A filter that is no id filters nothing.
        mvc.perform(get("/customers?reseller=not-a-uuid")).andExpect(status().isOk());
    }

    @Test
    void hasNoErrorForStrangersEither() throws Exception {
        mvc.perform(get("/error")).andExpect(status().isNotFound());
    }

    private MockHttpSession signedIn(String name) throws Exception {
        return (MockHttpSession) mvc.perform(formLogin().user(name).password(DemoPeople.PASSWORD))
                .andExpect(authenticated())
                .andReturn()
                .getRequest()
                .getSession();
    }

    private String lastAudited(String name) {
        return auditTrail.of("person", SignInAudit.id(name), 1).stream()
                .map(AuditEntry::getAction)
                .findFirst()
                .orElse(null);
    }

    private static void later(Duration time) {
        ClockUtil.setCurrentTime(
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(time)));
    }
}
