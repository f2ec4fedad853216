package io.relais;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.account.SampleAccounts;
import io.relais.account.SecondFactors;
import io.relais.customer.CustomerDetails;
import io.relais.enrollment.Decision;
import io.relais.enrollment.Declaration;
import io.relais.enrollment.Enrollments;
import io.relais.enrollment.SampleEnrollments;
import io.relais.incentive.Correction;
import io.relais.incentive.IncentiveRun;
import io.relais.incentive.Incentives;
import io.relais.invitation.Message;
import io.relais.order.OrderDetails;
import io.relais.order.OrderLine;
import io.relais.order.OrderSelection;
import io.relais.order.Orders;
import io.relais.order.ProposedOrders;
import io.relais.order.SampleOrders;
import io.relais.partnership.PartnershipRequests;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.security.SignedInOutside;
import io.relais.support.Attachments;
import io.relais.support.Category;
import io.relais.support.NewSupportRequest;
import io.relais.support.Severity;
import io.relais.support.SupportRequests;
import io.relais.support.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/**
 * A reseller and a customer that it manages, their people, and one of each kind of thing that is theirs: all that the addresses of the
 * application can name. Each is in a state in which its owner gets an answer at every address of it.
 */
final class Belongings {

    /** Begins the names of the two companies, so that they can be searched for. */
    final String name = SampleOrders.freshDomain();

    /** Stands in every name, address and text of theirs, and nowhere else. */
    final String mark = "mark" + SampleOrders.freshDomain();

    final UUID reseller;
    final OutsidePerson resellersAdministrator;
    final OutsidePerson resellersAgent;
    final UUID customer;
    final OutsidePerson customersAdministrator;
    final OutsidePerson customersPerson;

    private final ApplicationContext context;
    private final JdbcTemplate database;
    private final SampleOrders orders;
    private final SampleEnrollments enrollments;

    /** What a variable of an address stands for, by the address up to that variable. */
    private final Map<String, String> things = new HashMap<>();

    /** What has to be sent to a route, beside the address, to be understood: names and values in turn. */
    private final Map<String, List<String>> fields = new HashMap<>();

    /** @param month of which this reseller has a statement, and no other */
    Belongings(ApplicationContext context, YearMonth month) throws Exception {
        this.context = context;
        this.database = context.getBean(JdbcTemplate.class);
        this.orders = new SampleOrders(context);
        this.enrollments = new SampleEnrollments(context);
        this.reseller = reseller();
        this.resellersAdministrator = person(Side.RESELLER, reseller, true);
        this.resellersAgent = person(Side.RESELLER, reseller, false);
        this.customer = customer();
        this.customersAdministrator = person(Side.CUSTOMER, customer, true);
        this.customersPerson = person(Side.CUSTOMER, customer, false);
        account(resellersAdministrator);
        account(customersAdministrator);
        subscription();
        proposal();
        askingOfReseller();
        requestToCustomer();
        supportRequest();
        statement(month);
        things.put("/customers/{id}/resellers/{reseller}", reseller.toString());
        things.put("/incentives/{month}/{reseller}", reseller.toString());
        things.put(
                "/resellers/{id}/people/{account}",
                person(Side.RESELLER, reseller, true).account().toString());
        ofTheProvider();
        SampleOrders.asNobody();
    }

    /** What the last variable of this part of an address stands for here. */
    String thing(String address) {
        assertThat(things).as("for each variable of an address a thing").containsKey(address);
        return things.get(address);
    }

    List<String> fields(String route) {
        return fields.getOrDefault(route, List.of());
    }

    // ---- the reseller

