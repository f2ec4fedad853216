package io.relais.support.web;

import static io.relais.security.SignedInOutside.agentOf;
import static io.relais.security.SignedInOutside.customer;
import static io.relais.security.SignedInOutside.reseller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import io.relais.RelaisTest;
import io.relais.customer.SampleCustomers;
import io.relais.order.SampleOrders;
import io.relais.partnership.ComplianceChange;
import io.relais.provider.Provider;
import io.relais.subscription.SampleSubscriptions;
import io.relais.support.Action;
import io.relais.support.Category;
import io.relais.support.SampleSupport;
import io.relais.support.Severity;
import io.relais.support.SupportFilter;
import io.relais.support.SupportRequests;
import io.relais.support.SupportView;
import io.relais.web.Fragments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMultipartHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pages of the three sides, and who may not. */
@RelaisTest
class SupportPageTests {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3};

    @Autowired
    private MockMvc mvc;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private SupportRequests requests;

    @Autowired
    private Provider provider;

    private SampleSupport sample;
    private SampleSupport others;

    @BeforeEach
    void twoOfEach() {
        sample = new SampleSupport(context);
        others = new SampleSupport(context);
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    // ---- opening

    @Test
    void theCustomerOpensARequestAndComesToItsPage() throws Exception {
        UUID subscription = sample.supportedSubscription();
        RequestPostProcessor person = customer(sample.customer);
        assertThat(page(person, "/customer/support-requests")).contains("There is no support request.");
        assertThat(page(person, "/customer/support-requests/new?subscription=" + subscription))
                .contains("Open a support request", subscription + "\" selected");

        MockHttpServletResponse opened = send(person, open("/customer/support-requests", null, subscription));
        String page = opened.getRedirectedUrl();
        assertThat(page).startsWith("/customer/support-requests/");
        assertThat(page(person, page))
                .contains("No mail", "Helfer " + sample.name, "Attention needed", "&lt;b&gt;bold&lt;/b&gt;");
        assertThat(page(agentOf(sample.reseller), page.replace("/customer/", "/reseller/")))
                .contains("No mail", "Hand to the provider");
        assertThat(page(staff("sam"), page.replace("/customer/", "/")))
                .contains("No mail")
                .doesNotContain("Take it over");
    }

    @Test
    void theResellerOpensOneForACustomerThatItManagesOnly() throws Exception {
        RequestPostProcessor person = agentOf(sample.reseller);
        assertThat(page(person, "/reseller/support-requests/new"))
                .contains("Fragende " + sample.name)
                .doesNotContain("Fragende " + others.name);
        assertThat(page(person, "/reseller/support-requests/new?customer=" + sample.customer))
                .contains("Severity");
        assertThat(status(person, "/reseller/support-requests/new?customer=" + others.customer))
                .isEqualTo(404);
        assertThat(send(person, open("/reseller/support-requests", others.customer, null))
                        .getStatus())
                .isEqualTo(404);
        assertThat(send(person, open("/reseller/support-requests", sample.customer, null))
                        .getRedirectedUrl())
                .startsWith("/reseller/support-requests/");
    }

    @Test
    void oneOfVeryManyCustomersIsFoundByTheBeginningOfItsName() throws Exception {
        SampleCustomers customers = new SampleCustomers(context);
        for (int many = 0; many < 50; many++) {
            customers.open("Aaa " + many, sample.reseller);
        }
        RequestPostProcessor person = agentOf(sample.reseller);
        String path = "/reseller/support-requests/new";
        assertThat(page(person, path)).contains("more than the 50 shown").doesNotContain(sample.customer.toString());
        assertThat(page(person, path + "?find=" + sample.name)).contains("One is found", sample.customer.toString());
        assertThat(page(person, path + "?find=" + others.name))
                .contains("None is found")
                .doesNotContain(others.customer.toString());
    }

    @Test
    void theResellerOpensOneFromASubscriptionOfACustomerThatItManagesOnly() throws Exception {
        UUID subscription = sample.supportedSubscription();
        String address = "/reseller/support-requests/new?subscription=";
        assertThat(page(agentOf(sample.reseller), address + subscription))
                .contains(sample.customer.toString(), subscription + "\" selected");
        assertThat(status(agentOf(sample.reseller), address + others.supportedSubscription()))
                .isEqualTo(404);
    }

    @Test
    void aSuspendedResellerReadsAndCanDoNothing() throws Exception {
        RequestPostProcessor person = agentOf(sample.reseller);
        UUID request = sample.withReseller();
        sample.suspend(ComplianceChange.Finding.SET);
        assertThat(page(person, "/reseller/support-requests"))
                .contains("has suspended the collaboration", "Questions: " + provider.email(), "No mail")
                .doesNotContain("support-requests/new");
        assertThat(page(person, "/reseller/support-requests/" + request))
                .contains("has suspended the collaboration", "Questions: " + provider.email())
                .doesNotContain("<textarea");
        assertThat(status(person, "/reseller/support-requests/new")).isEqualTo(404);
        assertThat(send(person, open("/reseller/support-requests", sample.customer, null))
                        .getStatus())
                .isEqualTo(404);
    }

    @Test
    void aFormerPartnerIsToldThatItIsNone() throws Exception {
        sample.withReseller();
        RequestPostProcessor person = reseller(sample.reseller);
        assertThat(page(person, "/reseller/support-requests")).contains("No mail", "id=\"severity\"");
        sample.endPartnership();
        assertThat(page(person, "/reseller/support-requests"))
                .contains("You are no partner of " + provider.name() + " now", "Questions: " + provider.email())
                .doesNotContain("There is no support request.", "id=\"severity\"", "support-requests/new");
    }

    @Test
    void oneOfVeryManySubscriptionsIsFoundByItsName() throws Exception {
        UUID one = sample.supportedSubscription();
        JdbcClient database = context.getBean(JdbcClient.class);
        database.sql("update subscription set nickname = 'The 100% one', title = 'Zebra' where id = :id")
                .param("id", one)
                .update();
        SampleSubscriptions subscriptions = new SampleSubscriptions(context);
        for (int many = 0; many < 51; many++) {
            subscriptions.start(sample.customer, SampleOrders.PREMIUM, "P1Y", "annual", 1, null);
        }
        RequestPostProcessor person = agentOf(sample.reseller);
        String asked = "/reseller/support-requests/new?customer=" + sample.customer;
        assertThat(page(person, asked)).contains("more than the 50 shown").doesNotContain(one.toString());
        assertThat(page(person, asked + "&subscription=" + one)).contains(one + "\" selected");
        MockMultipartHttpServletRequestBuilder find = open("/reseller/support-requests", sample.customer, null);
        find.param("action", "find").param("find", "100% O");
        MockHttpServletResponse found = send(person, find);
        assertThat(found.getStatus()).isEqualTo(200);
        assertThat(found.getContentAsString())
                .contains(one.toString(), "One is found", "&lt;b&gt;bold&lt;/b&gt;")
                .doesNotContain("Business Premium");
    }

    @Test
    void aNicknameIsNotForTheCustomersEyes() throws Exception {
        UUID one = sample.supportedSubscription();
        UUID request = sample.open(sample.customers, one, Category.SERVICE, Severity.MODERATE);
        context.getBean(JdbcClient.class)
                .sql("update subscription set nickname = 'Pays late' where id = :id")
                .param("id", one)
                .update();
        for (String path : List.of("", "/new", "/" + request)) {
            assertThat(page(customer(sample.customer), "/customer/support-requests" + path))
                    .doesNotContain("Pays late");
        }
        assertThat(page(agentOf(sample.reseller), "/reseller/support-requests/" + request))
                .contains("Pays late");
        MockMultipartHttpServletRequestBuilder find = open("/customer/support-requests", null, null);
        find.param("action", "find").param("find", "pays");
        assertThat(send(customer(sample.customer), find).getContentAsString()).contains("None is found");
    }

    @Test
    void theCustomersOwnSideNeverOpensOneForAnotherCustomer() throws Exception {
        send(customer(sample.customer), open("/customer/support-requests", others.customer, null));
        assertThat(requests.list(sample.customers, SupportFilter.ALL, null, null, 5)
                        .rows())
                .hasSize(1);
        assertThat(requests.list(others.customers, SupportFilter.ALL, null, null, 5)
                        .rows())
                .isEmpty();
    }

    @Test
    void staffOpenOneIfTheyHandleThem() throws Exception {
        String open = "/support-requests/new?customer=" + sample.customer;
        assertThat(page(staff("hal"), "/support-requests")).contains("href=\"/support-requests/new\"");
        assertThat(page(staff("sam"), "/support-requests")).doesNotContain("/support-requests/new");
        assertThat(page(staff("hal"), "/support-requests/new?find=Fragende " + sample.name))
                .as("the customer first")
                .contains("value=\"" + sample.customer + "\"");
        assertThat(page(staff("hal"), open)).contains("Fragende " + sample.name);
        assertThat(status(staff("sam"), open)).isEqualTo(403);
        assertThat(send(staff("hal"), open("/support-requests", sample.customer, null))
                        .getRedirectedUrl())
                .startsWith("/support-requests/");
    }

    @Test
    void whatIsMissingIsSaidAtTheFieldsAndWhatWasTypedStays() throws Exception {
        MockHttpServletResponse refused = send(customer(sample.customer), (MockMultipartHttpServletRequestBuilder)
                multipart("/customer/support-requests")
                        .param("title", "Half a <title>")
                        .param("severity", "NONE"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("Please fill in this field.", "Please choose.", "Half a &lt;title&gt;");
    }

    @Test
    void anothersSubscriptionIsNoneToChoose() throws Exception {
        UUID foreign = others.supportedSubscription();
        MockHttpServletResponse refused =
                send(customer(sample.customer), open("/customer/support-requests", null, foreign));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(requests.list(sample.customers, SupportFilter.ALL, null, null, 5)
                        .rows())
                .isEmpty();
    }

    // ---- isolation

    @Test
    void nothingOfARequestExistsForAnotherResellerOrCustomer() throws Exception {
        UUID id = sample.withReseller();
        UUID file = attached(id);
        for (String side : List.of("reseller", "customer")) {
            RequestPostProcessor stranger =
                    side.equals("reseller") ? reseller(others.reseller) : customer(others.customer);
            String page = "/" + side + "/support-requests/" + id;
            assertThat(status(stranger, page)).isEqualTo(404);
            assertThat(status(stranger, page + "/attachments/" + file)).isEqualTo(404);
            assertThat(send(stranger, act(page, "NOTE", "Hello", 1L)).getStatus())
                    .isEqualTo(404);
            assertThat(page(stranger, "/" + side + "/support-requests"))
                    .doesNotContain(sample.card(id).label());
        }
        assertThat(status(customer(sample.customer), "/reseller/support-requests/" + id))
                .isEqualTo(404);
        assertThat(status(reseller(sample.reseller), "/customer/support-requests/" + id))
                .isEqualTo(404);
        assertThat(status(reseller(sample.reseller), "/support-requests/" + id)).isEqualTo(404);
        assertThat(status(staff("hal"), "/reseller/support-requests/" + id)).isEqualTo(404);
        assertThat(status(staff("paula"), "/support-requests/" + id)).isEqualTo(403);
        assertThat(status(customer(sample.customer), "/customer/support-requests/" + UUID.randomUUID()))
                .isEqualTo(404);
        assertThat(status(staff("hal"), "/support-requests/" + UUID.randomUUID() + "/answer"))
                .isEqualTo(404);
    }

    @Test
    void aFileOfAnotherRequestIsNotThereUnderOnesOwn() throws Exception {
        UUID foreign = attached(others.withReseller());
        UUID own = sample.withReseller();
        assertThat(status(customer(sample.customer), "/customer/support-requests/" + own + "/attachments/" + foreign))
                .isEqualTo(404);
    }

    @Test
    void whatStaffNoteAmongThemselvesComesWithItsFilesToNobodyElse() throws Exception {
        UUID id = sample.withReseller();
        assertThat(send(
                                staff("hal"),
                                act("/support-requests/" + id, "INTERNAL_NOTE", "They never paid", version(id))
                                        .file(new MockMultipartFile(
                                                "files", "debts.csv", "text/csv", "a;b".getBytes())))
                        .getStatus())
                .isEqualTo(302);
        UUID file = sample.seen(id).entries().get(1).files().get(0).id();
        assertThat(page(staff("sam"), "/support-requests/" + id)).contains("They never paid", "debts.csv");
        assertThat(page(reseller(sample.reseller), "/reseller/support-requests/" + id))
                .doesNotContain("They never paid", "debts.csv", "Note among staff");
        assertThat(page(customer(sample.customer), "/customer/support-requests/" + id))
                .doesNotContain("They never paid", "debts.csv", "hal");
        assertThat(status(reseller(sample.reseller), "/reseller/support-requests/" + id + "/attachments/" + file))
                .isEqualTo(404);
        assertThat(status(customer(sample.customer), "/customer/support-requests/" + id + "/attachments/" + file))
                .isEqualTo(404);
    }

    // ---- working on it

    @Test
    void theResellerAnswersAndTheCustomerReopens() throws Exception {
        UUID id = sample.withReseller();
        String page = "/reseller/support-requests/" + id;
        assertThat(send(reseller(sample.reseller), act(page, "RESOLVE", "It was the license.", version(id)))
                        .getRedirectedUrl())
                .isEqualTo(page);
        String own = "/customer/support-requests/" + id;
        assertThat(page(customer(sample.customer), own))
                .contains("It was the license.", "Resolved", "Open again")
                .doesNotContain("agent@", "admin@reseller.example");
        send(customer(sample.customer), act(own, "REOPEN", "It is back.", version(id)));
        assertThat(page(customer(sample.customer), own)).contains("It is back.", "Attention needed");
    }

    @Test
    void aNoteOnARequestThatChangedMeanwhileIsNotLost() throws Exception {
        UUID id = sample.withReseller();
        Long seen = version(id);
        sample.act(sample.customers, id, Action.NOTE, "Never mind.");
        MockHttpServletResponse again = send(
                reseller(sample.reseller), act("/reseller/support-requests/" + id, "NOTE", "My long answer", seen));
        assertThat(again.getStatus()).isEqualTo(409);
        assertThat(again.getContentAsString())
                .contains("while this page was open", "My long answer", "Never mind.", "value=\"" + version(id) + "\"");
    }

    @Test
    void whatWasTypedStaysWhereNothingCanBeSentAnyMore() throws Exception {
        UUID id = sample.withReseller();
        Long seen = version(id);
        sample.act(sample.customers, id, Action.CLOSE, null);
        MockHttpServletResponse late = send(
                reseller(sample.reseller), act("/reseller/support-requests/" + id, "NOTE", "My long answer", seen));
        assertThat(late.getStatus()).isEqualTo(409);
        assertThat(late.getContentAsString())
                .contains("there is nothing to be sent now", "My long answer", "Closed by the customer")
                .doesNotContain("<textarea");
    }

    @Test
    void whatStaffTypedStaysWhenTheAnswerIsNotTheirsAnyMore() throws Exception {
        UUID id = sample.withProvider();
        Long seen = version(id);
        sample.answer(id, Action.NOTE, "Faster.", null);
        String path = "/support-requests/" + id + "/answer";
        MockHttpServletResponse late = send(staff("hal"), act(path, "NOTE", "My long answer", seen));
        assertThat(late.getStatus()).isEqualTo(422);
        assertThat(late.getContentAsString())
                .contains(
                        "Meanwhile somebody else", "My long answer", "Faster.", "href=\"/support-requests/" + id + "\"")
                .doesNotContain("<textarea");
        assertThat(send(staff("hal"), act(path, "NOTE", "Faster.", seen)).getRedirectedUrl())
                .as("what is there already is not lost")
                .isEqualTo("/tasks/next?case=" + id);

        UUID held = sample.withProvider();
        TaskService tasks = context.getBean(TaskService.class);
        tasks.setAssignee(
                tasks.createTaskQuery()
                        .processInstanceBusinessKey(held.toString())
                        .singleResult()
                        .getId(),
                "ada");
        assertThat(send(staff("hal"), act("/support-requests/" + held + "/answer", "NOTE", "Mine", version(held)))
                        .getContentAsString())
                .contains("Meanwhile somebody else", "Mine");
    }

    @Test
    void aTextForTheChosenResellerIsNoAnswerToTheCustomer() throws Exception {
        UUID id = sample.withProvider();
        TaskService tasks = context.getBean(TaskService.class);
        tasks.setAssignee(
                tasks.createTaskQuery()
                        .processInstanceBusinessKey(id.toString())
                        .singleResult()
                        .getId(),
                "hal");
        MockMultipartHttpServletRequestBuilder answer =
                act("/support-requests/" + id + "/answer", "NOTE", "Ask them to pay", version(id));
        answer.param("reseller", sample.reseller.toString());
        MockHttpServletResponse refused = send(staff("hal"), answer);
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("only if you hand the request over", "Ask them to pay", sample.reseller + "\" selected");
        assertThat(page(customer(sample.customer), "/customer/support-requests/" + id))
                .doesNotContain("Ask them to pay");
    }

    @Test
    void aRequestThatIsSentTwiceIsOpenedOnce() throws Exception {
        RequestPostProcessor person = customer(sample.customer);
        String form = page(person, "/customer/support-requests/new");
        String key = form.replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
        MockMultipartHttpServletRequestBuilder sent = open("/customer/support-requests", null, null);
        sent.param("key", key);
        assertThat(send(person, sent).getRedirectedUrl())
                .isEqualTo(send(person, sent).getRedirectedUrl())
                .isNotNull();
        assertThat(requests.list(sample.customers, SupportFilter.ALL, null, null, 5)
                        .rows())
                .hasSize(1);
    }

    @Test
    void aLineBreakCountsOnceThoughABrowserSendsItAsTwoCharacters() throws Exception {
        UUID id = sample.withReseller();
        String lines = "1234567\r\n".repeat(999) + "12345678";
        assertThat(send(customer(sample.customer), act("/customer/support-requests/" + id, "NOTE", lines, version(id)))
                        .getStatus())
                .isEqualTo(302);
        assertThat(sample.seen(id).entries().get(1).text()).hasSize(8000).doesNotContain("\r");
    }

    @Test
    void theResellersPageOfACustomerLeadsToARequestForIt() throws Exception {
        String link = "/reseller/support-requests/new?customer=" + sample.customer;
        RequestPostProcessor person = agentOf(sample.reseller);
        UUID subscription = sample.supportedSubscription();
        assertThat(page(person, "/reseller/customers/" + sample.customer)).contains("href=\"" + link + "\"");
        assertThat(page(person, "/reseller/subscriptions/" + subscription))
                .contains(link + "&amp;subscription=" + subscription);
        context.getBean(JdbcClient.class)
                .sql("update subscription set state = 'DELETED' where id = :id")
                .param("id", subscription)
                .update();
        assertThat(page(person, link + "&subscription=" + subscription))
                .as("also about one that is deleted")
                .contains(subscription + "\" selected");
        sample.suspend(ComplianceChange.Finding.SET);
        for (String path :
                List.of("/reseller/customers/" + sample.customer, "/reseller/subscriptions/" + subscription)) {
            assertThat(page(person, path)).doesNotContain("support-requests/new");
        }
    }

    @Test
    void whoGivesARequestAwayAndMayNotSeeItAnyMoreComesToTheList() throws Exception {
        UUID id = sample.withReseller();
        String page = "/reseller/support-requests/" + id;
        assertThat(send(reseller(sample.reseller), act(page, "HAND_BACK", null, version(id)))
                        .getStatus())
                .as("not without a word")
                .isEqualTo(422);
        assertThat(send(reseller(sample.reseller), act(page, "HAND_BACK", "Beyond us", version(id)))
                        .getRedirectedUrl())
                .isEqualTo(page);
        assertThat(page(reseller(sample.reseller), page))
                .contains(
                        "works on this request now", "write to " + provider.email(), "Handed to the provider</strong>")
                .doesNotContain("id=\"act\"");
        assertThat(page(staff("hal"), "/support-requests/" + id)).contains("/support-requests/" + id + "/answer");
        assertThat(send(reseller(sample.reseller), act(page, "NONSENSE", "x", version(id)))
                        .getStatus())
                .isEqualTo(422);
    }

    @Test
    void tasklistsFormSaysWhereFilesCanBeSent() throws Exception {
        UUID request = sample.withProvider();
        TaskService tasks = context.getBean(TaskService.class);
        tasks.setAssignee(
                tasks.createTaskQuery()
                        .processInstanceBusinessKey(request.toString())
                        .singleResult()
                        .getId(),
                "hal");
        String path = "/support-requests/" + request + "/answer";
        assertThat(mvc.perform(get(path).with(staff("hal")).header(Fragments.HEADER, "true"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .contains("Files cannot be sent from here", "href=\"" + path + "\"")
                .doesNotContain("type=\"file\"");
        assertThat(page(staff("hal"), path)).contains("type=\"file\"").doesNotContain("Files cannot be sent from here");
    }

    @Test
    void staffFilterAndExportTheList() throws Exception {
        UUID id = sample.open(sample.customers, null, Category.OTHER, Severity.CRITICAL);
        UUID foreign = others.withProvider();
        String list = "?customer=" + sample.customer + "&severity=CRITICAL&handler=provider&state=ATTENTION_NEEDED";
        assertThat(page(staff("sam"), "/support-requests" + list))
                .contains(sample.card(id).label(), "For Fragende " + sample.name)
                .doesNotContain(sample.card(foreign).label());
        assertThat(page(staff("sam"), "/support-requests.csv?customer=" + sample.customer))
                .contains(sample.card(id).label())
                .doesNotContain(sample.card(foreign).label());
        assertThat(page(staff("sam"), "/support-requests" + list + "&overdue=true"))
                .contains("No support request fits.");
        assertThat(page(staff("sam"), "/support-requests?state=NONE&reseller=x&after=mangled"))
                .contains("Support requests");
        assertThat(page(staff("sam"), "/support-requests.csv" + list))
                .contains("Fragende " + sample.name, "Critical", sample.card(id).label());
        assertThat(status(staff("paula"), "/support-requests.csv")).isEqualTo(403);
        assertThat(page(staff("hal"), "/")).contains("Dashboard");
    }

    // ---- files

    @Test
    void aFileIsSavedByTheBrowserAndNeverShown() throws Exception {
        UUID id = sample.withReseller();
        UUID file = attached(id);
        MockHttpServletResponse download = mvc.perform(get("/customer/support-requests/" + id + "/attachments/" + file)
                        .with(customer(sample.customer)))
                .andReturn()
                .getResponse();
        assertThat(download.getStatus()).isEqualTo(200);
        assertThat(download.getContentType()).isEqualTo("application/octet-stream");
        assertThat(download.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(download.getHeader("Content-Disposition")).startsWith("attachment;");
        assertThat(download.getContentAsByteArray()).isEqualTo(PNG);
    }

    @Test
    void aFileOfManyPiecesComesBackAsItWas() throws Exception {
        byte[] large = new byte[700_000];
        System.arraycopy(PNG, 0, large, 0, PNG.length);
        large[699_999] = 42;
        UUID id = sample.withReseller();
        send(
                customer(sample.customer),
                act("/customer/support-requests/" + id, "NOTE", "See", version(id))
                        .file(new MockMultipartFile("files", "screen.png", null, large)));
        SupportView.File file = sample.seen(id).entries().get(1).files().get(0);
        assertThat(file.bytes()).isEqualTo(large.length);
        assertThat(mvc.perform(get("/reseller/support-requests/" + id + "/attachments/" + file.id())
                                .with(reseller(sample.reseller)))
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray())
                .isEqualTo(large);
    }

    @Test
    void aPathInANameIsNoPartOfIt() throws Exception {
        UUID id = sample.withReseller();
        send(
                customer(sample.customer),
                act("/customer/support-requests/" + id, "NOTE", "See", version(id))
                        .file(new MockMultipartFile("files", "..\\..\\etc/\"evil\"\r\n;\u202E.png", "text/html", PNG)));
        assertThat(sample.seen(id).entries().get(1).files().get(0).name()).isEqualTo("evil.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page.png|<html><script>alert(1)</script></html>",
                "page.txt|  <!DOCTYPE html><script>alert(1)</script>",
                "page.html|<p>Hello</p>",
                "program.exe|MZ\u0000",
                "noending|Hello",
                "binary.txt|a\u0000b",
                "empty.txt|",
                "picture.svg|<svg xmlns='http://www.w3.org/2000/svg'/>"
            })
    void aFileThatIsNotWhatItsNameSaysIsRefusedAndTheTextStays(String file) throws Exception {
        UUID id = sample.withReseller();
        String[] parts = file.split("\\|", 2);
        MockHttpServletResponse refused = send(
                customer(sample.customer),
                act("/customer/support-requests/" + id, "NOTE", "My text", version(id))
                        .file(new MockMultipartFile(
                                "files", parts[0], "image/png", parts[1].getBytes(StandardCharsets.UTF_8))));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains(parts[0], "My text", "choose your files again");
        assertThat(sample.seen(id).entries()).hasSize(1);
    }

    @Test
    void tooLargeAndTooManyAreRefused() throws Exception {
        UUID id = sample.withReseller();
        byte[] large = new byte[5 * 1024 * 1024 + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);
        String page = "/customer/support-requests/" + id;
        assertThat(send(
                                customer(sample.customer),
                                act(page, "NOTE", "See", version(id))
                                        .file(new MockMultipartFile("files", "big.png", null, large)))
                        .getContentAsString())
                .contains("is larger than 5 MB");
        MockMultipartHttpServletRequestBuilder many = act(page, "NOTE", "See", version(id));
        for (int i = 0; i < 6; i++) {
            many.file(new MockMultipartFile("files", i + ".png", null, PNG));
        }
        assertThat(send(customer(sample.customer), many).getContentAsString()).contains("at most 5 files");
    }

    @Test
    void filesGetInOnlyWhereTheyAreExpectedAndFromWhomTheyAre() throws Exception {
        assertThat(send(customer(sample.customer), multipart("/customer/new-password"))
                        .getStatus())
                .isEqualTo(415);
        assertThat(send(staff("sam"), multipart("/support-requests")).getStatus())
                .isEqualTo(403);
        assertThat(send(staff("hal"), multipart("/customer/support-requests")).getStatus())
                .isEqualTo(404);
        assertThat(send(customer(sample.customer), multipart("/support-requests"))
                        .getStatus())
                .isEqualTo(404);
    }

    // ---- what the tests say

    private UUID attached(UUID id) throws Exception {
        SampleSupport owner = sample.card(id).customer().equals(sample.customer) ? sample : others;
        MockHttpServletResponse sent = send(
                customer(owner.customer),
                act("/customer/support-requests/" + id, "NOTE", "See", version(id))
                        .file(new MockMultipartFile("files", "screen.png", "image/png", PNG)));
        assertThat(sent.getStatus()).isEqualTo(302);
        List<SupportView.Entry> entries = new ArrayList<>(sample.seen(id).entries());
        return entries.get(entries.size() - 1).files().get(0).id();
    }

    private Long version(UUID id) {
        return sample.card(id).version();
    }

    private MockMultipartHttpServletRequestBuilder open(String path, UUID customer, UUID subscription) {
        MockMultipartHttpServletRequestBuilder form = multipart(path);
        if (customer != null) {
            form.param("customer", customer.toString());
        }
        form.param("title", "No mail")
                .param("category", "SERVICE")
                .param("severity", "CRITICAL")
                .param("text", "Nobody gets any. <b>bold</b>");
        if (subscription != null) {
            form.param("subscription", subscription.toString());
        }
        return form;
    }

    private MockMultipartHttpServletRequestBuilder act(String path, String action, String text, Long seen) {
        MockMultipartHttpServletRequestBuilder form = multipart(path);
        form.param("action", action).param("seen", seen.toString());
        if (text != null) {
            form.param("text", text);
        }
        return form;
    }

    private MockHttpServletResponse send(RequestPostProcessor person, MockMultipartHttpServletRequestBuilder form)
            throws Exception {
        return mvc.perform(form.with(person).with(csrf())).andReturn().getResponse();
    }

    private String page(RequestPostProcessor person, String path) throws Exception {
        MockHttpServletResponse response = mvc.perform(get(path).with(person).header("Accept-Language", "en"))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(path).isEqualTo(200);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private int status(RequestPostProcessor person, String path) throws Exception {
        return mvc.perform(get(path).with(person)).andReturn().getResponse().getStatus();
    }

    private static RequestPostProcessor staff(String name) {
        return authentication(SampleOrders.authentication(name));
    }
}
