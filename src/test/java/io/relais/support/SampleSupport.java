package io.relais.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customers;
import io.relais.customer.SampleCustomers;
import io.relais.mail.Outbox;
import io.relais.order.SampleOrders;
import io.relais.partnership.ComplianceChange;
import io.relais.partnership.ComplianceFlag;
import io.relais.partnership.Removal;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import io.relais.subscription.SampleSubscriptions;
import io.relais.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;
import org.springframework.validation.ObjectError;

/** A reseller, a customer that it manages, and support requests of that customer. */
public final class SampleSupport {

    public static final Visitor HAL = Visitor.staff("hal", true);

    private final ApplicationContext context;
    private final SupportRequests requests;
    public final String name = SampleOrders.freshDomain();
    public final UUID reseller;
    public final UUID customer;
    public final Visitor resellers;
    public final Visitor customers;

    public SampleSupport(ApplicationContext context) {
        this.context = context;
        this.requests = context.getBean(SupportRequests.class);
        this.reseller = new SampleOrders(context).activeReseller("Helfer " + name);
        this.customer = new SampleCustomers(context).open("Fragende " + name, reseller);
        this.resellers = new Visitor(Side.RESELLER, reseller, "agent@" + name + ".example", true);
        this.customers = new Visitor(Side.CUSTOMER, customer, "admin@" + name + ".onmicrosoft.com", true);
    }

    /** A request that this customer's reseller has opened for it. */
    public static UUID openedFor(ApplicationContext context, UUID customer) {
        UUID reseller = context.getBean(Customers.class).resellersOf(customer).get(0);
        return context.getBean(SupportRequests.class)
                .open(
                        new Visitor(Side.RESELLER, reseller, "agent", true),
                        new NewSupportRequest(
                                null,
                                customer,
                                null,
                                Category.OTHER,
                                Severity.MINIMAL,
                                "A question",
                                "How does it work?"),
                        List.of(),
                        errors())
                .orElseThrow();
    }

    /** A subscription of which the reseller is the designated support contact. */
    public UUID supportedSubscription() {
        SampleSubscriptions subscriptions = new SampleSubscriptions(context);
        Subscription one = subscriptions.start(customer, SampleOrders.PREMIUM, "P1Y", "annual", 5, null);
        Errors errors = errors();
        SampleOrders.as("ada", () -> {
            subscriptions.changes().nameSupportContact(one.getId(), one.getVersion(), reseller, errors);
            return null;
        });
        assertThat(errors.getAllErrors()).isEmpty();
        return one.getId();
    }

    /** A request of the customer that comes to the reseller. */
    public UUID withReseller() {
        return open(customers, supportedSubscription(), Category.SERVICE, Severity.MODERATE);
    }

    /** A request of the customer that comes to the provider. */
    public UUID withProvider() {
        return open(customers, null, Category.SERVICE, Severity.MODERATE);
    }

    public UUID open(Visitor by, UUID subscription, Category category, Severity severity) {
        Errors errors = errors();
        UUID id = requests.open(
                        by,
                        new NewSupportRequest(
                                null,
                                customer,
                                subscription,
                                category,
                                severity,
                                "No mail " + name,
                                "Since this morning."),
                        List.of(),
                        errors)
                .orElse(null);
        assertThat(errors.getAllErrors()).isEmpty();
        return id;
    }

    public SupportView seen(UUID id) {
        return requests.find(HAL, id).orElseThrow();
    }

    public SupportCard card(UUID id) {
        return seen(id).card();
    }

    public void act(Visitor by, UUID id, Action action, String text) {
        act(by, id, action, text, null);
    }

    public void act(Visitor by, UUID id, Action action, String text, UUID to) {
        Errors errors = errors();
        assertThat(requests.act(by, id, action, text, to, List.of(), card(id).version(), errors))
                .isTrue();
        assertThat(errors.getAllErrors()).isEmpty();
    }

