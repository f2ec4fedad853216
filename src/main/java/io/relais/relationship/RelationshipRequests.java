package io.relais.relationship;

import io.relais.account.Mailbox;
import io.relais.audit.AuditTrail;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.Customer;
import io.relais.customer.CustomerDetails;
import io.relais.customer.Customers;
import io.relais.invitation.Addressee;
import io.relais.invitation.Desk;
import io.relais.invitation.Invitation;
import io.relais.invitation.Kind;
import io.relais.invitation.Problem;
import io.relais.invitation.Request;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestState;
import io.relais.invitation.Requests;
import io.relais.mail.Outbox;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.ResellerPeople;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.security.Permission;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import io.relais.web.Keyset;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/** Brings relationships with customers who exist already about (domain.md F-24, §2.4). */
@Service
public class RelationshipRequests extends Requests<RelationshipRequest, Invitee, Acceptance> {

    /** What lines in the audit trail about a request are filed under. */
    public static final String AUDIT = "relationship_request";

    /** How many domains a company may name beside its first one. */
    public static final int MAX_OTHER_DOMAINS = 10;

    private static final String ASKING = "r.state in :states and r.expiresAt > :now and"
            + " (r.forCustomer = true and r.customerId = :customer or r.forCustomer = false and r.invitee.email = :email)";

    private static final String OPEN_WITH = "r.state in :open and r.invitee.reseller = :reseller";

    private static final Kind KIND = new Kind(
            AUDIT,
            "customer",
            Side.CUSTOMER,
            "relationship",
            "/relationship-requests",
            "/relationship/",
            Permission.REQUEST_RELATIONSHIP,
            "relationship-request");

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private final Customers customers;
    private final Resellers resellers;
    private final AuditTrail audit;
    private final Provider provider;
    private final ResellerPeople people;
    private final Outbox outbox;

    RelationshipRequests(
            ResellerRelationshipProcess process,
            Desk desk,
            Customers customers,
            Resellers resellers,
            AuditTrail audit,
            Provider provider,
            ResellerPeople people,
            Outbox outbox) {
        super(KIND, RelationshipRequest.class, process, desk);
        this.customers = customers;
        this.resellers = resellers;
        this.audit = audit;
        this.provider = provider;
        this.people = people;
        this.outbox = outbox;
    }

    // ---- what staff see
    // -------------------------------------------------------------------------------------------------------------

    /** All requests for a customer, and those it came of, newest first. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> of(UUID customer) {
        return cards(query("r.customerId = :customer order by r.createdAt desc")
                .setParameter("customer", customer)
                .getResultStream());
    }

    /** Open requests by state, in the order of a request's life. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> open(int atMost) {
        return cards(query("r.state in :open order by r.createdAt desc")
                        .setParameter("open", RequestState.OPEN)
                        .setMaxResults(atMost)
                        .getResultStream())
                .stream()
                .sorted(java.util.Comparator.comparing(RequestCard::state))
                .toList();
    }

    /** A page of the ended requests, newest first. */
    @Transactional(readOnly = true)
    public Keyset.Page<RequestCard<Invitee>> ended(String after, String before, int size) {
        return page("r.state not in :open", rows -> rows.setParameter("open", RequestState.OPEN), after, before, size);
    }

