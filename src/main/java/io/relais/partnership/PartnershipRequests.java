package io.relais.partnership;

import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.invitation.Addressee;
import io.relais.invitation.Desk;
import io.relais.invitation.Invitation;
import io.relais.invitation.Kind;
import io.relais.invitation.Problem;
import io.relais.invitation.Request;
import io.relais.invitation.RequestCard;
import io.relais.invitation.RequestState;
import io.relais.invitation.Requests;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Brings partnerships with resellers about (domain.md F-02 to F-04, §2.1). */
@Service
public class PartnershipRequests extends Requests<PartnershipRequest, Invitee, Answer> {

    /** What lines in the audit trail about a request are filed under. */
    public static final String AUDIT = "partnership_request";

    private static final Kind KIND = new Kind(
            AUDIT,
            "reseller",
            Side.RESELLER,
            "partnership",
            "/partnership-requests",
            "/partnership/",
            Permission.REQUEST_PARTNERSHIP,
            "partnership-request");

    private final RequestRepository requests;
    private final ResellerRepository resellers;
    private final Countries countries;
    private final AuditTrail audit;
    private final Provider provider;
    private final ObjectProvider<KnownCustomers> knownCustomers;

    PartnershipRequests(
            RequestRepository requests,
            ResellerRepository resellers,
            PartnershipRequestProcess process,
            Desk desk,
            Countries countries,
            AuditTrail audit,
            Provider provider,
            ObjectProvider<KnownCustomers> knownCustomers) {
        super(KIND, PartnershipRequest.class, process, desk);
        this.requests = requests;
        this.resellers = resellers;
        this.countries = countries;
        this.audit = audit;
        this.provider = provider;
        this.knownCustomers = knownCustomers;
    }

    // ---- what staff see and say
    // -----------------------------------------------------------------------------------------------------

    /** Earlier and later requests to the same reseller, newest first. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> of(UUID reseller) {
        return requests.findByResellerIdOrderByCreatedAtDesc(reseller).stream()
                .map(Request::card)
                .toList();
    }

    /** The requests that this reseller can answer now, newest first. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> open(UUID reseller) {
        return requests.answerable(reseller, RequestState.ANSWERABLE, now()).stream()
                .map(Request::card)
                .toList();
    }

    /** How many they are. */
    @Transactional(readOnly = true)
    public long countOpen(UUID reseller) {
        return requests.countAnswerable(reseller, RequestState.ANSWERABLE, now());
    }

    /** Those that were sent to it and that it can answer no more, newest first. */
    @Transactional(readOnly = true)
    public List<RequestCard<Invitee>> earlier(UUID reseller, int atMost) {
        return requests.answered(reseller, RequestState.ANSWERABLE, now(), Limit.of(atMost)).stream()
                .map(Request::card)
                .toList();
    }

    /** Not after the partnership was removed. */
    @Override
    protected boolean stands(PartnershipRequest request) {
        return resellers
                .findById(request.party())
                .filter(reseller -> reseller.state() == ResellerState.ACTIVE)
                .isPresent();
    }

    @Override
    protected PartnershipRequest draft(String requestedBy, Instant now) {
        return new PartnershipRequest(requestedBy, now);
    }

    @Override
    protected List<Problem> furtherProblems(UUID id, Invitee invitee) {
        List<Problem> found = new ArrayList<>();
        if (provider.partnerId().equals(invitee.partnerId())) {
            found.add(new Problem("partnerId", "partnership.problem.ownPartnerId", null));
        }
        duplicate(id, invitee).ifPresent(found::add);
        return found;
    }

