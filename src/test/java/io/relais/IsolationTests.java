package io.relais;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import io.relais.order.SampleOrders;
import io.relais.security.SignedInOutside;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the application, asked about the {@link Belongings} of one reseller and its customer: by people of those two, by another
 * reseller and another customer who have all the same of their own, by each staff role and by nobody. What they are answered stands in one
 * table, {@code src/test/resources/routes.txt}:
 *
 * <ul>
 *   <li>{@code yes}: it is answered, be it with a redirect or with what is wrong in a form
 *   <li>{@code login}: one has to sign in
 *   <li>{@code 403}: the role does not include it
 *   <li>{@code 404}: it does not exist, for this person
 *   <li>{@code 400}: it was asked without what it needs, which is seen before who asks
 * </ul>
 *
 * <p>What is refused is really asked, changes with a valid CSRF token, and must change nothing. Changes that are answered are asked in a
 * transaction that is rolled back; those of staff are only said.
 *
 * <p>A route that is not in the table fails the test, and so does a line of the table without a route, and a new variable in an address
 * without a thing for it. The table as it would have to be is left in {@code target/routes.txt}: read it before you take it over.
 */
@RelaisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTests {

    private static final Path TABLE = Path.of("src/test/resources/routes.txt");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^{}]*(?:\\{\\d+}[^{}]*)*))?}");

    private static final List<String> STAFF = List.of("ada", "sam", "hal", "paula", "oscar", "admin");

    /** Asked with what they name; everybody may. */
    private static final List<String> PUBLIC =
            List.of("/login", "/error", "/partnership/", "/relationship/", "/find-a-provider");

    /** The pages of people who are not staff. */
    private static final String OUTSIDE = "/(reseller|customer|partnership|relationship)/.*";

    /** Routes that name a thing and yet are closed to its owner. */
    private static final Map<String, String> CLOSED_TO_THE_OWNER = Map.of(
            "POST /customer/company/people/{account}/role",
            "at a customer everybody is an administrator and stays one");

    /** All that parties have, that accounts can do, and that anybody has done: a change of any kind shows in one of them. */
    private static final List<String> TABLES = List.of(
            "account",
            "account_link",
            "account_recovery_code",
            "account_session",
            "act_ru_task",
            "act_ru_variable",
            "audit_entry",
            "customer",
            "customer_order",
            "customer_reseller",
            "enrollment",
            "incentive_entry",
            "order_line",
            "partnership_request",
            "relationship_request",
            "reseller",
            "reseller_flag",
            "reseller_profile",
            "subscription",
            "support_attachment",
            "support_entry",
            "support_request");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private Belongings things;
    private Belongings others;
    private Map<String, RequestPostProcessor> people;
    private Map<String, String> routes;

    @BeforeAll
    void twoResellersWithACustomerEach() throws Exception {
        things = new Belongings(context, YearMonth.of(2001, 1));
        others = new Belongings(context, YearMonth.of(2001, 2));
        people = people();
        routes = routes();
    }

    @Test
    void everyRouteAnswersEverybodyAsTheTableSays() throws Exception {
        Map<String, List<String>> said = table();
        Map<String, List<String>> found = new TreeMap<>();

        Map<String, Integer> before = state();
        for (String route : routes.keySet()) {
            if (isChange(route)) {
                found.put(route, answers(route, said.get(route)));
            }
        }
        Map<String, Integer> after = state();
        for (String route : routes.keySet()) {
            if (!isChange(route)) {
                found.put(route, answers(route, said.get(route)));
            }
        }
        write(people.keySet(), found);
        assertThat(found).isEqualTo(said);
        assertThat(after).as("tables after what was refused").isEqualTo(before);
    }

    @Test
    void noAnswerTellsOfWhatIsAnothers() throws Exception {
        Map<String, Belongings> foreign = new LinkedHashMap<>();
        List.of("reseller", "reseller-agent", "customer", "customer-person").forEach(one -> foreign.put(one, others));
        List.of("other-reseller", "other-customer").forEach(one -> foreign.put(one, things));

        for (String person : foreign.keySet()) {
            Belongings theirs = foreign.get(person);
            Belongings own = theirs == things ? others : things;
            Set<String> tellingOfOwn = new TreeSet<>();
            for (String route : routes.keySet()) {
                if (isChange(route) || isForEverybody(path(route))) {
                    continue;
                }
                String aboutOwn = text(route, own, person, List.of());
                String aboutTheirs = text(route, theirs, person, List.of());
                String searched = text(
                        route,
                        theirs,
                        person,
                        List.of(
                                "text", theirs.name,
                                "customer", theirs.customer.toString(),
                                "reseller", theirs.reseller.toString(),
                                "subscription", theirs.thing("/subscriptions/{id}")));
                assertThat(aboutOwn).as(person + ": " + route).doesNotContain(theirs.mark, theirs.name);
                assertThat(aboutTheirs).as(person + " about theirs: " + route).doesNotContain(theirs.mark, theirs.name);
                assertThat(searched).as(person + " searching theirs: " + route).doesNotContain(theirs.mark);
                if (aboutOwn.contains(own.mark)) {
                    tellingOfOwn.add(route);
                }
            }
            assertThat(tellingOfOwn).as("what is told to " + person).hasSizeGreaterThan(5);
        }
    }

    @Test
    void theTableKeepsItsPromises() throws IOException {
        table().forEach((route, answers) -> {
            String path = path(route);
            if (isForEverybody(path)) {
                return;
            }
            Map<String, String> to = new LinkedHashMap<>();
            people.keySet().forEach(person -> to.put(person, answers.get(to.size())));
            boolean resellersSide = path.matches("/reseller(/.*)?");
            boolean customersSide = path.matches("/customer(/.*)?");
            boolean namesAThing = path.contains("{");

            assertThat(to.get("nobody")).as("nobody: " + route).isIn("login", "404");
            to.forEach((person, answer) -> {
                boolean wrongSide = STAFF.contains(person)
                        ? resellersSide || customersSide
                        : person.contains("reseller") && !resellersSide
                                || person.contains("customer") && !customersSide;
                if (wrongSide) {
                    assertThat(answer)
                            .as(person + ", of another side: " + route)
                            .isEqualTo("404");
                }
            });
            String owner = resellersSide ? "reseller" : customersSide ? "customer" : "ada";
            if (namesAThing) {
                assertThat(to.get("other-reseller"))
                        .as("another reseller: " + route)
                        .isEqualTo("404");
                assertThat(to.get("other-customer"))
                        .as("another customer: " + route)
                        .isEqualTo("404");
                if (!CLOSED_TO_THE_OWNER.containsKey(route) && !to.get(owner).equals("400")) {
                    assertThat(to.get(owner))
                            .as("the owner, or else the thing does not fit: " + route)
                            .isEqualTo("yes");
                }
            }
            assertThat(List.of(to.get("reseller"), "404"))
                    .as("an agent gets no more than its administrator: " + route)
                    .contains(to.get("reseller-agent").replace("login", "404"));
            assertThat(List.of(to.get("customer"), "404"))
                    .as("nor does a person of a customer: " + route)
                    .contains(to.get("customer-person").replace("login", "404"));
        });
    }

    // ---- who asks

    private Map<String, RequestPostProcessor> people() {
        Map<String, RequestPostProcessor> people = new LinkedHashMap<>();
        people.put("nobody", anonymous());
        people.put("reseller", SignedInOutside.as(things.resellersAdministrator));
        people.put("reseller-agent", SignedInOutside.as(things.resellersAgent));
        people.put("other-reseller", SignedInOutside.as(others.resellersAdministrator));
        people.put("customer", SignedInOutside.as(things.customersAdministrator));
        people.put("customer-person", SignedInOutside.as(things.customersPerson));
        people.put("other-customer", SignedInOutside.as(others.customersAdministrator));
        for (String staff : STAFF) {
            people.put(staff, authentication(SampleOrders.authentication(staff)));
        }
        return people;
    }

    // ---- what is answered

    private List<String> answers(String route, List<String> said) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String person : people.keySet()) {
            boolean complete = said != null && said.size() == people.size();
            boolean willChange =
                    isChange(route) && complete && said.get(answers.size()).equals("yes");
            if (!willChange) {
                answers.add(answer(route, person));
            } else {
                answers.add(path(route).matches(OUTSIDE) ? undone(route, person) : "yes");
            }
        }
        return answers;
    }

    /** What is answered to a change that is not to remain. */
    private String undone(String route, String person) {
        return new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            try {
                return answer(route, person);
            } catch (Exception e) {
                throw new IllegalStateException(route + " by " + person, e);
            }
        });
    }

    private String answer(String route, String person) throws Exception {
        MockHttpServletResponse response = ask(route, things, person, List.of()).getResponse();
        if (response.getStatus() == 302
                && String.valueOf(response.getRedirectedUrl()).matches(".*/login(\\?expired)?")) {
            return "login";
        }
        return switch (response.getStatus()) {
            case 400, 403, 404 -> String.valueOf(response.getStatus());
            default -> "yes";
        };
    }

    private MvcResult ask(String route, Belongings about, String person, List<String> further) throws Exception {
        MockHttpServletRequestBuilder request =
                request(HttpMethod.valueOf(route.split(" ")[0]), URI.create(address(routes.get(route), about)));
        for (List<String> fields : List.of(about.fields(route), further)) {
            for (int i = 0; i < fields.size(); i += 2) {
                request.param(fields.get(i), fields.get(i + 1));
            }
        }
        return mvc.perform(request.with(people.get(person)).with(csrf())).andReturn();
    }

    /** All that a browser gets, in lower case: where it is sent, the page, and if there is none, the page of the error. */
    private String text(String route, Belongings about, String person, List<String> further) throws Exception {
        MvcResult result = ask(route, about, person, further);
        MockHttpServletResponse response = result.getResponse();
        String page = response.getContentAsString();
        if (response.getStatus() >= 400 && page.isEmpty()) {
            page = mvc.perform(get("/error").with(people.get(person)).with(error -> {
                        error.setDispatcherType(DispatcherType.ERROR);
                        error.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, response.getStatus());
                        error.setAttribute(RequestDispatcher.ERROR_EXCEPTION, result.getResolvedException());
                        error.setAttribute(
                                RequestDispatcher.ERROR_REQUEST_URI,
                                result.getRequest().getRequestURI());
                        return error;
                    }))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            assertThat(page).as("error page of " + route).isNotEmpty();
        }
        return (response.getHeaderNames().stream().map(response::getHeaders).toList() + page).toLowerCase(Locale.ROOT);
    }

    private String address(String pattern, Belongings about) {
        Matcher variable = VARIABLE.matcher(pattern);
        return variable.replaceAll(found -> {
            String choice = found.group(2);
            return choice != null && choice.contains("|")
                    ? choice.split("\\|")[0]
                    : about.thing(named(pattern.substring(0, found.end())));
        });
    }

    /** Of each table what is in it, as a number. */
    private Map<String, Integer> state() {
        Map<String, Integer> state = new TreeMap<>();
        for (String table : TABLES) {
            List<Integer> rows = database.query("select * from " + table, (row, number) -> {
                Object[] cells = new Object[row.getMetaData().getColumnCount()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = row.getString(i + 1);
                }
                return Arrays.hashCode(cells);
            });
            state.put(table, rows.stream().sorted().toList().hashCode());
        }
        return state;
    }

    // ---- the routes

    private static boolean isChange(String route) {
        return !route.startsWith("GET ");
    }

    private static String path(String route) {
        return route.split(" ")[1];
    }

    private static boolean isForEverybody(String path) {
        return PUBLIC.stream().anyMatch(path::startsWith)
                || path.matches("/(reseller|customer)/(login|public/.*|second-factor)");
    }

    /** The address without what restricts its variables. */
    private static String named(String pattern) {
        return VARIABLE.matcher(pattern).replaceAll("{$1}");
    }

    /** Method and pattern of every route of ours, as it stands in the table and in full; a pattern for both outer sides is two. */
    private Map<String, String> routes() {
        Map<String, String> all = new TreeMap<>();
        mapping.getHandlerMethods().forEach((route, method) -> {
            if (method.getBeanType().getName().startsWith("io.relais.")) {
                Set<RequestMethod> verbs = route.getMethodsCondition().getMethods();
                for (RequestMethod verb : verbs.isEmpty() ? Set.of(RequestMethod.GET) : verbs) {
                    route.getPatternValues().stream()
                            .flatMap(pattern -> pattern.contains("{side:")
                                    ? Stream.of("reseller", "customer")
                                            .map(side -> pattern.replaceFirst("\\{side:[^}]*}", side))
                                    : Stream.of(pattern))
                            .forEach(pattern -> all.put(verb + " " + named(pattern), pattern));
                }
            }
        });
        return all;
    }

    // ---- the table

    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new TreeMap<>();
        if (Files.exists(TABLE)) {
            Files.readAllLines(TABLE).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("\\s+"))
                    .forEach(cells -> table.put(
                            cells[0] + " " + cells[1], Arrays.asList(cells).subList(2, cells.length)));
        }
        return table;
    }

    private static void write(Set<String> people, Map<String, List<String>> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# " + "route".concat(" ".repeat(64)) + String.join("  ", people));
        rows.forEach((route, answers) -> {
            StringBuilder line = new StringBuilder("%-70s ".formatted(route));
            int column = 0;
            for (String person : people) {
                line.append(("%-" + (person.length() + 2) + "s").formatted(answers.get(column++)));
            }
            lines.add(line.toString().stripTrailing());
        });
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/routes.txt"), lines);
    }
}