    /** Asked for a partnership, enrolled, verified, and so a partner. */
    private UUID reseller() {
        PartnershipRequests partnerships = context.getBean(PartnershipRequests.class);
        String email = "boss@" + mark + ".example";
        String link =
                SampleOrders.as("sam", () -> SampleOrders.invited(partnerships, name + " Reseller " + mark, email));
        UUID request = partnerships.waiting(link).orElseThrow().id();
        UUID enrollment = enrollments.inVerification(declared(email), request);
        BindingResult errors = enrollments.decided("sam", enrollment, Decision.APPROVE, null);
        assertThat(errors.getAllErrors()).isEmpty();
        UUID made = context.getBean(Enrollments.class)
                .find(enrollment)
                .orElseThrow()
                .reseller();
        things.put("/resellers/{id}", made.toString());
        things.put("/partnership-requests/{id}", request.toString());
        things.put("/reseller/providers/requests/{id}", request.toString());
        things.put("/partnership/{token}", link);
        fields.put("POST /reseller/company/edit", List.of("version", "0", "details.city", "Lyon"));
        fields.put("POST /reseller/providers/requests/{id}", List.of("authorize", "true"));
        fields.put("POST /reseller/providers/requests/{id}/decline", List.of("reason", "No"));
        return made;
    }