    private Keyset.Page<RequestCard<Invitee>> page(
            String condition,
            Consumer<TypedQuery<RelationshipRequest>> parameters,
            String after,
            String before,
            int size) {
        Optional<Keyset.Place> down = Keyset.Place.decodedTime(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decodedTime(before);
        Optional<Keyset.Place> from = down.or(() -> up);
        String than = up.isPresent() ? ">" : "<";
        String direction = up.isPresent() ? "asc" : "desc";
        TypedQuery<RelationshipRequest> rows = query(condition
                        + (from.isPresent()
                                ? " and (r.createdAt %s :time or r.createdAt = :time and r.id %s :id)"
                                        .formatted(than, than)
                                : "")
                        + " order by r.createdAt %s, r.id %s".formatted(direction, direction))
                .setMaxResults(size + 1);
        parameters.accept(rows);
        from.ifPresent(
                place -> rows.setParameter("time", place.time().orElseThrow()).setParameter("id", place.id()));
        return Keyset.page(
                cards(rows.getResultStream()),
                size,
                up.isPresent(),
                from.isEmpty(),
                row -> new Keyset.Place(row.createdAt().toString(), row.id()));
    }

    private static List<RequestCard<Invitee>> cards(Stream<RelationshipRequest> found) {
        return found.map(Request::card).toList();
    }

    /** Whether a request ever went to this address. */
    @Transactional(readOnly = true)
    boolean asked(String email) {
        return query("r.invitee.email = :email")
                .setParameter("email", email)
                .setMaxResults(1)
                .getResultStream()
                .findAny()
                .isPresent();
    }

    /** Open requests that ask together with this reseller. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> openWith(UUID reseller, int atMost) {
        return cards(query(OPEN_WITH + " order by r.createdAt")
                .setParameter("open", RequestState.OPEN)
                .setParameter("reseller", reseller)
                .setMaxResults(atMost)
                .getResultStream());
    }

    /** How many there are. */
    @Transactional(readOnly = true)
    public long countOpenWith(UUID reseller) {
        return counting(OPEN_WITH)
                .setParameter("open", RequestState.OPEN)
                .setParameter("reseller", reseller)
                .getSingleResult();
    }

    // ---- staff describe
    // -------------------------------------------------------------------------------------------------------------

    @Override
    @Transactional
    public UUID start() {
        return start(null);
    }

    /** Begins a request for a customer that is known already, or was one. */
    @Transactional
    public UUID start(UUID customer) {
        UUID id = super.start();
        locked(id).madeFor(customer);
        return id;
    }

    /** The customer that a request was made for from its page; empty for a company that staff describe. */
    @Transactional(readOnly = true)
    public Optional<Customer> madeFor(UUID id) {
        return Optional.ofNullable(found(id).madeFor()).flatMap(customers::find);
    }

    /** Whether the request behind this link asks something of one who is a customer now. */
    @Transactional(readOnly = true)
    public boolean toACustomer(String token) {
        return query("r.tokenFingerprint = :fingerprint")
                .setParameter("fingerprint", SealingKeys.fingerprint(token))
                .getResultStream()
                .anyMatch(this::toACustomer);
    }

    private boolean toACustomer(RelationshipRequest request) {
        return Optional.ofNullable(request.madeFor())
                .flatMap(customers::find)
                .filter(Customer::isCurrent)
                .isPresent();
    }

    // ---- a reseller asks
    // ----------------------------------------------------------------------------------------------------------------

    /** Begins a request of a reseller's person, who holds it; one link will ask for provider and reseller together. */
    @Transactional
    public UUID startBy(UUID reseller) {
        UUID id = start(null);
        locked(id).askedBy(reseller);
        return id;
    }

    /** A request of this reseller's people; those of others, and of staff, are not found. */
    @Transactional(readOnly = true)
    public Optional<RequestCard<Invitee>> askedBy(UUID reseller, UUID id) {
        return query("r.id = :id and r.askedById = :reseller")
                .setParameter("id", id)
                .setParameter("reseller", reseller)
                .getResultStream()
                .map(Request::card)
                .findFirst();
    }

    /** A page of them, newest first; of those that say nothing yet only the person's own. */
    @Transactional(readOnly = true)
    public Keyset.Page<RequestCard<Invitee>> askedBy(
            UUID reseller, String person, String after, String before, int size) {
        return page(
                "r.askedById = :reseller and (r.invitee.email is not null or r.state = :draft and r.requestedBy = :person)",
                rows -> rows.setParameter("reseller", reseller)
                        .setParameter("draft", RequestState.DRAFT)
                        .setParameter("person", person),
                after,
                before,
                size);
    }

    /** Tells the reseller's person who asked, since staff did not; the reseller itself if that person has left. */
    @Override
    protected void reminderDue(RelationshipRequest request) {
        if (request.askedBy() != null) {
            Mailbox asking = people.mailbox(request.askedBy(), request.requestedBy());
            String company = request.invitee().company();
            outbox.send(
                    asking.address(),
                    said("relationship.mail.reminderDue.subject", asking.language(), provider.name()),
                    said(
                            "relationship.mail.reminderDue",
                            asking.language(),
                            company,
                            provider.baseUrl() + "/reseller/customer-requests/" + request.id()));
        }
    }

    /**
     * The customer that the described company seems to be: the one the request was made for, else one that has the domain of the e-mail
     * address, else one of the same name whose contact is at that domain.
     */
    @Transactional(readOnly = true)
    public Optional<Customer> known(UUID id, Invitee invitee) {
        String domain = Addressee.domain(invitee.email());
        return madeFor(id)
                .or(() ->
                        customers.ownersOf(Set.of(domain)).stream().findFirst().flatMap(customers::find))
                .or(() -> customers.likelyDuplicates(invitee.company()).stream()
                        .filter(same ->
                                Addressee.domain(same.getDetails().email()).equals(domain))
                        .findFirst());
    }

    @Override
    protected List<Problem> furtherProblems(UUID id, Invitee invitee) {
        List<Problem> found = new ArrayList<>();
        Locale reader = LocaleContextHolder.getLocale();
        if (invitee.reseller() != null) {
            Set<String> obstacles = resellers.obstacles(invitee.reseller());
            if (!obstacles.isEmpty()) {
                found.add(new Problem(
                        "reseller",
                        "relationship.problem.reseller",
                        null,
                        obstacles.stream()
                                .sorted()
                                .map(key -> said(key, reader))
                                .collect(Collectors.joining(" "))));
            }
        }
        Customer madeFor = madeFor(id).orElse(null);
        if (madeFor != null && !madeFor.getDetails().country().equals(invitee.country())) {
            found.add(new Problem("country", "relationship.problem.country", null));
        }
        UUID asking = found(id).askedBy();
        if (asking != null && !asking.equals(invitee.reseller())) {
            throw new IllegalArgumentException("A reseller asks for itself");
        }
        // A reseller learns of no customer but its own; what else is known shows when the company answers.
        Optional<Customer> known = known(id, invitee)
                .filter(customer -> asking == null
                        || customers.resellersOf(customer.getId()).contains(asking));
        if (known.filter(customer -> related(customer, invitee)).isPresent()) {
            found.add(new Problem(
                    "company",
                    "relationship.problem.related",
                    null,
                    known.get().getDetails().companyName()));
        } else if (known.isPresent() && madeFor == null) {
            found.add(new Problem(
                    "company",
                    "relationship.problem.known",
                    null,
                    known.get().getDetails().companyName()));
        } else {
            // Nor whether anybody else asks the same company.
            alike(id, invitee, madeFor)
                    .filter(open -> asking == null || asking.equals(open.askedBy()))
                    .findFirst()
                    .ifPresent(open -> found.add(new Problem(
                            "email",
                            "invitation.problem.open",
                            open.id(),
                            open.invitee().company(),
                            open.requestedBy())));
        }
        return found;
    }

    /** Whether the customer has all that it would be asked for. */
    private boolean related(Customer customer, Invitee invitee) {
        return customer.isCurrent()
                && (invitee.reseller() == null
                        || customers.resellersOf(customer.getId()).contains(invitee.reseller()))
                && (!invitee.delegatedAdministration() || customer.isDelegatedAdministration());
    }

    private Stream<RelationshipRequest> alike(UUID id, Invitee invitee, Customer madeFor) {
        return query("r.id <> :id and r.state in :open and (r.invitee.email = :email"
                        + " or r.forCustomer = true and r.customerId = :customer and r.invitee.email is not null)"
                        + " order by r.createdAt")
                .setParameter("id", id)
                .setParameter("open", RequestState.OPEN)
                .setParameter("email", invitee.email())
                .setParameter("customer", madeFor == null ? null : madeFor.getId())
                .getResultStream();
    }

    @Override
    protected RelationshipRequest draft(String requestedBy, Instant now) {
        return new RelationshipRequest(requestedBy, now);
    }

    @Override
    protected void propose(RelationshipRequest request) {
        Invitee invitee = request.invitee();
        Locale locale = invitee.locale();
        String reseller = reseller(invitee).map(ResellerCard::company).orElse(null);
        Object[] values = {
            invitee.contact(),
            provider.name(),
            new Locale("", provider.country()).getDisplayCountry(locale),
            reseller,
            invitee.company(),
            Request.LINK,
            String.valueOf(invitee.validityDays()),
            provider.email(),
            provider.website()
        };
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(said("relationship.mail.hello", locale, values));
        if (toACustomer(request)) {
            paragraphs.add(said(
                    reseller == null ? "relationship.mail.asks.customer" : "relationship.mail.asks.customer.together",
                    locale,
                    values));
        } else {
            paragraphs.add(said(
                    reseller == null ? "relationship.mail.asks" : "relationship.mail.asks.together", locale, values));
            paragraphs.add(said(
                    reseller == null ? "relationship.mail.means" : "relationship.mail.means.together", locale, values));
        }
        if (invitee.delegatedAdministration()) {
            paragraphs.add(said("relationship.mail.delegated", locale, values));
        }
        paragraphs.add(said("relationship.mail.who", locale, values));
        paragraphs.add(said("relationship.mail.link", locale, values));
        paragraphs.add(said("relationship.mail.closing", locale, values));
        request.propose(
                said(
                        reseller == null ? "relationship.mail.subject" : "relationship.mail.subject.together",
                        locale,
                        values),
                paragraphs.stream().map(String::strip).collect(Collectors.joining("\n\n")));
    }

    @Override
    protected String inOneLine(Invitee invitee) {
        return reseller(invitee)
                .map(reseller -> invitee.inOneLine().replace(reseller.id().toString(), reseller.company()))
                .orElseGet(invitee::inOneLine);
    }

    /** The reseller that asks together with the provider. */
    public Optional<ResellerCard> reseller(Invitee invitee) {
        return Optional.ofNullable(invitee.reseller()).flatMap(resellers::find);
    }

    @Override
    protected void goesOut(RelationshipRequest request, Instant now) {
        // Nothing comes to be before the customer accepts.
    }

    @Override
    protected void ended(RelationshipRequest request, RequestState end, Instant now) {
        // Nothing came to be.
    }

    // ---- the customer's administrator
    // -----------------------------------------------------------------------------------------------

    /**
     * What this person of a customer can answer without the mail that was sent: requests made for the customer, and those that ask another
     * company at the person's own address. That is the one it signs in with, since the link for its first password went there; any other
     * one is only what somebody typed. Oldest first.
     */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> asking(OutsidePerson person) {
        return cards(requestsTo(person));
    }

    /** The page on which this person answers such a request; empty for all others. */
    @Transactional(readOnly = true)
    public Optional<String> answerPage(OutsidePerson person, UUID id) {
        return requestsTo(person)
                .filter(request -> request.id().equals(id))
                .map(request -> KIND.publicPath() + token(request))
                .findFirst();
    }

    private Stream<RelationshipRequest> requestsTo(OutsidePerson person) {
        return query(ASKING + " order by r.createdAt")
                .setParameter("states", RequestState.ANSWERABLE)
                .setParameter("now", now())
                .setParameter("customer", person.party())
                .setParameter("email", person.userName())
                .getResultStream();
    }

    /**
     * Says what an answer lacks; that a domain is known here is no matter of the form, but of {@link #check}.
     *
     * @param errors of a form with the fields {@code details}, whose names and address of the contact are also those of the person who
     *     accepts the agreement, and {@code otherDomains}
     */
    @Transactional(readOnly = true)
    public void validate(Acceptance acceptance, Errors errors) {
        errors.pushNestedPath("details");
        if (acceptance.known()) {
            customers.validate(accepted(acceptance.details()), errors);
        } else {
            customers.validateExisting(acceptance.details(), errors);
        }
        errors.popNestedPath();
        if (acceptance.otherDomains().size() > MAX_OTHER_DOMAINS) {
            errors.rejectValue("otherDomains", "relationship.problem.domains", new Object[] {MAX_OTHER_DOMAINS}, null);
        }
        for (String domain : acceptance.otherDomains()) {
            if (!DOMAIN.matcher(domain).matches()) {
                errors.rejectValue("otherDomains", "relationship.problem.domain", new Object[] {domain}, null);
            } else if (domain.endsWith(CustomerDetails.DOMAIN_SUFFIX)
                    || domain.equals(provider.emailDomain())
                    || webmail("@" + domain)) {
                errors.rejectValue("otherDomains", "relationship.problem.notYours", new Object[] {domain}, null);
            }
        }
    }

    private AgreementAttestation accepted(CustomerDetails by) {
        return new AgreementAttestation(
                by.firstName(), by.lastName(), by.email(), by.phone(), LocalDate.ofInstant(now(), ZoneOffset.UTC));
    }

    /**
     * The company accepts the relationship and the customer agreement. Whether the relationship can begin is decided at once; what comes
     * back shows the result, also to someone who comes second.
     */
    @Transactional
    public Optional<Invitation<Invitee, Acceptance>> accept(String token, Acceptance answer) {
        return answer(token, request -> {
            answering()
                    .filter(customer -> request.madeFor() == null)
                    .filter(customer -> customers
                            .ownersOf(Set.of(answer.details().domain()))
                            .contains(customer))
                    .ifPresent(request::turnsOutToBeFor);
            AgreementAttestation agreement = accepted(answer.details());
            CustomerDetails details = Optional.ofNullable(request.madeFor())
                    .flatMap(customers::find)
                    .map(Customer::getDetails)
                    .orElse(answer.details());
            request.accepted(new Acceptance(false, details, answer.otherDomains(), agreement), now());
            audit.recordAs(
                    addressee(request),
                    "accept_relationship",
                    AUDIT,
                    request.id(),
                    null,
                    "%s, %s, %s %s, %s"
                            .formatted(
                                    details.companyName(),
                                    details.domain(),
                                    agreement.firstName(),
                                    agreement.lastName(),
                                    agreement.email()));
        });
    }

    /** The customer whose administrator is signed in: it need not prove that its own domain is its own. */
    private static Optional<UUID> answering() {
        return OutsidePerson.signedIn()
                .filter(person -> person.side() == Side.CUSTOMER && person.administrator())
                .map(OutsidePerson::party);
    }

    @Override
    protected Acceptance answerOf(RelationshipRequest request) {
        Acceptance given = request.acceptance();
        Optional<Customer> known = Optional.ofNullable(request.madeFor()).flatMap(customers::find);
        if (given != null && known.isEmpty()) {
            return given;
        }
        Invitee invitee = request.invitee();
        String contact = invitee.contact().strip();
        int space = contact.lastIndexOf(' ');
        // Of a customer no more is shown than whom the link is for: its address is nobody's business who got hold of
        // the link.
        return new Acceptance(
                known.isPresent(),
                new CustomerDetails(
                        known.map(customer -> customer.getDetails().companyName())
                                .orElse(invitee.company()),
                        known.map(customer -> customer.getDetails().domainPrefix())
                                .orElse(null),
                        invitee.country(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        space < 0 ? null : contact.substring(0, space),
                        contact.substring(space + 1),
                        invitee.email(),
                        null,
                        null,
                        null,
                        null),
                given == null ? List.of() : given.otherDomains(),
                given == null ? null : given.agreement());
    }

    // ---- what the process asks for
    // --------------------------------------------------------------------------------------------------

    /** Records what stands in the way of the last answer, and returns whether that is nothing. */
    @Transactional
    public boolean check(UUID id) {
        RelationshipRequest request = locked(id);
        Acceptance answer = request.acceptance();
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        if (answer == null) {
            found.add(Obstacle.NOT_ACCEPTED);
        } else if (strangers(request).findAny().isPresent()) {
            found.add(Obstacle.DOMAIN_KNOWN);
        }
        UUID reseller = request.invitee().reseller();
        if (reseller != null && !resellers.obstacles(reseller).isEmpty()) {
            found.add(Obstacle.RESELLER_NOT_USABLE);
        }
        return checked(request, found);
    }

    /** The customers whose domains were named in the answer, other than the one that the request was made for. */
    @Transactional(readOnly = true)
    public List<Customer> strangers(UUID id) {
        RelationshipRequest request = found(id);
        return request.acceptance() == null
                ? List.of()
                : strangers(request)
                        .flatMap(customer -> customers.find(customer).stream())
                        .toList();
    }

    private Stream<UUID> strangers(RelationshipRequest request) {
        Acceptance answer = request.acceptance();
        Set<String> named = new HashSet<>(answer.otherDomains());
        named.add(answer.details().domain());
        return customers.ownersOf(named).stream().filter(owner -> !owner.equals(request.madeFor()));
    }

    /** The relationship begins: the company is in the list of customers, with its reseller. */
    @Transactional
    public void establish(UUID id) {
        RelationshipRequest request = locked(id);
        Acceptance answer = request.acceptance();
        Invitee invitee = request.invitee();
        Instant now = now();
        UUID customer = customers.openExisting(
                answer.details(),
                answer.otherDomains(),
                answer.agreement(),
                invitee.reseller(),
                invitee.delegatedAdministration(),
                addressee(request));
        boolean fresh = !customers.find(customer).orElseThrow().getCreatedAt().isBefore(now);
        if (!fresh && !customer.equals(request.madeFor())) {
            throw new DuplicateKeyException("In this very moment the domain became another customer's");
        }
        request.establish(customer, now);
        customers.inviteAdministrator(customer, administrator(request), invitee.language(), addressee(request));
        audit.recordAs(
                addressee(request),
                "establish_relationship",
                AUDIT,
                id,
                null,
                answer.details().companyName()
                        + reseller(invitee).map(with -> ", " + with.company()).orElse(""));
    }

    /**
     * Who gets the account of a customer that had none. Of a customer that is known, and where a reseller asks, which sees the link that it
     * sends, it is whoever was asked: nobody who has the link shall get the account by naming another address.
     */
    private static AgreementAttestation administrator(RelationshipRequest request) {
        AgreementAttestation accepted = request.acceptance().agreement();
        return request.madeFor() != null || request.askedBy() != null
                ? new AgreementAttestation(
                        accepted.firstName(),
                        accepted.lastName(),
                        request.invitee().email(),
                        accepted.phone(),
                        accepted.date())
                : accepted;
    }

    /** The token of a request's link, for the made-up customers of the demo, who answer without having been sent anything. */
    @Transactional(readOnly = true)
    String demoToken(UUID id) {
        return token(found(id));
    }
}
