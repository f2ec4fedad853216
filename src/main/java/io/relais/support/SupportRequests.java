package io.relais.support;

import io.relais.audit.AuditTrail;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.Side;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.persistence.EntityManager;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * The support requests of customers. Everything is asked for by a {@link Visitor}, and what may not be seen by that visitor is answered as
 * if it did not exist: a customer sees its own; a reseller those that it works on, and others that it had to do with as long as it manages
 * their customer; staff all.
 *
 * <p>An answer is owed within the working hours of the request's severity whenever it is the turn of whoever works on it: at the beginning,
 * after each reply, and after each change of hands. Rows are locked in the order reseller, customer, request.
 */
@Service
public class SupportRequests {

    /** What lines in the audit trail about a support request are filed under. */
    public static final String AUDIT = "support";

    private final SupportRepository requests;
    private final SupportList list;
    private final Attachments attachments;
    private final SupportRequestProcess process;
    private final SupportMail mail;
    private final SupportProperties properties;
    private final Customers customers;
    private final Subscriptions subscriptions;
    private final Resellers resellers;
    private final Provider provider;
    private final Tasks tasks;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    SupportRequests(
            SupportRepository requests,
            SupportList list,
            Attachments attachments,
            SupportRequestProcess process,
            SupportMail mail,
            SupportProperties properties,
            Customers customers,
            Subscriptions subscriptions,
            Resellers resellers,
            Provider provider,
            Tasks tasks,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.requests = requests;
        this.list = list;
        this.attachments = attachments;
        this.process = process;
        this.mail = mail;
        this.properties = properties;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.resellers = resellers;
        this.provider = provider;
        this.tasks = tasks;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    // ---- opening one

    /** The customer that this visitor may open a request for; empty if there is none such. */
    @Transactional(readOnly = true)
    public Optional<Customer> customerFor(Visitor visitor, UUID customer) {
        return customer == null
                ? Optional.empty()
                : customers.find(customer).filter(Customer::isCurrent).filter(found -> switch (visitor.side()) {
                    case STAFF -> visitor.handling();
                    case CUSTOMER -> customer.equals(visitor.party());
                    case RESELLER ->
                        acts(visitor) && customers.resellersOf(customer).contains(visitor.party());
                });
    }

    /**
     * Whether there is anything at all for this visitor: for people of a reseller only while the partnership stands, since a customer may
     * stay associated with a company that is no partner any more.
     */
    @Transactional(readOnly = true)
    public boolean admits(Visitor visitor) {
        return visitor.side() != Side.RESELLER || partner(visitor).isPresent();
    }

    /** Whether this visitor may do anything with what there is: people of a suspended reseller only read. */
    @Transactional(readOnly = true)
    public boolean acts(Visitor visitor) {
        return visitor.side() != Side.RESELLER
                || partner(visitor).filter(reseller -> !reseller.suspended()).isPresent();
    }

    private Optional<ResellerCard> partner(Visitor visitor) {
        return resellers.find(visitor.party()).filter(ResellerCard::active);
    }

    /** The customer that this subscription belongs to, if this visitor may open a request for it. */
    @Transactional(readOnly = true)
    public Optional<Customer> customerOf(Visitor visitor, UUID subscription) {
        return subscription(subscription)
                .map(Subscription::getCustomerId)
                .flatMap(found -> customerFor(visitor, found));
    }

    /**
     * Opens a support request and finds out who works on it; or says at the fields what is wrong and changes nothing.
     *
     * @return the request's id, that of the first one if it was sent twice; empty if something is wrong
     */
    @Transactional
    public Optional<UUID> open(Visitor visitor, NewSupportRequest opened, List<Attachments.Sent> files, Errors errors) {
        judge(opened, errors);
        Attachments.check(files, errors);
        if (errors.hasErrors()) {
            return Optional.empty();
        }
        hold(Stream.of(
                visitor.side() == Side.RESELLER ? visitor.party() : null,
                subscription(opened.subscription())
                        .map(Subscription::getSupportContactId)
                        .orElse(null)));
        if (!customers.holdCurrent(opened.customer())
                || customerFor(visitor, opened.customer()).isEmpty()) {
            errors.reject("support.customer.gone");
            return Optional.empty();
        }
        UUID id = opened.id(visitor);
        if (requests.findById(id).isPresent()) {
            return Optional.of(id);
        }
        SupportRequest request = new SupportRequest(id, requests.nextNumber(), opened, visitor, clock.instant());
        entities.persist(request);
        if (visitor.side() == Side.RESELLER) {
            involve(visitor.party(), request);
        }
        SupportEntry entry = write(request, SupportEntry.Kind.OPENED, visitor, null, opened.text(), files);
        audit("open_support_request", request, visitor, null, "S-" + request.number());
        process.start(
                request,
                customers.find(opened.customer()).orElseThrow().getDetails().companyName());
        mail.tell(request, entry.kind(), visitor, null);
        return Optional.of(request.id());
    }

    private void judge(NewSupportRequest opened, Errors errors) {
        if (opened.category() == null) {
            errors.rejectValue("category", "support.problem.choose");
        }
        if (opened.severity() == null) {
            errors.rejectValue("severity", "support.problem.choose");
        }
        if (opened.title() == null || opened.title().isBlank()) {
            errors.rejectValue("title", "support.problem.required");
        } else if (opened.title().length() > NewSupportRequest.MAX_TITLE
                || opened.title().chars().anyMatch(Character::isISOControl)) {
            errors.rejectValue("title", "support.problem.title", new Object[] {NewSupportRequest.MAX_TITLE}, null);
        }
        text(opened.text(), errors);
        if (opened.subscription() != null
                && subscription(opened.subscription())
                        .filter(found -> found.getCustomerId().equals(opened.customer()))
                        .isEmpty()) {
            errors.rejectValue("subscription", "support.problem.choose");
        }
    }

    private static void text(String text, Errors errors) {
        if (text == null || text.isBlank()) {
            errors.rejectValue("text", "support.problem.required");
        } else if (text.indexOf('\0') >= 0) {
            errors.rejectValue("text", "support.problem.control");
        } else if (text.length() > NewSupportRequest.MAX_TEXT) {
            errors.rejectValue("text", "support.problem.text", new Object[] {NewSupportRequest.MAX_TEXT}, null);
        }
    }

    private Optional<Subscription> subscription(UUID id) {
        return id == null ? Optional.empty() : subscriptions.find(id);
    }

    // ---- who works on it, for the process

    /** What the decision table {@code support-routing} wants to know. */
    @Transactional
    public Map<String, Object> routingFacts(UUID id) {
        SupportRequest request = requests.findById(id).orElseThrow();
        UUID contact = contact(request);
        return Map.of(
                "category",
                request.category().name(),
                "severity",
                request.severity().name(),
                "contactNamed",
                contact != null,
                "contactIsPartner",
                contact != null && resellers.obstacles(contact).isEmpty(),
                "contactManages",
                contact != null && customers.resellersOf(request.customerId()).contains(contact),
                "openedByContact",
                request.openedSide() == Side.RESELLER && request.openedParty().equals(contact));
    }

    /**
     * The decision table has spoken.
     *
     * @return the process's variables
     */
    @Transactional
    public Map<String, Object> routed(UUID id, String decision) {
        SupportRequest request = forChange(id);
        Instant due = due(request);
        if (Handler.valueOf(decision) == Handler.RESELLER) {
            UUID contact = contact(request);
            request.route(contact, due);
            involve(contact, request);
        } else {
            request.route(null, due);
        }
        return SupportRequestProcess.variables(request);
    }

    private UUID contact(SupportRequest request) {
        return subscription(request.subscriptionId())
                .map(Subscription::getSupportContactId)
                .orElse(null);
    }

    private Instant due(SupportRequest request) {
        return properties.workingHours().after(clock.instant(), properties.target(request.severity()));
    }

    /** The reseller has not answered in time: the provider does. Returns the process's variables. */
    @Transactional
    public Map<String, Object> escalate(UUID id) {
        SupportRequest request = forChange(id);
        UUID reseller = request.resellerId();
        request.handTo(null, due(request));
        write(request, SupportEntry.Kind.ESCALATED, null, reseller, null, List.of());
        audit.recordAs(AuditTrail.SYSTEM, "escalate_support_request", AUDIT, id, name(reseller), provider.name());
        mail.tell(request, SupportEntry.Kind.ESCALATED, null, reseller);
        return SupportRequestProcess.variables(request);
    }

    /** The provider has not answered in time: its staff are told. */
    @Transactional
    public void tellOverdue(UUID id) {
        SupportRequest request = forChange(id);
        write(request, SupportEntry.Kind.OVERDUE, null, null, null, List.of());
        audit.recordAs(AuditTrail.SYSTEM, "support_request_overdue", AUDIT, id, null, null);
        mail.tell(request, SupportEntry.Kind.OVERDUE, null, null);
    }

    /** Nobody opened it again in time. */
    @Transactional
    public void closeByTime(UUID id) {
        SupportRequest request = forChange(id);
        request.close(clock.instant());
        write(request, SupportEntry.Kind.CLOSED_BY_TIME, null, null, null, List.of());
        audit.recordAs(AuditTrail.SYSTEM, "close_support_request", AUDIT, id, null, null);
        mail.tell(request, SupportEntry.Kind.CLOSED_BY_TIME, null, null);
    }

    /**
     * What was done in the task of answering; to be asked when it is completed.
     *
     * @return the process's variables; empty if nothing was done yet
     */
    @Transactional
    public Optional<Map<String, Object>> answered(UUID id) {
        SupportRequest request = forChange(id);
        boolean stillOwed = request.state() == SupportState.ATTENTION_NEEDED && request.handler() == Handler.PROVIDER;
        return stillOwed ? Optional.empty() : Optional.of(SupportRequestProcess.variables(request));
    }

    // ---- working on it

    /**
     * Does something with a request; or says at the fields, or at none, what stands in the way, and changes nothing. Who starts from an
     * older version than the present one is refused, so that nobody answers what they have not seen.
     *
     * @param reseller to whom staff hand it over; null otherwise, so that no text meant for a reseller goes to the customer
     * @param seen the {@link SupportCard#version} that the person started from
     * @return false if the request changed since
     * @throws NotFoundException if it does not exist for this visitor
     */
    @Transactional
    public boolean act(
            Visitor visitor,
            UUID id,
            Action action,
            String text,
            UUID reseller,
            List<Attachments.Sent> files,
            Long seen,
            Errors errors) {
        return act(visitor, id, action, text, reseller, files, seen, errors, false);
    }

    private boolean act(
            Visitor visitor,
            UUID id,
            Action action,
            String text,
            UUID reseller,
            List<Attachments.Sent> files,
            Long seen,
            Errors errors,
            boolean holding) {
        SupportRequest request = locked(visitor, id, reseller);
        if (!request.version().equals(seen)) {
            return false;
        }
        if (action == null || !actions(visitor, request, holding).contains(action)) {
            errors.reject("support.problem.notNow");
            return true;
        }
        if (action.needsText() || text != null && !text.isBlank()) {
            text(text, errors);
        }
        Attachments.check(files, errors);
        if (action == Action.HAND_OVER && (reseller == null || !eligible(request, reseller))) {
            errors.rejectValue("reseller", "support.problem.reseller");
        } else if (action != Action.HAND_OVER && reseller != null) {
            errors.rejectValue("reseller", "support.problem.resellerChosen");
        }
        if (!errors.hasErrors()) {
            apply(visitor, request, action, text == null || text.isBlank() ? null : text, reseller, files);
        }
        return true;
    }

    /** The row of the visitor's own reseller, or of the one to hand over to, then the customer's, then the request's. */
    private SupportRequest locked(Visitor visitor, UUID id, UUID reseller) {
        hold(Stream.of(
                switch (visitor.side()) {
                    case STAFF -> reseller;
                    case RESELLER -> visitor.party();
                    case CUSTOMER -> null;
                }));
        SupportRequest found = visible(visitor, id).orElseThrow(NotFoundException::new);
        customers.holdCurrent(found.customerId());
        entities.detach(found);
        SupportRequest request = forChange(id);
        if (!visible(visitor, request)) {
            throw new NotFoundException();
        }
        return request;
    }

    /** Until the transaction ends none of these resellers can be removed or suspended. They are held in one order, before they are read. */
    private void hold(Stream<UUID> ids) {
        ids.filter(Objects::nonNull).distinct().sorted().forEach(resellers::obstacles);
    }

    /** As {@link #act}, by whoever holds the task of answering, which is completed with it. */
    @Transactional
    public boolean answer(
            Visitor visitor,
            UUID id,
            Action action,
            String text,
            UUID reseller,
            List<Attachments.Sent> files,
            Long seen,
            Errors errors) {
        TaskCard task = tasks.held(id.toString(), SupportRequestProcess.STEP_ANSWER);
        if (action == Action.INTERNAL_NOTE) {
            errors.reject("support.problem.notNow");
            return true;
        }
        boolean current = act(visitor, id, action, text, reseller, files, seen, errors, true);
        if (current && !errors.hasErrors()) {
            entities.flush();
            tasks.complete(task);
        }
        return current;
    }

    private void apply(
            Visitor visitor,
            SupportRequest request,
            Action action,
            String text,
            UUID reseller,
            List<Attachments.Sent> files) {
        UUID before = request.resellerId();
        boolean owed = request.state() == SupportState.ATTENTION_NEEDED;
        SupportEntry.Kind kind =
                switch (action) {
                    case NOTE -> SupportEntry.Kind.NOTE;
                    case INTERNAL_NOTE -> SupportEntry.Kind.INTERNAL_NOTE;
                    case RESOLVE -> SupportEntry.Kind.RESOLVED;
                    case HAND_BACK -> SupportEntry.Kind.HANDED_BACK;
                    case HAND_OVER -> SupportEntry.Kind.HANDED_OVER;
                    case TAKE_OVER -> SupportEntry.Kind.TAKEN_OVER;
                    case REOPEN -> SupportEntry.Kind.REOPENED;
                    case CLOSE -> SupportEntry.Kind.CLOSED;
                };
        String message =
                switch (action) {
                    case INTERNAL_NOTE -> null;
                    case NOTE -> note(visitor, request, owed);
                    case RESOLVE -> resolve(request, owed);
                    case HAND_BACK, TAKE_OVER -> give(request, null, owed);
                    case HAND_OVER -> give(request, reseller, owed);
                    case REOPEN -> {
                        request.reopen(due(request));
                        yield SupportRequestProcess.MESSAGE_REOPENED;
                    }
                    case CLOSE -> {
                        request.close(clock.instant());
                        yield SupportRequestProcess.MESSAGE_CLOSED;
                    }
                };
        UUID other = action == Action.HAND_OVER ? reseller : before;
        write(request, kind, visitor, kind.betweenPartners() ? other : null, text, files);
        audit(
                action.name().toLowerCase(Locale.ROOT),
                request,
                visitor,
                kind.betweenPartners() ? name(before) : null,
                kind.betweenPartners() ? name(request.resellerId()) : null);
        if (kind != SupportEntry.Kind.INTERNAL_NOTE) {
            mail.tell(request, kind, visitor, before);
        }
        // What the provider owes is a task, which whoever holds it completes.
        boolean task = owed && before == null && action != Action.CLOSE;
        if (message != null && !task) {
            entities.flush();
            process.tell(message, request);
        }
    }

    private String note(Visitor visitor, SupportRequest request, boolean owed) {
        if (works(visitor, request)) {
            request.answered(clock.instant());
            return owed ? SupportRequestProcess.MESSAGE_ANSWERED : null;
        }
        if (owed) {
            return null;
        }
        request.replied(due(request));
        return SupportRequestProcess.MESSAGE_ANSWER_NEEDED;
    }

    private String resolve(SupportRequest request, boolean owed) {
        Instant now = clock.instant();
        request.resolve(now.plus(Duration.ofDays(properties.reopenDays())), now);
        return owed ? SupportRequestProcess.MESSAGE_ANSWERED : SupportRequestProcess.MESSAGE_RESOLVED;
    }

    private String give(SupportRequest request, UUID reseller, boolean owed) {
        request.handTo(reseller, due(request));
        if (reseller != null) {
            involve(reseller, request);
        }
        return owed ? SupportRequestProcess.MESSAGE_HANDED_ON : SupportRequestProcess.MESSAGE_ANSWER_NEEDED;
    }

    /** The reseller manages the customer, or is a partner, no more: its requests go to the provider, or to this heir. Returns how many. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int leave(UUID reseller, UUID heir) {
        List<UUID> with = requests.withReseller(reseller);
        with.forEach(id -> leave(forChange(id), reseller, heir));
        return with.size();
    }

    /** The same with the requests of one customer. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void leave(UUID customer, UUID reseller, UUID heir) {
        requests.withReseller(customer, reseller).forEach(id -> leave(forChange(id), reseller, heir));
    }

    private void leave(SupportRequest request, UUID reseller, UUID heir) {
        if (!reseller.equals(request.resellerId())) {
            return;
        }
        UUID next = heir != null && customers.resellersOf(request.customerId()).contains(heir) ? heir : null;
        boolean owed = request.state() == SupportState.ATTENTION_NEEDED;
        if (owed) {
            request.handTo(next, due(request));
        } else {
            request.passTo(next);
        }
        if (next != null) {
            involve(next, request);
        }
        write(request, SupportEntry.Kind.RESELLER_LEFT, null, reseller, null, List.of());
        audit.record("reassign_support_request", AUDIT, request.id(), name(reseller), name(next));
        mail.tell(request, SupportEntry.Kind.RESELLER_LEFT, null, null);
        entities.flush();
        if (owed) {
            process.tell(SupportRequestProcess.MESSAGE_HANDED_ON, request);
        }
    }

    // ---- who may do what

    /** The resellers that staff can hand a request to: those that manage its customer and may be worked with, by name. */
    @Transactional(readOnly = true)
    public Map<UUID, String> eligible(UUID id) {
        return requests.findById(id).map(this::eligible).orElse(Map.of());
    }

    private Map<UUID, String> eligible(SupportRequest request) {
        return resellers.names(customers.resellersOf(request.customerId()).stream()
                .filter(reseller -> free(request, reseller))
                .toList());
    }

    private boolean eligible(SupportRequest request, UUID reseller) {
        return customers.resellersOf(request.customerId()).contains(reseller) && free(request, reseller);
    }

    private boolean free(SupportRequest request, UUID reseller) {
        return !reseller.equals(request.resellerId())
                && resellers.obstacles(reseller).isEmpty();
    }

    /** @param holding whether, where the provider owes the answer, the person holds the task of giving it */
    private Set<Action> actions(Visitor visitor, SupportRequest request, boolean holding) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        boolean current =
                customers.find(request.customerId()).filter(Customer::isCurrent).isPresent();
        if (!current || !visitor.handling() || !request.routed() || !acts(visitor)) {
            return actions;
        }
        boolean underWay = request.state().underWay();
        boolean providersTask =
                request.state() == SupportState.ATTENTION_NEEDED && request.handler() == Handler.PROVIDER;
        if (underWay && works(visitor, request) && (holding || !providersTask)) {
            actions.addAll(Set.of(Action.NOTE, Action.RESOLVE));
            actions.add(visitor.side() == Side.STAFF ? Action.HAND_OVER : Action.HAND_BACK);
        }
        boolean asks = visitor.side() == Side.CUSTOMER || request.openedBy(visitor);
        if (underWay && !works(visitor, request) && asks) {
            actions.add(Action.NOTE);
        }
        if (request.state() == SupportState.RESOLVED && asks && clock.instant().isBefore(request.closesAt())) {
            actions.add(Action.REOPEN);
        }
        if (request.state() != SupportState.CLOSED && visitor.side() == Side.CUSTOMER) {
            actions.add(Action.CLOSE);
        }
        if (request.state() != SupportState.CLOSED && visitor.side() == Side.STAFF) {
            actions.add(Action.INTERNAL_NOTE);
            if (underWay && request.handler() == Handler.RESELLER) {
                actions.add(Action.TAKE_OVER);
            }
        }
        return actions;
    }