    private Declaration declared(String email) {
        Declaration usual = SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId());
        return new Declaration(
                name + " Reseller " + mark,
                usual.partnerId(),
                "FR",
                usual.addressLine1(),
                null,
                usual.city(),
                null,
                usual.postalCode(),
                null,
                "Remi",
                mark,
                email,
                null,
                usual.supportEmail(),
                usual.supportPhone(),
                usual.supportWebsite(),
                "en");
    }

    // ---- its customer

    private UUID customer() {
        Orders all = context.getBean(Orders.class);
        UUID order = SampleOrders.as("sam", () -> {
            UUID id = orders.started(reseller);
            CustomerDetails details = new CustomerDetails(
                    name + " Customer " + mark,
                    name,
                    "FR",
                    "12 rue de la Paix",
                    null,
                    "Paris",
                    null,
                    "75002",
                    "Claire",
                    mark,
                    "claire@" + mark + ".example",
                    null,
                    "fr",
                    "fr-FR",
                    null);
            orders.enterDetails(id, new OrderDetails(reseller, details, SampleOrders.agreement()));
            UUID offer = orders.line(SampleOrders.BASIC, "10").offerId();
            orders.choose(id, new OrderLine(offer, "10", reseller));
            all.submit(id);
            orders.runJob(id);
            return id;
        });
        UUID made = id("select customer_id from customer_order where id = ?", order);
        things.put("/cases/{id}", order.toString());
        things.put("/orders/{id}", order.toString());
        things.put("/customers/{id}", made.toString());
        things.put("/reseller/customers/{id}", made.toString());
        return made;
    }

    private void subscription() {
        UUID subscription = id("select id from subscription where customer_id = ?", customer);
        things.put("/subscriptions/{id}", subscription.toString());
        things.put("/customer/subscriptions/{id}", subscription.toString());
        things.put("/reseller/subscriptions/{id}", subscription.toString());
        things.put(
                "/catalog/offers/{id}",
                id("select offer_id from subscription where id = ?", subscription)
                        .toString());
        fields.put(
                "POST /reseller/subscriptions/{id}/{change}",
                List.of("version", version("subscription", subscription), "licenses", "12"));
    }

    // ---- what they have to do with each other and with the provider

    /** An order that the reseller puts together for its customer. */
    private void proposal() {
        SignedInOutside.work(resellersAdministrator);
        ProposedOrders proposals = context.getBean(ProposedOrders.class);
        OrderLine premium = orders.line(SampleOrders.PREMIUM, "5");
        UUID proposal = proposals.start(reseller, customer).orElseThrow();
        proposals.keep(reseller, proposal, new OrderSelection(List.of(premium)));
        things.put("/reseller/orders/{id}", proposal.toString());
        fields.put("POST /reseller/orders/{id}", List.of("note", "Please"));
        fields.put(
                "POST /reseller/orders/{id}/subscriptions",
                List.of("lines[0].offerId", premium.offerId().toString(), "lines[0].licenses", "7"));
        fields.put("POST /reseller/orders/{id}/withdraw", List.of("confirmed", "true"));
    }

    /** A company that the reseller asks to become its customer; described, not sent yet. */
    private void askingOfReseller() {
        SignedInOutside.work(resellersAdministrator);
        RelationshipRequests relationships = context.getBean(RelationshipRequests.class);
        String company = name + " Asked " + mark;
        String email = "dora@asked-" + mark + ".example";
        UUID asking = relationships.startBy(reseller);
        relationships.describe(asking, new Invitee(company, email, "Dora " + mark, "FR", "en", reseller, false, 30));
        Message message = relationships.message(asking);
        things.put("/reseller/customer-requests/{id}", asking.toString());
        fields.put(
                "POST /reseller/customer-requests/{id}/details",
                List.of(
                        "company",
                        company,
                        "email",
                        email,
                        "contact",
                        "Dora",
                        "country",
                        "FR",
                        "language",
                        "en",
                        "validityDays",
                        "20"));
        fields.put(
                "POST /reseller/customer-requests/{id}/send",
                List.of("subject", message.subject(), "body", message.body()));
    }

    /** The customer is asked to take a further reseller. */
    private void requestToCustomer() {
        RelationshipRequests relationships = context.getBean(RelationshipRequests.class);
        UUID further = orders.activeReseller("Further " + SampleOrders.freshDomain());
        SampleOrders.as("sam", () -> {
            UUID request = relationships.start(customer);
            String company = name + " Customer " + mark;
            String email = "claire@" + mark + ".example";
            relationships.describe(request, new Invitee(company, email, "Claire", "FR", "en", further, false, 30));
            String link = relationships.message(request).body().replaceAll("(?s).*/relationship/([\\w-]+).*", "$1");
            relationships.done(request);
            things.put("/relationship-requests/{id}", request.toString());
            things.put("/customer/partners/requests/{id}", request.toString());
            things.put("/relationship/{token}", link);
            return null;
        });
    }

    /** Opened by the reseller for its customer, with an attachment; so both see it. */
    private void supportRequest() {
        Errors errors = errors();
        byte[] note = ("Note " + mark).getBytes(StandardCharsets.UTF_8);
        UUID request = context.getBean(SupportRequests.class)
                .open(
                        Visitor.of(resellersAdministrator),
                        new NewSupportRequest(
                                null,
                                customer,
                                null,
                                Category.OTHER,
                                Severity.MINIMAL,
                                "Title " + mark,
                                "Text " + mark),
                        List.of(new Attachments.Sent("note.txt", note.length, new ByteArrayResource(note))),
                        errors)
                .orElseThrow();
        UUID attachment = id("select id from support_attachment where request_id = ?", request);
        String version = version("support_request", request);
        for (String side : List.of("", "/reseller", "/customer")) {
            things.put(side + "/support-requests/{id}", request.toString());
            things.put(side + "/support-requests/{id}/attachments/{attachment}", attachment.toString());
            fields.put(
                    "POST " + side + "/support-requests/{id}",
                    List.of("action", "NOTE", "text", "A further note", "seen", version));
        }
        fields.put("GET /reseller/support-requests/new", List.of("customer", customer.toString()));
        fields.put(
                "POST /reseller/support-requests",
                List.of(
                        "customer",
                        customer.toString(),
                        "category",
                        "OTHER",
                        "severity",
                        "MINIMAL",
                        "title",
                        "New",
                        "text",
                        "How?"));
    }

    private void statement(YearMonth month) {
        Incentives incentives = context.getBean(Incentives.class);
        Errors errors = errors();
        SampleOrders.as("ada", () -> {
            incentives.correct(
                    month, reseller, new Correction(UUID.randomUUID(), "EUR", "10", "Reason " + mark), errors);
            return null;
        });
        assertThat(errors.getAllErrors()).isEmpty();
        context.getBean(IncentiveRun.class).run(month, "system");
        things.put("/incentives/{month}", month.toString());
        things.put("/reseller/incentives/{month}", month.toString());
    }

    // ---- people

    private OutsidePerson person(Side side, UUID party, boolean administrator) {
        Accounts accounts = context.getBean(Accounts.class);
        String userName = (administrator ? "admin" : "person") + "-" + UUID.randomUUID() + "@" + mark + ".example";
        UUID account = accounts.openWithPassword(
                side,
                party,
                userName,
                new Holder("Anna", mark, userName, "en"),
                administrator,
                accounts.encode(SampleAccounts.PASSWORD),
                "system");
        return new OutsidePerson(account, side, party, userName, administrator);
    }

    /** Somewhere the administrator is signed in, sets up a second factor, and has a colleague. */
    private void account(OutsidePerson administrator) throws Exception {
        String side = "/" + administrator.side().name().toLowerCase();
        context.getBean(MockMvc.class)
                .perform(post(side + "/login")
                        .param("username", administrator.userName())
                        .param("password", SampleAccounts.PASSWORD)
                        .with(csrf()));
        things.put(
                side + "/account/sessions/{session}",
                id("select id from account_session where account_id = ?", administrator.account())
                        .toString());
        context.getBean(SecondFactors.class).offer(administrator.account());
        colleague(administrator, side);
    }

    /** Invited, and with a second factor already: so all can be done to it that administrators can do. */
    private void colleague(OutsidePerson administrator, String side) {
        Accounts accounts = context.getBean(Accounts.class);
        SecondFactors factors = context.getBean(SecondFactors.class);
        String userName = UUID.randomUUID() + "@" + mark + ".example";
        UUID colleague = accounts.openWithPassword(
                administrator.side(),
                administrator.party(),
                userName,
                new Holder("Col", mark, userName, "en"),
                false,
                accounts.encode(SampleAccounts.PASSWORD),
                "system");
        factors.offer(colleague);
        Instant now = ClockUtil.getCurrentTime().toInstant();
        String code = SampleAccounts.code(factors.offered(colleague).orElseThrow(), now);
        assertThat(factors.confirm(
                        colleague,
                        new UUID(0, 0),
                        SampleAccounts.PASSWORD,
                        code,
                        new MapBindingResult(new HashMap<>(), "form")))
                .isNotEmpty();
        database.update("update account set password_hash = null where id = ?", colleague);
        accounts.invite(colleague);
        String link = new SampleAccounts(context).link(userName);
        things.put(side + "/company/people/{account}", colleague.toString());
        things.put(side + "/public/password/{token}", link.substring(link.lastIndexOf('/') + 1));
        fields.put("POST " + side + "/company/people/{account}/role", List.of("administrator", "true"));
    }

    // ---- what is the provider's alone

    private void ofTheProvider() {
        UUID enrollment = enrollments.inVerification(SampleEnrollments.declaration(), null);
        UUID change = id("select id from profile_change where logo_id is not null order by created_at");
        UUID logo = id("select logo_id from profile_change where id = ?", change);
        UUID priceList = UUID.randomUUID();
        database.update(
                "insert into price_list (id, file_name, bytes, complete, sent_by, sent_at, expires_at, state, state_at,"
                        + " bytes_read, added, changed, ended, unchanged, refused)"
                        + " values (?, 'list.csv', 0, false, 'ada', now(), now(), 'IMPORTED', now(), 0, 0, 0, 0, 0, 0)",
                priceList);
        String task = context.getBean(TaskService.class)
                .createTaskQuery()
                .processInstanceBusinessKey(things.get("/orders/{id}"))
                .singleResult()
                .getId();
        things.put("/tasks/{id}", task);
        things.put("/enrollments/{id}", enrollment.toString());
        things.put("/reseller/public/enroll/{token}", enrollments.token(enrollment));
        things.put("/company-profile/requests/{id}", change.toString());
        things.put("/company-profile/requests/{id}/logo/{logo}", logo.toString());
        things.put("/find-a-provider/logo/{id}", logo.toString());
        things.put("/catalog/imports/{id}", priceList.toString());
    }

    private UUID id(String sql, Object... arguments) {
        return database.queryForList(sql, UUID.class, arguments).get(0);
    }

    private String version(String table, UUID id) {
        return database.queryForObject("select version from " + table + " where id = ?", String.class, id);
    }

    private static Errors errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }
}
