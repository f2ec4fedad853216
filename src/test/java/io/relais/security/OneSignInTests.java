package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Over HTTP, with Camunda's servlets and filters in their places. */
@RelaisTest
class OneSignInTests {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    @Autowired
    private SignInThrottle throttle;

    @Autowired
    private IdentityService identityService;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    @BeforeEach
    @AfterEach
    void forgetAttempts() {
        throttle.forget();
        DemoPeople.PEOPLE.forEach(person -> identityService.unlockUser(person.name()));
    }

    @Test
    void opensTasklistToWhomSignedInOnOurPage() throws Exception {
        assertThat(get("/camunda/app/tasklist/default/").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));

        HttpResponse<String> signedIn = signIn("sam");

        assertThat(signedIn.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/camunda/app/tasklist/default/"));
        HttpResponse<String> tasklist = get("/camunda/app/tasklist/default/");
        assertThat(tasklist.statusCode()).isEqualTo(200);
        assertThat(tasklist.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("strict-dynamic"));
        assertThat(get("/camunda/api/admin/auth/user/default").body())
                .contains("\"userId\":\"sam\"")
                .contains("tasklist")
                .doesNotContain("cockpit", "\"admin\"");
        assertThat(get("/camunda/api/engine/engine/default/filter?itemCount=false")
                        .body())
                .contains("My tasks", "My group’s tasks", "All tasks of my groups");
    }