    /** Whether this visitor's side works on the request. */
    private static boolean works(Visitor visitor, SupportRequest request) {
        return switch (visitor.side()) {
            case STAFF -> request.handler() == Handler.PROVIDER;
            case RESELLER -> visitor.party().equals(request.resellerId());
            case CUSTOMER -> false;
        };
    }

    private Optional<SupportRequest> visible(Visitor visitor, UUID id) {
        return requests.findById(id).filter(request -> visible(visitor, request));
    }

    private boolean visible(Visitor visitor, SupportRequest request) {
        return switch (visitor.side()) {
            case STAFF -> true;
            case CUSTOMER -> request.customerId().equals(visitor.party());
            case RESELLER ->
                admits(visitor)
                        && (visitor.party().equals(request.resellerId())
                                || requests.involved(visitor.party(), request.id())
                                        && customers
                                                .resellersOf(request.customerId())
                                                .contains(visitor.party()));
        };
    }

    // ---- what is seen

    /** A request with all that this visitor may see of it; empty if there is none for it. */
    @Transactional(readOnly = true)
    public Optional<SupportView> find(Visitor visitor, UUID id) {
        return visible(visitor, id).map(request -> view(visitor, request, false));
    }

    /**
     * The request whose task of answering the signed-in person holds.
     *
     * @throws io.relais.tasks.TaskNotHeldException if somebody else holds it, or nobody
     * @throws io.relais.tasks.StepNotOpenException if no answer is owed by the provider
     */
    @Transactional(readOnly = true)
    public SupportView toAnswer(Visitor visitor, UUID id) {
        tasks.held(id.toString(), SupportRequestProcess.STEP_ANSWER);
        return view(visitor, requests.findById(id).orElseThrow(), true);
    }

