package io.relais.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.relais.RelaisTest;
import io.relais.security.SignedInAs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.filter.Filter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What Relais puts into Camunda Tasklist: its words, its looks, its forms. */
@RelaisTest
class TasklistFormTests {

    private static final String TASKLIST = "META-INF/resources/webjars/camunda/app/tasklist/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{.*?}}");

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private FilterService filterService;

    @Test
    void speaksFrenchWhereverCamundaSpeaksEnglish() throws IOException {
        var english = words(TASKLIST + "locales/en.json");
        var french = words(TASKLIST + "locales/fr.json");

        assertThat(french.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> {
            assertThat(french.get(key).isBlank()).as(key).isEqualTo(text.isBlank());
            assertThat(placeholders(french.get(key))).as(key).isEqualTo(placeholders(text));
        });
    }

    @Test
    @SignedInAs("sam")
    void takesTheLanguageOfOurPages() throws Exception {
        String cookie =
                pages.get().uri("/login?lang=fr").exchange().getResponse().getHeader(HttpHeaders.SET_COOKIE);

        assertThat(cookie).startsWith("relais-language=fr").doesNotContain("HttpOnly");
        assertThat(served("scripts/config.js")).contains("relais-language", "availableLocales");
    }

    @Test
    @SignedInAs("sam")
    void looksLikeOurPages() throws Exception {
        assertThat(served("scripts/config.js")).contains("vendor: 'Relais'");
        assertThat(served("scripts/relais.js")).contains("authentication.login.required");
        assertThat(served("styles/user-styles.css")).contains("/css/camunda.css", ".relais-form");
        assertThat(body("/css/camunda.css")).contains(".ce-eol-banner { display: none; }");
        for (String other : Set.of("cockpit", "admin", "welcome")) {
            assertThat(body("/camunda/app/" + other + "/styles/user-styles.css"))
                    .as(other)
                    .contains("/css/camunda.css");
            assertThat(body("/camunda/app/" + other + "/scripts/config.js"))
                    .as(other)
                    .contains("vendor: 'Relais'");
        }
    }

    @Test
    @SignedInAs("sam")
    void callsProcessesTasksFiltersAndGroupsAsOurPagesDo() throws Exception {
        assertThat(served("scripts/config.js")).contains("scripts/names");
        assertThat(served("scripts/names.js")).contains("/forms/names");
        MvcTestResult names = pages.get()
                .uri("/forms/names")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "fr")
                .exchange();

        assertThat(names).hasStatusOk().hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
        assertThat(names)
                .bodyJson()
                .hasPathSatisfying(
                        "$.steps.UserTask_ReviewOrder", name -> assertThat(name).isEqualTo("Réviser la commande"))
                .hasPathSatisfying("$.processes.partnership-request", name -> assertThat(name)
                        .isEqualTo("Demander un partenariat"))
                .hasPathSatisfying("$.filters.['My group’s tasks']", name -> assertThat(name)
                        .isEqualTo("Tâches de mon groupe"))
                .hasPathSatisfying(
                        "$.filters.Deadline", name -> assertThat(name).isEqualTo("Échéance"))
                .hasPathSatisfying(
                        "$.groups.sales-agent", name -> assertThat(name).isEqualTo("Agent commercial"));
    }

    @Test
    void knowsTheNamesOfTheFiltersInTheDatabase() {
        assertThat(filterService.createTaskFilterQuery().list())
                .extracting(Filter::getName)
                .contains("My tasks", "My group’s tasks", "All tasks of my groups");
    }

    @Test
    void sendsStrangersToTheSignIn() {
        assertThat(pages.get().uri("/forms/task.html"))
                .hasStatus(HttpStatus.FOUND)
                .hasHeader(HttpHeaders.LOCATION, "/login");
        assertThat(pages.get().uri("/forms/start.html"))
                .hasStatus(HttpStatus.FOUND)
                .hasHeader(HttpHeaders.LOCATION, "/login");
    }

    @Test
    @SignedInAs("oscar")
    void keepsTheFormsFromThoseWhoWorkOnNoTasks() {
        assertThat(pages.get().uri("/forms/task.html")).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    @SignedInAs("sam")
    void servesOneFormForEveryTask() {
        assertThat(pages.get().uri("/forms/task.html").locale(Locale.FRENCH))
                .hasStatusOk()
                .hasContentTypeCompatibleWith(MediaType.TEXT_HTML)
                .bodyText()
                .contains("cam-script", "/js/task-form.js", "Chargement…")
                // Tasklist wants exactly one form in it, and no page around.
                .containsOnlyOnce("<form")
                .doesNotContain("<html", "<body");
    }

    @Test
    @SignedInAs("sam")
    void saysWhatStartingDoes() {
        assertThat(pages.get().uri("/forms/start.html").locale(Locale.ENGLISH))
                .hasStatusOk()
                .bodyText()
                .contains("cam-script", "takes you to its first task")
                .containsOnlyOnce("<form");
    }

    private String served(String file) throws Exception {
        return body("/camunda/app/tasklist/" + file);
    }

    private String body(String path) throws Exception {
        MvcTestResult answer = pages.get().uri(path).exchange();
        assertThat(answer).as(path).hasStatusOk();
        return answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static TreeMap<String, String> words(String file) throws IOException {
        try (InputStream json = new ClassPathResource(file).getInputStream()) {
            TreeMap<String, String> words = new TreeMap<>();
            // Camunda's own file begins with a byte order mark.
            String text = new String(json.readAllBytes(), StandardCharsets.UTF_8).replace("\uFEFF", "");
            collect("", new ObjectMapper().readTree(text), words);
            return words;
        }
    }

    private static void collect(String path, JsonNode node, TreeMap<String, String> words) {
        if (node.isObject()) {
            node.properties().forEach(one -> collect(path + "/" + one.getKey(), one.getValue(), words));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, node.get(i), words);
            }
        } else {
            words.put(path, node.asText());
        }
    }
}
