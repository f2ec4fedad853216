package io.relais.partnership;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.mail.Mailer;
import io.relais.provider.Provider;
import io.relais.security.SealingKeys;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.Tasks;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.data.domain.Limit;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings partnerships with resellers about: a request is described, sent, answered, checked, and ends as a partnership or as something
 * else that everyone can see (domain.md F-02 to F-04, §2.1).
 *
 * <p>Three drive this face: staff through the pages, the invited reseller through the page behind its personal link, and the process
 * {@code partnership-request} through its delegates. Each verb is one transaction, in which the table, the audit trail and the process move
 * together. A verb that changes a request locks its row first: of two people who answer at the same moment one wins, and the other then
 * sees the result.
 *
 * <p>The personal link is made from the sealing key each time it is needed; what is stored only recognizes it.
 */
@Service
public class PartnershipRequests {

    /** What lines in the audit trail about a request are filed under. */
    public static final String AUDIT = "partnership_request";

    private static final int MAX_SUBJECT = 200;
    private static final int MAX_BODY = 6000;

    private final RequestRepository requests;
    private final ResellerRepository resellers;
    private final PartnershipRequestProcess process;
    private final PartnershipRequestProperties properties;
    private final Countries countries;
    private final Tasks tasks;
    private final AuditTrail audit;
    private final SealingKeys keys;
    private final Mailer mailer;
    private final Provider provider;
    private final ObjectProvider<KnownCustomers> knownCustomers;
    private final MessageSource messages;
    private final Clock clock;

    PartnershipRequests(
            RequestRepository requests,
            ResellerRepository resellers,
            PartnershipRequestProcess process,
            PartnershipRequestProperties properties,
            Countries countries,
            Tasks tasks,
            AuditTrail audit,
            SealingKeys keys,
            Mailer mailer,
            Provider provider,
            ObjectProvider<KnownCustomers> knownCustomers,
            MessageSource messages,
            Clock clock) {
        this.requests = requests;
        this.resellers = resellers;
        this.process = process;
        this.properties = properties;
        this.countries = countries;
        this.tasks = tasks;
        this.audit = audit;
        this.keys = keys;
        this.mailer = mailer;
        this.provider = provider;
        this.knownCustomers = knownCustomers;
        this.messages = messages;
        this.clock = clock;
    }

    // ---- what staff see
    // -------------------------------------------------------------------------------------------------------------

    @Transactional(readOnly = true)
    public Optional<RequestCard> find(UUID id) {
        return requests.findById(id).map(PartnershipRequest::card);
    }

    /** Earlier and later requests to the same reseller, newest first. */
    @Transactional(readOnly = true)
    public List<RequestCard> of(UUID reseller) {
        return requests.findByResellerIdOrderByCreatedAtDesc(reseller).stream()
                .map(PartnershipRequest::card)
                .toList();
    }

    /** How many requests are open, by state. */
    @Transactional(readOnly = true)
    public Map<RequestState, Long> openByState() {
        Map<RequestState, Long> counts = new EnumMap<>(RequestState.class);
        requests.countByState(RequestState.OPEN).forEach(row -> counts.put((RequestState) row[0], (Long) row[1]));
        return counts;
    }

    /** Open requests that staff should look at: blocked, waiting for the mail server, opened by the wrong person, reminder due. */
    @Transactional(readOnly = true)
    public List<RequestCard> needingAttention(int atMost) {
        return requests.needingAttention(RequestState.OPEN, Limit.of(atMost)).stream()
                .map(PartnershipRequest::card)
                .toList();
    }

    /** The request's history, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> history(UUID id) {
        return audit.of(AUDIT, id, 200);
    }

    // ---- staff: from draft to sent
    // --------------------------------------------------------------------------------------------------

    /**
     * Starts a request and returns its id. A blank one that the signed-in person has already begun, and still holds, is opened again
     * instead of a second.
     */
    @Transactional
    public UUID start() {
        String person = person();
        return requests.blank(person).stream()
                .filter(id -> process.describedBy(id, person))
                .findFirst()
                .orElseGet(process::start);
    }