    private SupportView view(Visitor visitor, SupportRequest request, boolean holding) {
        List<SupportEntry> entries = requests.entriesOf(request.id()).stream()
                .filter(entry -> visitor.side() == Side.STAFF || !entry.kind().staffOnly())
                .toList();
        Map<UUID, List<SupportView.File>> files = attachments.of(request.id());
        Map<UUID, String> names = resellers.names(entries.stream()
                .flatMap(entry -> Stream.of(entry.resellerId(), entry.side() == Side.RESELLER ? entry.partyId() : null))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        SupportCard card = cards(visitor, List.of(request)).get(0);
        boolean current =
                customers.find(request.customerId()).filter(Customer::isCurrent).isPresent();
        return new SupportView(
                card,
                entries.stream()
                        .map(entry -> entry(visitor, entry, card, names, files))
                        .toList(),
                actions(visitor, request, holding),
                current
                        && visitor.handling()
                        && visitor.side() == Side.STAFF
                        && request.state() == SupportState.ATTENTION_NEEDED
                        && request.handler() == Handler.PROVIDER,
                !current);
    }

    private SupportView.Entry entry(
            Visitor visitor,
            SupportEntry entry,
            SupportCard card,
            Map<UUID, String> names,
            Map<UUID, List<SupportView.File>> files) {
        boolean own = entry.side() == visitor.side() && Objects.equals(entry.partyId(), visitor.party());
        boolean readable = readable(visitor, entry);
        String company = entry.side() == null
                ? ""
                : switch (entry.side()) {
                    case STAFF -> provider.name();
                    case RESELLER -> names.get(entry.partyId());
                    case CUSTOMER -> card.customerName();
                };
        boolean named = entry.side() != null && (own || visitor.side() == Side.STAFF);
        return new SupportView.Entry(
                "support.entry." + entry.kind().name(),
                entry.side(),
                own,
                entry.kind() == SupportEntry.Kind.INTERNAL_NOTE,
                named ? company + " · " + entry.author() : company,
                entry.resellerId() == null ? "" : names.get(entry.resellerId()),
                entry.at(),
                readable ? entry.text() : null,
                readable ? files.getOrDefault(entry.id(), List.of()) : List.of());
    }

    private static boolean readable(Visitor visitor, SupportEntry entry) {
        return visitor.side() == Side.STAFF
                || !entry.kind().staffOnly()
                        && (!entry.kind().betweenPartners() || visitor.party().equals(entry.resellerId()));
    }

    /** The attachment of a request, if this visitor may read what it came with. */
    @Transactional(readOnly = true)
    public Optional<SupportView.File> file(Visitor visitor, UUID id, UUID attachment) {
        return visible(visitor, id)
                .flatMap(request -> attachments.entryOf(id, attachment))
                .filter(entry -> requests.entriesOf(id).stream()
                        .anyMatch(one -> one.id().equals(entry) && readable(visitor, one)))
                .flatMap(entry -> attachments.of(id).get(entry).stream()
                        .filter(file -> file.id().equals(attachment))
                        .findFirst());
    }

    /** Writes the content of a file that {@link #file} has found. */
    public void content(SupportView.File file, OutputStream out) {
        attachments.write(file.id(), out);
    }

    /** A page of the list, the newest first. */
    @Transactional(readOnly = true)
    public Keyset.Page<SupportCard> list(Visitor visitor, SupportFilter filter, String after, String before, int size) {
        if (!admits(visitor)) {
            return new Keyset.Page<>(List.of(), null, null);
        }
        Keyset.Page<SupportRequest> page = list.page(visitor, filter, clock.instant(), after, before, size);
        return new Keyset.Page<>(cards(visitor, page.rows()), page.previous(), page.next());
    }

    /** All of a list of staff's, a few hundred at a time. */
    @Transactional(readOnly = true)
    public void each(Visitor visitor, SupportFilter filter, Consumer<List<SupportCard>> take) {
        list.each(visitor, filter, clock.instant(), rows -> take.accept(cards(visitor, rows)));
    }

    /** Some of those that a reseller works on, for the provider's eyes. */
    @Transactional(readOnly = true)
    public List<SupportCard> with(UUID reseller, int atMost) {
        return cards(Visitor.staff(AuditTrail.SYSTEM, false), requests.someWithReseller(reseller, Limit.of(atMost)));
    }

    /** How many owe an answer for too long. */
    @Transactional(readOnly = true)
    public long overdue() {
        return requests.countOverdue(clock.instant());
    }

    /** How many wait for an answer of the provider. */
    @Transactional(readOnly = true)
    public long countToAnswer() {
        return requests.countForProvider();
    }

    private List<SupportCard> cards(Visitor visitor, List<SupportRequest> rows) {
        Instant now = clock.instant();
        Map<UUID, String> companies = list.customerNames(rows);
        Map<UUID, String> products = list.subscriptionNames(visitor, rows);
        Map<UUID, String> names = resellers.names(rows.stream()
                .map(SupportRequest::resellerId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        List<SupportCard> cards = new ArrayList<>();
        for (SupportRequest row : rows) {
            cards.add(new SupportCard(
                    row.id(),
                    row.number(),
                    row.customerId(),
                    companies.get(row.customerId()),
                    row.subscriptionId(),
                    row.subscriptionId() == null ? null : products.get(row.subscriptionId()),
                    row.category(),
                    row.severity(),
                    row.title(),
                    row.state(),
                    row.openedSide(),
                    row.resellerId(),
                    row.resellerId() == null ? provider.name() : names.get(row.resellerId()),
                    row.openedAt(),
                    row.changedAt(),
                    row.dueAt(),
                    row.overdue(now),
                    row.answeredAt(),
                    row.closesAt(),
                    row.version()));
        }
        return cards;
    }

    // ---- the rest

    private SupportRequest forChange(UUID id) {
        return requests.forChange(id).orElseThrow();
    }

    private void involve(UUID reseller, SupportRequest request) {
        if (!requests.involved(reseller, request.id())) {
            entities.persist(new SupportInvolvement(reseller, request));
        }
    }

    /** What only staff know of leaves no trace in the version or the time of the last change: nobody outside learns of it, or has to start anew. */
    private SupportEntry write(
            SupportRequest request,
            SupportEntry.Kind kind,
            Visitor by,
            UUID reseller,
            String text,
            List<Attachments.Sent> files) {
        Instant now = clock.instant();
        SupportEntry entry;
        if (kind.staffOnly()) {
            entry = new SupportEntry(request, request.entries() + 1, kind, by, reseller, text, now);
            requests.countAside(request.id());
        } else {
            entry = new SupportEntry(request, request.nextEntry(now), kind, by, reseller, text, now);
        }
        entities.persist(entry);
        if (!files.isEmpty()) {
            entities.flush();
            attachments.keep(request.id(), entry.id(), files);
        }
        return entry;
    }

    private void audit(String action, SupportRequest request, Visitor by, String before, String after) {
        audit.recordAs(by.name(), action, AUDIT, request.id(), before, after);
    }

    private String name(UUID reseller) {
        return reseller == null ? provider.name() : resellers.name(reseller).orElse(null);
    }
}
