package io.relais.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import io.relais.partnership.Answer;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.ResellerFilter;
import io.relais.partnership.Resellers;
import io.relais.security.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;

/** Orders for made-up customers, brought as far as a test wants them, by the same faces that the pages and the process use. */
public final class SampleOrders {

    public static final String BASIC = "CFQ7TTC0LH18:0001";
    public static final String PREMIUM = "CFQ7TTC0LCHC:0002";
    public static final String PREMIUM_TRIAL = "CFQ7TTC0LCHC:0008";
    public static final String E5_TRIAL = "CFQ7TTC0LFLZ:0004";
    public static final String E3 = "CFQ7TTC0LFLX:0001";
    /** An add-on of Business Basic and others. */
    public static final String COPILOT = "CFQ7TTC0MM8R:0002";
    /** Sold in France and Germany, not in Belgium. */
    public static final String WINDOWS_365 = "CFQ7TTC0J203:0001";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ApplicationContext context;
    private final Orders orders;
    private final Catalog catalog;
    private final ManagementService managementService;

    public SampleOrders(ApplicationContext context) {
        this.context = context;
        this.orders = context.getBean(Orders.class);
        this.catalog = context.getBean(Catalog.class);
        this.managementService = context.getBean(ManagementService.class);
    }

    // ---- people

    /** From now on this thread works for one of the demo's people. */
    public static void as(String person) {
        SecurityContextHolder.setContext(signedIn(person));
    }

    public static void asNobody() {
        SecurityContextHolder.clearContext();
    }

    public static <T> T as(String person, Supplier<T> work) {
        SecurityContext before = SecurityContextHolder.getContext();
        as(person);
        try {
            return work.get();
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    private static SecurityContext signedIn(String person) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication(person));
        return context;
    }