    private Optional<Problem> duplicate(UUID id, Invitee invitee) {
        Optional<Reseller> byEmail = resellers.findByEmail(invitee.email());
        Optional<Reseller> byPartnerId =
                Optional.ofNullable(invitee.partnerId()).flatMap(resellers::findByPartnerId);
        Optional<Problem> partner = byEmail.filter(known -> known.state() == ResellerState.ACTIVE)
                .map(known ->
                        new Problem("email", "partnership.problem.partner", known.latestRequest(), known.company()))
                .or(() -> byPartnerId
                        .filter(known -> known.state() == ResellerState.ACTIVE
                                || byEmail.isPresent() && !byEmail.get().id().equals(known.id()))
                        .map(known -> new Problem(
                                "partnerId", "partnership.problem.partner", known.latestRequest(), known.company())));
        return partner.or(() -> requests.alike(id, RequestState.OPEN, invitee.email(), invitee.partnerId()).stream()
                .findFirst()
                .map(open -> new Problem(
                        invitee.email().equals(open.invitee().email()) ? "email" : "partnerId",
                        "invitation.problem.open",
                        open.id(),
                        open.invitee().company(),
                        open.requestedBy())));
    }

    @Override
    protected void propose(PartnershipRequest request) {
        Invitee invitee = request.invitee();
        Locale locale = invitee.locale();
        Object[] values = {
            invitee.contact(),
            provider.name(),
            provider.partnerId(),
            new Locale("", provider.country()).getDisplayCountry(locale),
            Request.LINK,
            String.valueOf(invitee.validityDays()),
            provider.email(),
            provider.website(),
            invitee.company()
        };
        request.propose(
                said("partnership.mail.subject", locale, values),
                said("partnership.mail.body", locale, values).strip());
    }

    @Override
    protected void goesOut(PartnershipRequest request, Instant now) {
        Invitee invitee = request.invitee();
        if (duplicate(request.id(), invitee).isPresent()) {
            throw new IllegalStateException("Meanwhile a partner, or asked by another request: " + request.id());
        }
        Optional<Reseller> known = resellers
                .findByEmail(invitee.email())
                .or(() -> Optional.ofNullable(invitee.partnerId()).flatMap(resellers::findByPartnerId));
        Reseller reseller = known.orElseGet(() -> resellers.save(new Reseller(request.id(), invitee, now)));
        known.ifPresent(again -> again.invite(request.id(), invitee, now));
        request.sentTo(reseller.id());
    }

    @Override
    protected void ended(PartnershipRequest request, RequestState end, Instant now) {
        if (request.party() != null) {
            resellers.findById(request.party()).orElseThrow().end(ResellerState.after(end), now);
        }
    }

    // ---- the invited reseller
    // -------------------------------------------------------------------------------------------------------

    /**
     * The reseller authorizes the provider. Whether the partnership can begin is decided at once; the returned invitation shows the result,
     * also to someone who comes second. An enrolled reseller declares nothing anew: see {@link #accept}.
     */
    @Transactional
    public Optional<Invitation<Invitee, Answer>> authorize(String token, Answer answer) {
        return requests.toAnEnrolledReseller(SealingKeys.fingerprint(token))
                ? view(token)
                : answer(token, request -> authorized(request, answer, addressee(request)));
    }

    /**
     * The administrator of an enrolled reseller authorizes the provider: what the reseller declared by its enrollment is its answer.
     *
     * @param by the signed-in person, for the audit trail
     * @return what came of it; empty if this is no open or accepted request to this reseller, or the reseller has not enrolled
     */
    @Transactional
    public Optional<RequestState> accept(UUID id, UUID reseller, String by) {
        return requestTo(id, reseller).flatMap(request -> verified(request).map(known -> {
            answer(request, asked -> authorized(asked, known.facts(), by));
            return request.state();
        }));
    }

    /** As {@link #accept}, but the reseller does not want to; it need not have enrolled. */
    @Transactional
    public Optional<RequestState> decline(UUID id, UUID reseller, String reason) {
        return requestTo(id, reseller).map(request -> {
            decline(request, reason);
            return request.state();
        });
    }

    private Optional<PartnershipRequest> requestTo(UUID id, UUID reseller) {
        return lockedIfThere(id)
                .filter(request -> reseller.equals(request.party()))
                .filter(this::stillOfInterest);
    }

    private Optional<Reseller> verified(PartnershipRequest request) {
        return Optional.ofNullable(request.party()).flatMap(resellers::findById).filter(Reseller::verified);
    }