    /** Makes the draft that a new process instance works on, and returns its id. */
    @Transactional
    public UUID open(String requestedBy) {
        PartnershipRequest request = new PartnershipRequest(requestedBy, now());
        link(request, 1);
        requests.save(request);
        audit.recordAs(requestedBy, "open_partnership_request", AUDIT, request.id(), null, null);
        return request.id();
    }

    /** The user name of the person the engine or the page works for; empty for work nobody asked for. */
    public Optional<String> actingPerson() {
        return process.person().or(() -> Optional.ofNullable(person()));
    }

    public int usualValidityDays() {
        return properties.validityDays();
    }

    public int longestValidityDays() {
        return properties.longestValidityDays();
    }

    /** Whether this looks like an address of a free mail service, which a partner's primary contact may not use. */
    public boolean webmail(String email) {
        return email != null && properties.webmailDomains().contains(domain(email));
    }

    /** Whom the request goes to, for the person who may still change that; null while nothing was described. */
    @Transactional(readOnly = true)
    public Invitee editable(UUID id) {
        tasks.held(id.toString(), describeStep(id));
        return found(id).invitee();
    }

    /** What must be put right before a request can be described like this. */
    @Transactional(readOnly = true)
    public List<Problem> problems(UUID id, Invitee invitee) {
        List<Problem> found = new ArrayList<>();
        if (domain(invitee.email()).equals(provider.emailDomain())) {
            found.add(new Problem("email", "partnership.problem.ownDomain", null));
        }
        if (!countries.sameRegion(provider.country(), invitee.country())) {
            found.add(new Problem("country", "partnership.problem.otherRegion", null));
        }
        if (provider.partnerId().equals(invitee.partnerId())) {
            found.add(new Problem("partnerId", "partnership.problem.ownPartnerId", null));
        }
        if (invitee.validityDays() < 1 || invitee.validityDays() > properties.longestValidityDays()) {
            found.add(new Problem(
                    "validityDays", "partnership.problem.validity", null, 1, properties.longestValidityDays()));
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
                        "partnership.problem.open",
                        open.id(),
                        open.invitee().company(),
                        open.requestedBy())));
    }

    /**
     * Says whom the request goes to and does the step <em>Describe the partnership request</em>; before it was sent, the same person may
     * correct it from the next step, too.
     *
     * @throws IllegalArgumentException if there are {@link #problems}
     */
    @Transactional
    public void describe(UUID id, Invitee invitee) {
        String step = describeStep(id);
        tasks.held(id.toString(), step);
        PartnershipRequest request = locked(id);
        List<Problem> problems = problems(id, invitee);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot be described like this: " + problems);
        }
        Invitee before = request.invitee();
        request.describe(invitee);
        if (!request.edited() || !invitee.language().equals(before.language())) {
            propose(request);
        }
        audit.record("describe_partnership_request", AUDIT, id, text(before), text(invitee));
        if (step.equals(PartnershipRequestProcess.STEP_DESCRIBE)) {
            tasks.complete(id.toString(), step);
        } else {
            process.renamed(id, before.company(), invitee.company());
        }
    }

    /** The text to be sent, with the personal link in it, for the person who holds the task. */
    @Transactional(readOnly = true)
    public Message message(UUID id) {
        tasks.held(id.toString(), sendStep(id));
        return message(found(id));
    }

    /** What must be put right before this text can be kept. The text holds the personal link itself. */
    @Transactional(readOnly = true)
    public List<Problem> textProblems(UUID id, String subject, String body) {
        List<Problem> found = new ArrayList<>();
        String link = link(found(id));
        if (subject == null || subject.isBlank()) {
            found.add(new Problem("subject", "partnership.problem.required", null));
        } else if (subject.length() > MAX_SUBJECT || subject.chars().anyMatch(Character::isISOControl)) {
            found.add(new Problem("subject", "partnership.problem.subject", null, MAX_SUBJECT));
        } else if (subject.contains(link)) {
            found.add(new Problem("subject", "partnership.problem.linkInSubject", null));
        }
        if (body == null || !body.replace(link, PartnershipRequest.LINK).contains(PartnershipRequest.LINK)) {
            found.add(new Problem("body", "partnership.problem.linkMissing", null));
        } else if (body.length() > MAX_BODY) {
            found.add(new Problem("body", "partnership.problem.tooLong", null, MAX_BODY));
        }
        return found;
    }

    /** The typed text with the personal link put back at its end, if it is not in it. */
    @Transactional(readOnly = true)
    public String withLink(UUID id, String body) {
        tasks.held(id.toString(), sendStep(id));
        String link = link(found(id));
        String kept = body == null ? "" : body;
        return kept.contains(link) ? kept : kept.stripTrailing() + "\n\n" + link;
    }

    /**
     * Keeps the text as typed, the personal link replaced by its placeholder.
     *
     * @throws IllegalArgumentException if there are {@link #textProblems}
     */
    @Transactional
    public void write(UUID id, String subject, String body) {
        tasks.held(id.toString(), sendStep(id));
        if (!textProblems(id, subject, body).isEmpty()) {
            throw new IllegalArgumentException("Cannot be kept like this");
        }
        PartnershipRequest request = locked(id);
        String link = link(request);
        String text = body.replace("\r\n", "\n").strip().replace(link, PartnershipRequest.LINK);
        boolean changed = !subject.equals(request.subject()) || !text.equals(request.body());
        request.write(subject, text);
        if (changed) {
            audit.record("write_partnership_request", AUDIT, id);
        }
    }

    /** The person opened the text in an e-mail program, or copied it: from now on the link may be in the reseller's hands. */
    @Transactional
    public void sent(UUID id, Channel channel) {
        tasks.held(id.toString(), sendStep(id));
        sent(locked(id), channel, person());
    }

    /** Lets Relais send the request through the mail server, and does the step. */
    @Transactional
    public void sendForMe(UUID id) {
        String step = sendStep(id);
        tasks.held(id.toString(), step);
        if (!mailer.configured()) {
            throw new IllegalStateException("No mail server is configured");
        }
        locked(id).handToMailServer();
        audit.record("hand_to_mail_server", AUDIT, id);
        tasks.complete(id.toString(), step);
    }

    public boolean canSendForMe() {
        return mailer.configured();
    }

    /** The person has sent the request; does the step. */
    @Transactional
    public void done(UUID id) {
        String step = sendStep(id);
        tasks.held(id.toString(), step);
        PartnershipRequest request = locked(id);
        if (!request.roundSent()) {
            sent(request, Channel.BY_HAND, person());
        }
        tasks.complete(id.toString(), step);
    }

    private void sent(PartnershipRequest request, Channel channel, String by) {
        boolean first = request.sentAt() == null;
        Instant now = now();
        request.sent(channel, by, now);
        if (first) {
            invite(request, now);
        }
        audit.recordAs(by, "send_partnership_request", AUDIT, request.id(), null, channel.name());
    }

    private void invite(PartnershipRequest request, Instant now) {
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

    /** Opens the step of sending the request once more, with the same link; if it is open already, nothing more happens. */
    @Transactional
    public void resend(UUID id) {
        PartnershipRequest request = locked(id);
        if (process.at(id, PartnershipRequestProcess.STEP_SEND_AGAIN)
                || process.at(id, PartnershipRequestProcess.STEP_SEND)) {
            return;
        }
        request.beginRound();
        if (!request.keyId().equals(keys.currentKeyId())) {
            link(request, request.generation() + 1);
        }
        audit.record("resend_partnership_request", AUDIT, id);
        process.resendRequested(id);
    }

    /** Takes the request back: the link is dead at once. One that was never sent is thrown away. */
    @Transactional
    public void revoke(UUID id) {
        if (!locked(id).state().open()) {
            return;
        }
        process.revoked(id);
    }

    // ---- the invited reseller
    // -------------------------------------------------------------------------------------------------------

    /**
     * Opens the page behind a personal link. Changes nothing but that the request counts as viewed, since mail scanners open links, too.
     *
     * @return empty if the link is unknown, revoked or expired: nobody is told which
     */
    @Transactional
    public Optional<Invitation> view(String token) {
        Optional<PartnershipRequest> request = answerable(token);
        request.filter(unseen -> unseen.state() == RequestState.SENT).ifPresent(unseen -> {
            unseen.viewed(now());
            audit.recordAs(reseller(unseen), "view_partnership_request", AUDIT, unseen.id(), null, null);
        });
        return request.map(this::invitation);
    }

    /**
     * The reseller authorizes the provider. Whether the partnership can begin is decided at once; the returned invitation shows the result,
     * also to someone who comes second.
     */
    @Transactional
    public Optional<Invitation> authorize(String token, Answer answer) {
        return answerable(token).map(request -> {
            if (request.state().answerable()) {
                request.authorized(answer, now());
                audit.recordAs(reseller(request), "authorize_provider", AUDIT, request.id(), null, answer.legalName());
                request.mailSettled();
                requests.flush();
                process.answered(request.id());
            }
            return invitation(request);
        });
    }

    @Transactional
    public Optional<Invitation> decline(String token, String reason) {
        return answerable(token).map(request -> {
            if (request.state().answerable()) {
                request.declineBecause(reason == null || reason.isBlank() ? null : reason.strip());
                request.mailSettled();
                requests.flush();
                process.declined(request.id());
            }
            return invitation(request);
        });
    }

    /** Someone says that the request is not for them; staff are told, and the request stays as it is. */
    @Transactional
    public Optional<Invitation> notForMe(String token) {
        return answerable(token).map(request -> {
            if (request.state().answerable()) {
                request.misdirected(now());
                audit.recordAs("unknown (personal link)", "report_wrong_addressee", AUDIT, request.id(), null, null);
            }
            return invitation(request);
        });
    }

    private Optional<PartnershipRequest> answerable(String token) {
        return requests.lockByToken(SealingKeys.fingerprint(token)).filter(this::shown);
    }

    private boolean shown(PartnershipRequest request) {
        return request.state() == RequestState.ACTIVE
                || request.state() == RequestState.DECLINED
                || request.state().answerable() && !request.expired(now());
    }

    private Invitation invitation(PartnershipRequest request) {
        Invitee invitee = request.invitee();
        Answer answer = request.answer() != null
                ? request.answer()
                : new Answer(
                        invitee.company(), invitee.country(), invitee.partnerId(), invitee.contact(), false, false);
        RequestCard card = request.card();
        return new Invitation(
                request.state(),
                invitee,
                request.expiresAt(),
                card.closedAt(),
                card.misdirectedAt() != null,
                answer,
                card.obstacles());
    }

    // ---- what the process asks for
    // --------------------------------------------------------------------------------------------------

    /**
     * What the process carries of a request: see the variables of {@link PartnershipRequestProcess}. Always read here, so that values
     * which came with a completed task or a message mean nothing.
     */
    @Transactional(readOnly = true)
    public Map<String, Object> variables(UUID id) {
        PartnershipRequest request = found(id);
        Map<String, Object> variables = new HashMap<>();
        variables.put(
                PartnershipRequestProcess.RESELLER_NAME,
                request.invitee() == null ? null : request.invitee().company());
        variables.put(PartnershipRequestProcess.DEADLINE, PartnershipRequestProcess.date(request.expiresAt()));
        variables.put(PartnershipRequestProcess.SEND_FOR_THEM, request.mailDue());
        return variables;
    }

    /** @throws StepIncompleteException if it was not said whom the request goes to */
    @Transactional(readOnly = true)
    public void requireDescribed(UUID id) {
        if (found(id).invitee() == null) {
            throw new StepIncompleteException("The partnership request is not described yet");
        }
    }

    /** @throws StepIncompleteException if the request neither went out in this round nor is to be sent by the mail server */
    @Transactional(readOnly = true)
    public void requireSent(UUID id) {
        PartnershipRequest request = found(id);
        if (!request.roundSent() && !request.mailDue()) {
            throw new StepIncompleteException("The partnership request is not sent yet");
        }
    }

    /** Gives the request to the mail server; once, however often it is asked. */
    @Transactional
    public void sendMail(UUID id) {
        PartnershipRequest request = locked(id);
        if (!request.mailDue()) {
            return;
        }
        request.mailSettled();
        sent(request, Channel.MAIL_SERVER, request.requestedBy());
        requests.flush();
        Message message = message(request);
        mailer.send(message.to(), message.subject(), message.body());
    }

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
                                .filter(other -> !other.id().equals(request.resellerId()))
                                .isPresent());
        facts.put("partnerIdOwn", provider.partnerId().equals(partnerId));
        facts.put("sameRegion", answer != null && countries.sameRegion(provider.country(), answer.country()));
        facts.put(
                "alreadyCustomer",
                answer != null
                        && knownCustomers.stream()
                                .anyMatch(customers -> customers.isCustomer(
                                        answer.legalName(),
                                        domain(request.invitee().email()))));
        return facts;
    }

    /** Records what the decision table found, and returns whether nothing stands in the way. */
    @Transactional
    public boolean checked(UUID id, Collection<String> codes) {
        PartnershipRequest request = locked(id);
        List<Obstacle> found = codes.stream().map(Obstacle::valueOf).distinct().toList();
        request.checked(found);
        if (!found.isEmpty()) {
            audit.recordAs(reseller(request), "block_partnership_request", AUDIT, id, null, found.toString());
        }
        return found.isEmpty();
    }

    /** The partnership begins: the reseller is in the list of partners. */
    @Transactional
    public void activate(UUID id) {
        PartnershipRequest request = locked(id);
        Instant now = now();
        request.activate(now);
        Reseller reseller = resellers.findById(request.resellerId()).orElseThrow();
        reseller.activate(request.answer(), now);
        audit.recordAs(reseller(request), "create_partner_relationship", AUDIT, id, null, reseller.company());
    }

    /** Reminds the reseller by mail if the request went out by mail; otherwise tells staff that it is time to. */
    @Transactional
    public void remind(UUID id) {
        PartnershipRequest request = locked(id);
        if (!request.state().answerable()) {
            return;
        }
        boolean byMail = mailer.configured()
                && request.sendings().stream().anyMatch(sending -> sending.channel() == Channel.MAIL_SERVER);
        request.reminded(byMail, now());
        audit.recordAs(AuditTrail.SYSTEM, "remind_reseller", AUDIT, id, null, byMail ? "mail" : "staff");
        if (byMail) {
            requests.flush();
            Message message = message(request);
            Locale locale = request.invitee().locale();
            mailer.send(
                    message.to(),
                    messages.getMessage("partnership.mail.reminder", new Object[] {message.subject()}, locale),
                    message.body());
        }
    }

    @Transactional
    public void expire(UUID id) {
        end(id, RequestState.EXPIRED, ResellerState.EXPIRED, AuditTrail.SYSTEM, "expire_partnership_request");
    }

    /** Ends a request whose reseller declined. */
    @Transactional
    public void endDeclined(UUID id) {
        end(id, RequestState.DECLINED, ResellerState.DECLINED, reseller(found(id)), "decline_partnership_request");
    }

    /** Ends a request that staff took back. */
    @Transactional
    public void endRevoked(UUID id) {
        boolean neverSent = found(id).sentAt() == null;
        end(
                id,
                neverSent ? RequestState.CANCELLED : RequestState.REVOKED,
                ResellerState.REVOKED,
                actingPerson().orElse(AuditTrail.SYSTEM),
                neverSent ? "discard_partnership_request" : "revoke_partnership_request");
    }

    private void end(UUID id, RequestState end, ResellerState outcome, String by, String action) {
        PartnershipRequest request = locked(id);
        if (!request.state().open()) {
            return;
        }
        String before = request.state().name();
        Instant now = now();
        request.close(end, now);
        if (request.resellerId() != null) {
            resellers.findById(request.resellerId()).orElseThrow().end(outcome, now);
        }
        audit.recordAs(by, action, AUDIT, id, before, end.name());
    }

    // ---- the text and its link
    // ------------------------------------------------------------------------------------------------------

    private void propose(PartnershipRequest request) {
        Invitee invitee = request.invitee();
        Locale locale = invitee.locale();
        Object[] values = {
            invitee.contact(),
            provider.name(),
            provider.partnerId(),
            new Locale("", provider.country()).getDisplayCountry(locale),
            PartnershipRequest.LINK,
            String.valueOf(invitee.validityDays()),
            provider.email(),
            provider.website(),
            invitee.company()
        };
        request.propose(
                messages.getMessage("partnership.mail.subject", values, locale),
                messages.getMessage("partnership.mail.body", values, locale).strip());
    }

    private Message message(PartnershipRequest request) {
        String link = link(request);
        String to = request.invitee().email();
        String body = request.body().replace(PartnershipRequest.LINK, link);
        String mailto = MailTo.link(to, request.subject(), body);
        if (MailTo.safe(mailto)) {
            return new Message(to, request.subject(), body, mailto, false);
        }
        String shorter = messages.getMessage(
                "partnership.mail.short",
                new Object[] {link, provider.name()},
                request.invitee().locale());
        return new Message(to, request.subject(), body, MailTo.link(to, request.subject(), shorter), true);
    }

    /** The token of a request's link, for the made-up resellers of the demo, who answer without having been sent anything. */
    @Transactional(readOnly = true)
    String demoToken(UUID id) {
        PartnershipRequest request = found(id);
        return token(id, request.keyId(), request.generation());
    }

    private String link(PartnershipRequest request) {
        return provider.baseUrl() + "/partnership/" + token(request.id(), request.keyId(), request.generation());
    }

    private void link(PartnershipRequest request, int generation) {
        String keyId = keys.currentKeyId();
        request.linkedBy(keyId, generation, SealingKeys.fingerprint(token(request.id(), keyId, generation)));
    }

    private String token(UUID id, String keyId, int generation) {
        return keys.linkToken(keyId, "partnership-request|" + id + "|" + generation);
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    /** Until it was sent, what was described can be corrected from the next step. */
    private String describeStep(UUID id) {
        return found(id).state() == RequestState.DRAFT && process.at(id, PartnershipRequestProcess.STEP_SEND)
                ? PartnershipRequestProcess.STEP_SEND
                : PartnershipRequestProcess.STEP_DESCRIBE;
    }

    private String sendStep(UUID id) {
        return process.at(id, PartnershipRequestProcess.STEP_SEND_AGAIN)
                ? PartnershipRequestProcess.STEP_SEND_AGAIN
                : PartnershipRequestProcess.STEP_SEND;
    }

    private PartnershipRequest found(UUID id) {
        return requests.findById(id).orElseThrow(() -> new NoSuchElementException("No partnership request " + id));
    }

    private PartnershipRequest locked(UUID id) {
        return requests.lock(id).orElseThrow(() -> new NoSuchElementException("No partnership request " + id));
    }

    private Instant now() {
        return clock.instant();
    }

    private static String reseller(PartnershipRequest request) {
        return request.invitee() == null ? AuditTrail.SYSTEM : request.invitee().email();
    }

    private static String text(Invitee invitee) {
        return invitee == null
                ? null
                : "%s, %s, %s, %s, %s, %s, %s"
                        .formatted(
                                invitee.company(),
                                invitee.email(),
                                invitee.contact(),
                                invitee.country(),
                                invitee.language(),
                                invitee.partnerId() == null ? "–" : invitee.partnerId(),
                                invitee.validityDays());
    }

    private static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static String person() {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        return person == null || !person.isAuthenticated() || "anonymousUser".equals(person.getName())
                ? null
                : person.getName();
    }
}