    @Test
    void signsOutOfEverythingInTasklist() throws Exception {
        signIn("sam");
        get("/camunda/app/tasklist/default/");

        HttpResponse<String> out =
                post("/camunda/api/admin/auth/user/default/logout", "", "X-XSRF-TOKEN", camundaToken());

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(get("/").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
        assertThat(get("/camunda/api/engine/engine/default/filter").statusCode())
                .isEqualTo(401);
    }

    @Test
    void signsOutOfEverythingOnOurPages() throws Exception {
        signIn("sam");
        get("/camunda/app/tasklist/default/");

        post("/logout", form(Map.of("_csrf", token("/login/other"))));

        assertThat(get("/camunda/api/engine/engine/default/filter").statusCode())
                .isEqualTo(401);
    }

    @Test
    void leavesForgedRequestsToCamundasOwnFilter() throws Exception {
        signIn("sam");
        get("/camunda/app/tasklist/default/");

        assertThat(post("/camunda/api/engine/engine/default/task", "{}").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"ada, 403", "sam, 403", "hal, 403", "paula, 200", "oscar, 200", "admin, 200"})
    void opensTheRestApiToThoseWhoMayUseIt(String name, int status) throws Exception {
        assertThat(basic("/engine-rest/process-definition", name, DemoPeople.PASSWORD)
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void refusesTheRestApiToStrangersAndMakesThemNoSession() throws Exception {
        HttpResponse<String> refused = basic("/engine-rest/process-definition", "paula", "wrong");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic"));
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(get("/engine-rest/engine").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesThePasswordThatABrowserRemembersWhenAnotherSiteAsks() throws Exception {
        HttpRequest forged = request("/engine-rest/process-definition")
                .header("Authorization", authorization("paula", DemoPeople.PASSWORD))
                .header("Sec-Fetch-Site", "cross-site")
                .build();

        assertThat(browser.send(forged, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void letsAProcessOwnerDeployAsCamundaModelerDoes() throws Exception {
        assertThat(deployment("paula").statusCode()).isEqualTo(200);
        assertThat(deployment("oscar").statusCode()).isEqualTo(403);
        assertThat(deployment("sam").statusCode()).isEqualTo(403);
    }

    @Test
    void guardsTheActuator() throws Exception {
        assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health").body()).doesNotContain("components");
        assertThat(basic("/actuator/health", "sam", DemoPeople.PASSWORD).body()).doesNotContain("components");
        assertThat(basic("/actuator/health", "oscar", DemoPeople.PASSWORD).body())
                .contains("components");
        assertThat(get("/actuator/info").statusCode()).isEqualTo(401);
        assertThat(basic("/actuator/info", "sam", DemoPeople.PASSWORD).statusCode())
                .isEqualTo(403);
        assertThat(basic("/actuator/info", "oscar", DemoPeople.PASSWORD).statusCode())
                .isEqualTo(200);
        assertThat(basic("/actuator/env", "oscar", DemoPeople.PASSWORD).statusCode())
                .isEqualTo(404);
    }

    @Test
    void saysInWordsWhoMayDoWhatWasRefused() throws Exception {
        signIn("paula");

        HttpResponse<String> refused = page("/tasks", "en");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains("You may not do this", "Admin agent", "Sales agent", "Helpdesk agent")
                .contains("Sign out")
                .doesNotContain("WORK_ON_TASKS");
        assertThat(page("/tasks", "fr").body()).contains("Agent commercial");
    }

    @Test
    void saysThatNothingIsThereInTheLayoutAndBothLanguages() throws Exception {
        signIn("sam");

        assertThat(page("/nothing/here?a=b", "en").statusCode()).isEqualTo(404);
        assertThat(page("/nothing/here?a=b", "en").body())
                .contains("There is nothing here", "Sign out", "href=\"?a=b&amp;lang=fr\"");
        assertThat(page("/nothing/here", "fr").body()).contains("Il n’y a rien ici");
    }

    @Test
    void hidesTheSessionFromScriptsAndOtherSites() throws Exception {
        HttpResponse<String> page = get("/login");

        assertThat(page.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie -> assertThat(cookie).startsWith("JSESSIONID").contains("HttpOnly", "SameSite=Lax"));
    }

    private HttpResponse<String> signIn(String name) throws Exception {
        return post(
                "/login", form(Map.of("username", name, "password", DemoPeople.PASSWORD, "_csrf", token("/login"))));
    }

    private String token(String path) throws Exception {
        Matcher token = TOKEN.matcher(page(path, "en").body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @ParameterizedTest
    @CsvSource({"sam, tasklist", "oscar, cockpit", "paula, cockpit", "admin, admin"})
    void leadsFromCamundasOwnAddressToTheApplicationForThem(String name, String app) throws Exception {
        signIn(name);

        assertThat(get("/camunda/").headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/camunda/app/" + app + "/default/"));
        assertThat(get("/camunda/app/" + app + "/default/").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesToDeployWhatIsNoModel() throws Exception {
        HttpResponse<String> answer = deployment("paula", "tried.bpmn", "<a");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("tried.bpmn is not a BPMN model");
    }

    @Test
    void refusesToDeployAModelWhoseDelegatesAreNotThere() throws Exception {
        String model =
                """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="https://relais.io/bpmn">
                  <bpmn:process id="tried" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <bpmn:startEvent id="StartEvent_Try">
                      <bpmn:extensionElements>
                        <camunda:executionListener event="end" delegateExpression="${nobodysListener}" />
                      </bpmn:extensionElements>
                    </bpmn:startEvent>
                    <bpmn:sequenceFlow id="Flow_Try" sourceRef="StartEvent_Try" targetRef="ServiceTask_Try" />
                    <bpmn:serviceTask id="ServiceTask_Try" camunda:delegateExpression="${nobodysDelegate}" />
                  </bpmn:process>
                </bpmn:definitions>
                """;

        HttpResponse<String> answer = deployment("paula", "tried.bpmn", model);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("${nobodysListener} at StartEvent_Try", "${nobodysDelegate} at ServiceTask_Try");
    }

    private String camundaToken() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> "XSRF-TOKEN".equals(cookie.getName()))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> deployment(String name) throws Exception {
        return deployment(name, "x.txt", "x");
    }

    private HttpResponse<String> deployment(String name, String file, String content) throws Exception {
        String part = "--limit\r\nContent-Disposition: form-data; name=\"";
        String body = part + "deployment-name\"\r\n\r\ntried\r\n" + part + file + "\"; filename=\"" + file + "\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + content + "\r\n--limit--\r\n";
        return browser.send(
                request("/engine-rest/deployment/create")
                        .header("Authorization", authorization(name, DemoPeople.PASSWORD))
                        .header("Content-Type", "multipart/form-data; boundary=limit")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return page(path, "en");
    }

    private HttpResponse<String> page(String path, String language) throws IOException, InterruptedException {
        return browser.send(
                request(path)
                        .header("Accept", path.contains("/api/") || path.startsWith("/actuator") ? "*/*" : "text/html")
                        .header("Accept-Language", language)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> basic(String path, String name, String password)
            throws IOException, InterruptedException {
        return browser.send(
                request(path)
                        .header("Authorization", authorization(name, password))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        request.header(
                "Content-Type", path.contains("/api/") ? "application/json" : "application/x-www-form-urlencoded");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private static String authorization(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