    private void authorized(PartnershipRequest request, Answer answer, String by) {
        request.authorized(answer, now());
        audit.recordAs(by, "authorize_provider", AUDIT, request.id(), null, answer.legalName());
    }

    /**
     * A reseller that staff have verified is one from now on, and the request that waited for it goes on by itself, as far as it can still
     * be answered.
     *
     * @param request the request that the reseller has authorized with its enrollment; null if there is none
     * @return the reseller: the one that was asked, else the one with this e-mail address, else a new one
     */
    @Transactional
    public UUID enroll(EnrolledReseller company, UUID request) {
        Optional<PartnershipRequest> waiting = Optional.ofNullable(request).flatMap(this::lockedIfThere);
        Optional<Reseller> known = waiting.map(PartnershipRequest::party)
                .or(() -> resellers.findByEmail(company.email()).map(Reseller::id))
                .flatMap(resellers::lock);
        known.ifPresent(reseller -> reseller.enroll(company, now()));
        Reseller reseller = known.orElseGet(() -> resellers.save(new Reseller(company, now())));
        audit.record("enroll_reseller", Resellers.AUDIT, reseller.id(), null, company.legalName());
        waiting.filter(this::stillOfInterest)
                .ifPresent(asked -> answer(asked, open -> authorized(open, reseller.facts(), company.email())));
        return reseller.id();
    }

    /** The request that the reseller with this address has not answered yet. */
    @Transactional(readOnly = true)
    public Optional<UUID> waitingFor(String email) {
        return requests.waitingFor(email, RequestState.ANSWERABLE, now()).stream()
                .findFirst();
    }

    @Override
    protected Answer answerOf(PartnershipRequest request) {
        Invitee invitee = request.invitee();
        return request.answer() != null
                ? request.answer()
                : new Answer(
                        invitee.company(), invitee.country(), invitee.partnerId(), invitee.contact(), false, false);
    }

    // ---- what the process asks for
    // --------------------------------------------------------------------------------------------------

    /** The facts that the decision table reads, from the tables. */
    @Transactional(readOnly = true)
    public Map<String, Object> facts(UUID id) {
        PartnershipRequest request = found(id);
        Answer answer = request.answer();
        Map<String, Object> facts = new HashMap<>();
        facts.put("authorized", answer != null);
        facts.put("enrolled", answer != null && answer.enrolled());
        facts.put("agreementSigned", answer != null && answer.agreementSigned());
        String partnerId = answer == null ? null : answer.partnerId();
        facts.put("partnerIdGiven", partnerId != null);
        facts.put(
                "partnerIdTaken",
                partnerId != null
                        && resellers
                                .findByPartnerId(partnerId)
                                .filter(other -> !other.id().equals(request.party()))
                                .isPresent());
        facts.put("partnerIdOwn", provider.partnerId().equals(partnerId));
        facts.put("sameRegion", answer != null && countries.sameRegion(provider.country(), answer.country()));
        facts.put(
                "alreadyCustomer",
                answer != null
                        && knownCustomers.stream()
                                .anyMatch(customers -> customers.isCustomer(
                                        answer.legalName(),
                                        Addressee.domain(request.invitee().email()))));
        return facts;
    }

    /** Records what the decision table found, and returns whether nothing stands in the way. */
    @Transactional
    public boolean checked(UUID id, Collection<String> codes) {
        return checked(locked(id), codes.stream().map(Obstacle::valueOf).toList());
    }

    /** The partnership begins: the reseller is in the list of partners. */
    @Transactional
    public void activate(UUID id) {
        PartnershipRequest request = locked(id);
        Instant now = now();
        request.activate(now);
        Reseller reseller = resellers.findById(request.party()).orElseThrow();
        reseller.activate(request.answer(), now);
        audit.recordAs(addressee(request), "create_partner_relationship", AUDIT, id, null, reseller.company());
    }

    /** The token of a request's link, for the made-up resellers of the demo, who answer without having been sent anything. */
    @Transactional(readOnly = true)
    String demoToken(UUID id) {
        return token(found(id));
    }
}