    public List<String> refused(Visitor by, UUID id, Action action, String text, UUID to) {
        Errors errors = errors();
        requests.act(by, id, action, text, to, List.of(), card(id).version(), errors);
        return errors.getAllErrors().stream().map(ObjectError::getCode).toList();
    }

    /** Staff suspend the reseller, or lift that. */
    public void suspend(ComplianceChange.Finding finding) {
        Errors errors = errors();
        SampleOrders.as("ada", () -> {
            context.getBean(Resellers.class)
                    .check(
                            reseller,
                            new ComplianceChange(
                                    finding, ComplianceFlag.SUSPENDED, LocalDate.of(2025, 1, 1), "Not paid"),
                            errors);
            return null;
        });
        assertThat(errors.getAllErrors()).isEmpty();
    }

    /** Staff end the partnership with the reseller; its customer keeps it, its requests go to the provider. */
    public void endPartnership() {
        Errors errors = errors();
        SampleOrders.as("sam", () -> {
            Resellers all = context.getBean(Resellers.class);
            Map<String, Removal.Fate> fates = new HashMap<>();
            all.ties(reseller)
                    .forEach(kind -> fates.put(kind.key(), kind.stays() ? Removal.Fate.KEEP : Removal.Fate.NOBODY));
            all.remove(reseller, new Removal("Contract ended", "Helfer " + name, fates, null), errors);
            return null;
        });
        assertThat(errors.getAllErrors()).isEmpty();
    }

    /** Hal claims the task of answering and does this. */
    public void answer(UUID id, Action action, String text, UUID to) {
        SampleOrders.as("hal", () -> {
            TaskService tasks = context.getBean(TaskService.class);
            tasks.claim(
                    tasks.createTaskQuery()
                            .processInstanceBusinessKey(id.toString())
                            .singleResult()
                            .getId(),
                    "hal");
            Errors errors = errors();
            assertThat(requests.answer(HAL, id, action, text, to, List.of(), card(id).version(), errors))
                    .isTrue();
            assertThat(errors.getAllErrors()).isEmpty();
            return null;
        });
    }

    /** Where the process stands; empty once it ended. */
    public List<String> at(UUID id) {
        RuntimeService runtime = context.getBean(RuntimeService.class);
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(id.toString()).list().stream()
                .flatMap(instance -> runtime.getActiveActivityIds(instance.getId()).stream())
                .filter(one -> !one.equals(SupportRequestProcess.KEY))
                .distinct()
                .toList();
    }

    /** Turns the clock to where this timer is due, and lets it fire. */
    public void timer(UUID id, String event) {
        ManagementService management = context.getBean(ManagementService.class);
        Job timer = management
                .createJobQuery()
                .processInstanceId(context.getBean(RuntimeService.class)
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(id.toString())
                        .singleResult()
                        .getId())
                .activityId(event)
                .singleResult();
        turnTo(timer.getDuedate().toInstant());
        management.executeJob(timer.getId());
    }

    public static void turnTo(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
    }

    public static void later(Duration duration) {
        turnTo(ClockUtil.getCurrentTime().toInstant().plus(duration));
    }

    /** The mails about this request that wait: recipient, and what it says. */
    public List<String> mails(UUID id) {
        Outbox outbox = context.getBean(Outbox.class);
        String subject = "[" + card(id).label() + "]";
        return outbox.waiting(null, null, null, 2000).rows().stream()
                .filter(mail -> mail.subject().startsWith(subject))
                .map(mail -> mail.recipient() + " " + mail.subject() + "\n" + read(outbox, mail.id()))
                .toList();
    }

    /** For a moment a mail may be in the hands of who tries to send it. */
    private static String read(Outbox outbox, UUID mail) {
        while (true) {
            try {
                return outbox.read(mail);
            } catch (NoSuchElementException beingTried) {
                Thread.onSpinWait();
            }
        }
    }

    public static Errors errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }
}