    /** One of the demo's people, with what their role may do. */
    public static Authentication authentication(String person) {
        Role role =
                switch (person) {
                    case "ada" -> Role.ADMIN_AGENT;
                    case "sam", "sofia" -> Role.SALES_AGENT;
                    case "hal" -> Role.HELPDESK_AGENT;
                    case "paula" -> Role.PROCESS_OWNER;
                    case "oscar" -> Role.OPERATOR;
                    case "admin" -> Role.ADMINISTRATOR;
                    default -> throw new IllegalArgumentException(person);
                };
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority("STAFF"));
        authorities.add(new SimpleGrantedAuthority("ROLE_" + role.group()));
        role.permissions().forEach(permission -> authorities.add(new SimpleGrantedAuthority(permission.name())));
        return UsernamePasswordAuthenticationToken.authenticated(person, null, authorities);
    }

    // ---- what is typed

    /** A domain that no other test uses. */
    public static String freshDomain() {
        return "t%dx%s"
                .formatted(
                        COUNT.incrementAndGet(),
                        Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36));
    }

    /** Flawless details of a French company. */
    public static CustomerDetails details(String companyName, String domainPrefix) {
        return new CustomerDetails(
                companyName,
                domainPrefix,
                "FR",
                "12 rue de la Paix",
                null,
                "Paris",
                null,
                "75002",
                "Claire",
                "Dubois",
                "claire.dubois@contoso.example",
                null,
                "fr",
                "fr-FR",
                null);
    }

    public static AgreementAttestation agreement() {
        return new AgreementAttestation(
                "Claire", "Dubois", "claire.dubois@contoso.example", null, LocalDate.of(2025, 6, 1));
    }

    public static OrderDetails page1(String companyName, String domainPrefix, UUID reseller) {
        return new OrderDetails(reseller, details(companyName, domainPrefix), agreement());
    }

    public static BindingResult nothingWrong(Object form) {
        return new BeanPropertyBindingResult(form, "form");
    }

    // ---- what there is to sell, and with whom

    /** An offer as sold today in France. */
    public CatalogItem offer(String sku, String term, String billingPlan) {
        return catalog.search("FR", null, sku, 50).stream()
                .filter(item ->
                        item.termDuration().equals(term) && item.billingPlan().equals(billingPlan))
                .findFirst()
                .orElseThrow();
    }

    /** Licenses of a SKU for a year, paid in advance, without a reseller on record. */
    public OrderLine line(String sku, String licenses) {
        return new OrderLine(offer(sku, "P1Y", "annual").offerId(), licenses, null);
    }

    /** A reseller that was asked for a partnership and has authorized us, named after the test. */
    public UUID activeReseller(String company) {
        PartnershipRequests requests = context.getBean(PartnershipRequests.class);
        int number = COUNT.incrementAndGet();
        String email = "boss" + number + "@" + freshDomain() + ".example";
        String token = as("sam", () -> invited(requests, company, email));
        String partnerId = "57" + String.format("%05d", number);
        requests.authorize(token, new Answer(company, "FR", partnerId, "Remi Revel", true, true));
        return context.getBean(Resellers.class)
                .list(new ResellerFilter(email, null, null), null, null, 5)
                .rows()
                .get(0)
                .id();
    }

    /** Asks a reseller for a partnership and returns the token of its personal link. */
    public static String invited(PartnershipRequests requests, String company, String email) {
        UUID request = requests.start();
        requests.describe(request, new Invitee(company, email, "Remi Revel", "FR", "fr", null, 30));
        String body = requests.message(request).body();
        requests.done(request);
        return body.replaceAll("(?s).*/partnership/([A-Za-z0-9_-]+).*", "$1");
    }

    // ---- the journey, for whoever is signed in on this thread

    public UUID started(UUID reseller) {
        return orders.start(reseller);
    }

    public UUID atSubscriptions(String companyName, String domainPrefix, UUID reseller) {
        UUID id = orders.start(reseller);
        enterDetails(id, page1(companyName, domainPrefix, reseller));
        return id;
    }

    public UUID atReview(String companyName, String domainPrefix, UUID reseller, OrderLine... lines) {
        UUID id = atSubscriptions(companyName, domainPrefix, reseller);
        choose(id, lines.length == 0 ? new OrderLine[] {line(BASIC, "10")} : lines);
        return id;
    }

    public UUID submitted(String companyName, String domainPrefix, UUID reseller, OrderLine... lines) {
        UUID id = atReview(companyName, domainPrefix, reseller, lines);
        orders.submit(id);
        return id;
    }

    /** Everything is made; the sign-in data wait to be handed over. */
    public UUID placed(String companyName, String domainPrefix, UUID reseller, OrderLine... lines) {
        UUID id = submitted(companyName, domainPrefix, reseller, lines);
        runJob(id);
        return id;
    }

    /** An order for a customer who exists already, at Review. */
    public UUID reviewedFor(UUID customer, OrderLine... lines) {
        UUID id = orders.startFor(customer);
        choose(id, lines);
        return id;
    }

    public void enterDetails(UUID id, OrderDetails entered) {
        BindingResult errors = nothingWrong(entered);
        orders.enterDetails(id, entered, errors);
        assertThat(errors.getAllErrors()).isEmpty();
    }

    public void choose(UUID id, OrderLine... lines) {
        OrderSelection selection = new OrderSelection(List.of(lines));
        BindingResult errors = nothingWrong(selection);
        orders.choose(id, selection, errors);
        assertThat(errors.getAllErrors()).isEmpty();
    }

    /** The order's job; null while none waits. */
    public Job job(UUID order) {
        ProcessInstance instance = context.getBean(RuntimeService.class)
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(order.toString())
                .singleResult();
        return instance == null
                ? null
                : managementService
                        .createJobQuery()
                        .processInstanceId(instance.getId())
                        .singleResult();
    }

    /** Does what the job executor does: nobody is signed in. */
    public void runJob(UUID order) {
        String job = job(order).getId();
        SecurityContext person = SecurityContextHolder.getContext();
        SecurityContextHolder.clearContext();
        try {
            managementService.executeJob(job);
        } finally {
            SecurityContextHolder.setContext(person);
        }
    }
}
