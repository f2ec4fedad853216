package io.relais;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.customer.SampleCustomers;
import io.relais.incentive.Correction;
import io.relais.incentive.IncentiveRun;
import io.relais.incentive.Incentives;
import io.relais.order.SampleOrders;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import io.relais.subscription.SampleSubscriptions;
import io.relais.support.SampleSupport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the application, asked about things of one reseller and one customer by those two, by another reseller and another
 * customer, by each staff role and by nobody. What they are answered stands in one table, {@code src/test/resources/routes.txt}:
 *
 * <ul>
 *   <li>{@code yes}: it is answered; of a change this is said, not tried
 *   <li>{@code login}: one has to sign in
 *   <li>{@code 403}: the role does not include it
 *   <li>{@code 404}: it does not exist, for this person
 *   <li>{@code 400}: it was asked without what it needs, which is seen before who asks
 * </ul>
 *
 * <p>A route that is not in the table fails the test, and so does a line of the table without a route. The table as it would have to be is
 * left in {@code target/routes.txt}: read it before you take it over.
 */
@RelaisTest
class IsolationTests {

    private static final Path TABLE = Path.of("src/test/resources/routes.txt");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^{}]*(?:\\{\\d+}[^{}]*)*))?}");

    /** Asked with what they name; everybody may. */
    private static final List<String> PUBLIC =
            List.of("/login", "/error", "/partnership/", "/relationship/", "/find-a-provider");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Test
    void everyRouteAnswersEverybodyAsTheTableSays() throws Exception {
        Map<String, List<String>> said = table();
        Map<String, String> things = things();
        Map<String, RequestPostProcessor> people = people(things);

        Map<String, List<String>> found = new TreeMap<>();
        Map<String, String> routes = routes();
        for (String route : routes.keySet()) {
            List<String> answers = new ArrayList<>();
            for (String person : people.keySet()) {
                String before = said.getOrDefault(route, List.of()).size() == people.size()
                        ? said.get(route).get(answers.size())
                        : "?";
                answers.add(answer(routes.get(route), things, people.get(person), before));
            }
            found.put(route, answers);
        }
        write(people.keySet(), found);

        assertThat(found).isEqualTo(said);
    }

    @Test
    void theTableKeepsItsPromises() throws IOException {
        table().forEach((route, answers) -> {
            String path = route.split(" ")[1];
            boolean forEverybody = PUBLIC.stream().anyMatch(path::startsWith)
                    || path.matches("/(reseller|customer)/(login|public/.*|second-factor)");
            if (forEverybody) {
                return;
            }
            assertThat(answers.get(0)).as("nobody: " + route).isIn("login", "404");
            for (int outside = 1; outside <= 4; outside++) {
                boolean reseller = outside <= 2;
                if (!path.matches(reseller ? "/reseller(/.*)?" : "/customer(/.*)?")) {
                    assertThat(answers.get(outside))
                            .as("people of other sides: " + route)
                            .isEqualTo("404");
                }
            }
            boolean namesAThing = path.contains("{");
            if (namesAThing) {
                assertThat(answers.get(2)).as("another reseller: " + route).isEqualTo("404");
                assertThat(answers.get(4)).as("another customer: " + route).isEqualTo("404");
            }
            if (path.matches("/(reseller|customer)(/.*)?")) {
                assertThat(answers.subList(5, answers.size()))
                        .as("staff at the other sides: " + route)
                        .containsOnly("404");
            }
        });
    }

    // ---- who asks

    private Map<String, RequestPostProcessor> people(Map<String, String> things) {
        Map<String, RequestPostProcessor> people = new LinkedHashMap<>();
        people.put("nobody", anonymous());
        people.put("reseller", administrator(Side.RESELLER, UUID.fromString(things.get("resellers"))));
        people.put("other-reseller", administrator(Side.RESELLER, new SampleCustomers(context).reseller(1)));
        people.put("customer", administrator(Side.CUSTOMER, UUID.fromString(things.get("customers"))));
        people.put("other-customer", administrator(Side.CUSTOMER, new SampleSubscriptions(context).customer(null)));
        for (String staff : List.of("ada", "sam", "hal", "paula", "oscar", "admin")) {
            people.put(staff, authentication(SampleOrders.authentication(staff)));
        }
        return people;
    }

    private RequestPostProcessor administrator(Side side, UUID party) {
        String name = UUID.randomUUID() + "@isolation.example";
        Accounts accounts = context.getBean(Accounts.class);
        UUID account = accounts.openWithPassword(
                side, party, name, new Holder("Iso", "Lated", name, "en"), true, accounts.encode(name), "system");
        return SignedInOutside.as(new OutsidePerson(account, side, party, name, true));
    }

    // ---- about what

    /** Of each kind of thing one that is the reseller's and the customer's, by the word that stands before it in addresses. */
    private Map<String, String> things() {
        UUID reseller = new SampleCustomers(context).reseller(0);
        UUID customer = new SampleSubscriptions(context).customer(reseller);
        Map<String, String> things = new HashMap<>();
        things.put("resellers", reseller.toString());
        things.put("customers", customer.toString());
        things.put("incentives", statementOf(reseller).toString());
        things.put("{month}", reseller.toString());
        things.put("subscriptions", id("select id from subscription where customer_id = ?", customer));
        things.put("orders", id("select id from customer_order where customer_id = ?", customer));
        things.put("cases", things.get("orders"));
        things.put("partnership-requests", id("select latest_request from reseller where id = ?", reseller));
        things.put("relationship-requests", id("select id from relationship_request order by created_at"));
        things.put("enrollments", id("select id from enrollment where state = 'IN_VERIFICATION' order by created_at"));
        things.put(
                "support-requests", SampleSupport.openedFor(context, customer).toString());
        things.put("requests", id("select id from profile_change order by created_at"));
        things.put("offers", id("select offer_id from subscription where customer_id = ?", customer));
        UUID colleague = context.getBean(Accounts.class)
                .open(
                        Side.RESELLER,
                        reseller,
                        UUID.randomUUID() + "@isolation.example",
                        new Holder("Col", "League", "colleague@isolation.example", "en"),
                        false,
                        "system");
        things.put("people", colleague.toString());
        return things;
    }

    /** A month of which this reseller has a statement, and no other. */
    private YearMonth statementOf(UUID reseller) {
        YearMonth month = YearMonth.of(2001, 1);
        if (context.getBean(Incentives.class).closedStatement(month, reseller).isEmpty()) {
            SampleOrders.as("ada", () -> context.getBean(Incentives.class)
                    .correct(
                            month,
                            reseller,
                            new Correction(UUID.randomUUID(), "EUR", "10", "Isolation"),
                            new MapBindingResult(new HashMap<>(), "correction")));
            context.getBean(IncentiveRun.class).run(month, "system");
        }
        return month;
    }

    private String id(String sql, Object... arguments) {
        return database.queryForList(sql, UUID.class, arguments).get(0).toString();
    }

    // ---- what is answered

    private String answer(String route, Map<String, String> things, RequestPostProcessor person, String said)
            throws Exception {
        HttpMethod method = HttpMethod.valueOf(route.split(" ")[0]);
        boolean change = !method.equals(HttpMethod.GET);
        if (change && said.equals("yes")) {
            return said;
        }
        MockHttpServletResponse response = mvc.perform(request(method, URI.create(address(route.split(" ")[1], things)))
                        .with(person)
                        .with(csrf()))
                .andReturn()
                .getResponse();
        String to = String.valueOf(response.getRedirectedUrl());
        if (response.getStatus() == 302 && to.matches(".*/login(\\?expired)?")) {
            return "login";
        }
        return switch (response.getStatus()) {
            case 400, 403, 404 -> String.valueOf(response.getStatus());
            default -> "yes";
        };
    }

    private static String address(String pattern, Map<String, String> things) {
        Matcher variable = VARIABLE.matcher(pattern);
        return variable.replaceAll(found -> {
            String[] before = pattern.substring(0, found.start()).split("/");
            String choice = found.group(2);
            return choice != null && choice.contains("|")
                    ? choice.split("\\|")[0]
                    : things.getOrDefault(before[before.length - 1], new UUID(0, 1).toString());
        });
    }

    /** Method and pattern of every route of ours, as it stands in the table and in full; a pattern for both outer sides is two. */
    private Map<String, String> routes() {
        Map<String, String> all = new TreeMap<>();
        routes.getHandlerMethods().forEach((route, method) -> {
            if (method.getBeanType().getName().startsWith("io.relais.")) {
                Set<RequestMethod> verbs = route.getMethodsCondition().getMethods();
                for (RequestMethod verb : verbs.isEmpty() ? Set.of(RequestMethod.GET) : verbs) {
                    route.getPatternValues().stream()
                            .flatMap(pattern -> pattern.contains("{side:")
                                    ? Stream.of("reseller", "customer")
                                            .map(side -> pattern.replaceFirst("\\{side:[^}]*}", side))
                                    : Stream.of(pattern))
                            .forEach(pattern -> all.put(
                                    verb + " " + VARIABLE.matcher(pattern).replaceAll("{$1}"), verb + " " + pattern));
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
