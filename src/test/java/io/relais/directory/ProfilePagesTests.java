package io.relais.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.relais.RelaisTest;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import io.relais.security.SignedInOutside;
import java.util.Locale;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.test.context.support.WithAnonymousUser;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.validation.BeanPropertyBindingResult;

/** The public page and the staff's pages of the company profile. */
@RelaisTest
@SignedInAs("sam")
class ProfilePagesTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    Directory directory;

    @Autowired
    TaskService taskService;

    @Autowired
    ManagementService managementService;

    @Autowired
    JdbcTemplate database;

    private final String name = "Relais <b> " + UUID.randomUUID();

    @BeforeEach
    void nothingIsUnderReview() {
        ProfileChangeScenarios.closeAll(directory, managementService, database);
    }

    @Test
    @WithAnonymousUser
    void everybodyFindsTheProviderByCountry() throws Exception {
        SampleOrders.asNobody();
        Profile published = directory.published();
        Location first = published.locations().get(0);
        mvc.perform(get("/find-a-provider"))
                .andExpect(status().isOk())
                .andExpect(content().string(allOf(containsString(first.url()), containsString("id=\"country\""))));
        mvc.perform(get("/find-a-provider").param("country", first.country()))
                .andExpect(content().string(containsString(first.url())));
        mvc.perform(get("/find-a-provider").param("country", first.country().toLowerCase(Locale.ROOT)))
                .andExpect(content().string(containsString(first.url())));
        for (String country : new String[] {"MT", "US", "<script>"}) {
            mvc.perform(get("/find-a-provider").param("country", country))
                    .andExpect(status().isOk())
                    .andExpect(content()
                            .string(allOf(
                                    containsString("No provider for this country"),
                                    not(containsString(first.url())),
                                    not(containsString("<script>\"")))));
        }
        mvc.perform(get("/find-a-provider").param("lang", "fr").param("country", "MT"))
                .andExpect(content().string(containsString("Aucun fournisseur pour ce pays : Malte.")));
    }

    @Test
    @WithAnonymousUser
    void everybodySeesTheLogoAndNothingButAPicture() throws Exception {
        UUID change = change();
        keep(change, Pictures.png(250, 250));
        UUID unpublished = directory.find(change).orElseThrow().profile().logo();
        SampleOrders.asNobody();
        UUID logo = directory.published().logo();
        if (logo != null) {
            mvc.perform(get("/find-a-provider/logo/{id}", logo))
                    .andExpect(status().isOk())
                    .andExpect(header().string("Content-Type", "image/png"))
                    .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                    .andExpect(header().string("Content-Security-Policy", "default-src 'none'"))
                    .andExpect(header().string("Cache-Control", containsString("immutable")));
        }
        mvc.perform(get("/find-a-provider/logo/{id}", unpublished)).andExpect(status().isNotFound());
        mvc.perform(get("/find-a-provider/logo/x")).andExpect(status().isNotFound());
        mvc.perform(get("/company-profile/requests/{id}/logo/{logo}", change, unpublished))
                .andExpect(redirectedUrl("/login"));
    }

    @Test
    void samAsksForAChangeAndNothingTypedIsLost() throws Exception {
        mvc.perform(post("/company-profile/requests").with(csrf())).andExpect(status().is3xxRedirection());
        UUID change = change();
        long version = directory.find(change).orElseThrow().version();
        mvc.perform(multipart("/company-profile/requests/{id}/details", change)
                        .file(new MockMultipartFile("file", "logo.png", "image/png", "GIF89a".getBytes()))
                        .param("version", String.valueOf(version))
                        .param("name", name)
                        .param("locations[0].country", "BE")
                        .param("locations[0].url", "http://www.relais.example")
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("neither a PNG nor a JPEG nor an SVG"),
                                containsString("must begin with https://"),
                                containsString("value=\"http://www.relais.example\""),
                                containsString("Relais &lt;b&gt;"))));
        mvc.perform(multipart("/company-profile/requests/{id}/details", change)
                        .file(new MockMultipartFile("file", "x.exe", "text/html", Pictures.png(250, 250)))
                        .param("version", String.valueOf(version))
                        .param("name", name)
                        .param("locations[0].country", "BE")
                        .param("locations[0].url", "https://www.relais.example")
                        .param("locations[1].country", "BE")
                        .with(csrf()))
                .andExpect(redirectedUrl("/tasks/next?case=" + change));

        mvc.perform(get("/company-profile"))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("Under review: P-"),
                                containsString("Relais &lt;b&gt;"),
                                containsString("✎ Changed"),
                                containsString("Submitted"),
                                not(containsString("Request a change")))));
        mvc.perform(get("/company-profile").param("lang", "fr"))
                .andExpect(content().string(containsString("✎ Modifié")));
        mvc.perform(get("/company-profile/requests/{id}", change))
                .andExpect(content()
                        .string(allOf(containsString("waits for a reviewer"), containsString("/cases/" + change))));
        mvc.perform(get("/cases/{id}", change)).andExpect(content().string(containsString("Change submitted")));
        mvc.perform(get("/company-profile/requests/{id}/review", change)).andExpect(status().isForbidden());
    }

    @Test
    void oneMoreLocationIsAddedWithoutJudgingAnything() throws Exception {
        mvc.perform(post("/company-profile/requests").with(csrf()));
        UUID change = change();
        mvc.perform(multipart("/company-profile/requests/{id}/details", change)
                        .param("action", "keep")
                        .param("name", "R")
                        .param("locations[0].country", "BE")
                        .param("locations[0].url", "nowhere")
                        .with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("value=\"nowhere\""),
                                containsString("locations[1].url"),
                                not(containsString("invalid-feedback")))));
    }

    @Test
    void adaDecidesOnThePageOfTheReview() throws Exception {
        UUID change = submitted();
        RequestPostProcessor ada = as("ada");
        String task = review(change);
        taskService.claim(task, "ada");
        mvc.perform(get("/company-profile/requests/{id}/review", change).with(ada))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Approve: it is published")))
                .andExpect(content().string(containsString("name=\"task\" value=\"" + task + "\"")));
        mvc.perform(post("/company-profile/requests/{id}/review", change)
                        .param("task", "of an earlier submission")
                        .param("decision", "ASK")
                        .param("comment", "Why this name?")
                        .with(ada)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("has answered since you opened this page"),
                                containsString("Why this name?"),
                                containsString("name=\"task\" value=\"" + task + "\""))));
        mvc.perform(post("/company-profile/requests/{id}/review", change)
                        .param("task", task)
                        .param("decision", "REFUSE")
                        .with(ada)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("why you refuse")));
        mvc.perform(post("/company-profile/requests/{id}/review", change)
                        .param("task", task)
                        .with(ada)
                        .with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("Choose one of these.")));
        mvc.perform(post("/company-profile/requests/{id}/review", change)
                        .param("task", task)
                        .param("decision", "ASK")
                        .param("comment", "Why <i>?")
                        .with(ada)
                        .with(csrf()))
                .andExpect(redirectedUrl("/tasks/next?case=" + change));
        mvc.perform(get("/company-profile/requests/{id}/answer", change))
                .andExpect(content().string(allOf(containsString("ada asks:"), containsString("Why &lt;i&gt;?"))));
        mvc.perform(get("/company-profile/requests/{id}/withdraw", change))
                .andExpect(content().string(containsString("cannot be taken up again")));
        mvc.perform(post("/company-profile/requests/{id}/withdraw", change).with(csrf()))
                .andExpect(redirectedUrl("/company-profile/requests/" + change));
        assertThat(directory.find(change).orElseThrow().state()).isEqualTo(ChangeState.WITHDRAWN);
    }

    @Test
    void nobodyElseComesNearIt() throws Exception {
        UUID change = submitted();
        for (String person : new String[] {"hal", "paula", "oscar", "admin"}) {
            RequestPostProcessor one = as(person);
            mvc.perform(get("/company-profile").with(one)).andExpect(status().isForbidden());
            mvc.perform(get("/company-profile/requests/{id}", change).with(one)).andExpect(status().isForbidden());
            mvc.perform(post("/company-profile/requests/{id}/withdraw", change)
                            .with(one)
                            .with(csrf()))
                    .andExpect(status().isForbidden());
            mvc.perform(multipart("/company-profile/requests/{id}/answer", change)
                            .file(new MockMultipartFile("file", new byte[1]))
                            .with(one)
                            .with(csrf()))
                    .andExpect(status().isForbidden());
        }
        for (RequestPostProcessor person : new RequestPostProcessor[] {
            SignedInOutside.reseller(UUID.randomUUID()), SignedInOutside.customer(UUID.randomUUID())
        }) {
            mvc.perform(get("/company-profile").with(person)).andExpect(status().isNotFound());
            mvc.perform(get("/company-profile/requests/{id}", change).with(person))
                    .andExpect(status().isNotFound());
        }
    }

    // ---- small things
    // -----------------------------------------------------------------------------------------------------------------

    private static RequestPostProcessor as(String person) {
        return authentication(SampleOrders.authentication(person));
    }

    /** The draft of sam. */
    private UUID change() {
        return SampleOrders.as("sam", directory::start);
    }

    private UUID submitted() {
        UUID change = change();
        return SampleOrders.as("sam", () -> {
            ProfileForm form = new ProfileForm(
                    directory.find(change).orElseThrow().version(),
                    name,
                    directory.published().locations(),
                    false,
                    null);
            BeanPropertyBindingResult errors = new BeanPropertyBindingResult(form, "form");
            directory.submit(change, form, null, errors);
            assertThat(errors.hasErrors()).isFalse();
            return change;
        });
    }

    private void keep(UUID change, byte[] picture) {
        SampleOrders.as("sam", () -> {
            ProfileForm form = new ProfileForm(0L, name, null, false, null);
            directory.keepLogo(change, form, picture, new BeanPropertyBindingResult(form, "form"));
            return null;
        });
    }

    private String review(UUID change) {
        return taskService
                .createTaskQuery()
                .processInstanceBusinessKey(change.toString())
                .taskDefinitionKey(ProfileChangeProcess.STEP_REVIEW)
                .singleResult()
                .getId();
    }
}
