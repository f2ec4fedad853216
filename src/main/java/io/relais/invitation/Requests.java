package io.relais.invitation;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.security.OutsidePerson;
import io.relais.security.SealingKeys;
import io.relais.tasks.StepIncompleteException;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
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
import java.util.function.Consumer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.Transactional;

/**
 * The face of one kind of request: it is described, sent, answered, checked, and ends as what was asked for or as something else that
 * everyone can see (domain.md F-02, F-24, §2.1). A kind's subclass knows whom it may go to, what is written to them, what their answer is,
 * and what comes of it.
 *
 * <p>Three drive this face: staff through the pages, the addressee through the page behind its personal link, and the kind's process
 * through its delegates. Each verb is one transaction, in which the table, the audit trail and the process move together. A verb that
 * changes a request locks its row first: of two people who answer at the same moment one wins, and the other then sees the result.
 *
 * <p>The personal link is made from the sealing key each time it is needed; what is stored only recognizes it.
 *
 * @param <R> the kind's aggregate
 * @param <A> what staff say of its addressee
 * @param <N> what the addressee answers
 */
public abstract class Requests<R extends Request<A>, A extends Addressee, N> {

    private static final int MAX_SUBJECT = 200;
    private static final int MAX_BODY = 6000;
    private static final int LOCK_TIMEOUT_MILLIS = 20_000;

    private final Kind kind;
    private final Class<R> type;
    private final RequestProcess process;
    private final Desk desk;

    protected Requests(Kind kind, Class<R> type, RequestProcess process, Desk desk) {
        this.kind = kind;
        this.type = type;
        this.process = process;
        this.desk = desk;
    }

    // ---- what each kind knows by itself
    // ---------------------------------------------------------------------------------------------

    /** A new, empty draft. */
    protected abstract R draft(String requestedBy, Instant now);

    /** What was described, for the audit trail. */
    protected String inOneLine(A invitee) {
        return invitee.inOneLine();
    }

    /** What must be put right, besides what holds for all kinds, before a request can be described like this. */
    protected abstract List<Problem> furtherProblems(UUID id, A invitee);

    /** Writes the text anew, in the addressee's language, {@link Request#LINK} standing for the link. */
    protected abstract void propose(R request);

    /** It goes out for the first time, in the transaction in which it does. */
    protected abstract void goesOut(R request, Instant now);

    /** A reminder is due that Relais could not send by itself; staff see it among what needs attention. */
    protected void reminderDue(R request) {
        // Enough for what staff have asked.
    }

    /** It has ended without what was asked for. */
    protected abstract void ended(R request, RequestState end, Instant now);

    /** What the addressee answered last, or else what staff know of it. */
    protected abstract N answerOf(R request);

    /** Whether what this answered request brought about still is; if not, its link leads nowhere any more. */
    protected boolean stands(R request) {
        return true;
    }

    // ---- what staff see
    // -------------------------------------------------------------------------------------------------------------

    public Kind kind() {
        return kind;
    }

    @Transactional(readOnly = true)
    public Optional<RequestCard<A>> find(UUID id) {
        return Optional.ofNullable(desk.entities.find(type, id)).map(Request::card);
    }

    /** How many requests are open, by state. */
    @Transactional(readOnly = true)
    public Map<RequestState, Long> openByState() {
        Map<RequestState, Long> counts = new EnumMap<>(RequestState.class);
        desk.entities
                .createQuery(
                        "select r.state, count(r) from %s r where r.state in :states group by r.state"
                                .formatted(type.getSimpleName()),
                        Object[].class)
                .setParameter("states", RequestState.OPEN)
                .getResultList()
                .forEach(row -> counts.put((RequestState) row[0], (Long) row[1]));
        return counts;
    }

    /** Open requests that staff should look at: blocked, waiting for the mail server, opened by the wrong person, reminder due. */
    @Transactional(readOnly = true)
    public List<RequestCard<A>> needingAttention(int atMost) {
        return query("r.state in :states and (r.reminderDue = true or r.misdirectedAt is not null or r.mailDue = true"
                        + " or r.state = :blocked) order by r.createdAt")
                .setParameter("states", RequestState.OPEN)
                .setParameter("blocked", RequestState.BLOCKED)
                .setMaxResults(atMost)
                .getResultStream()
                .map(Request::card)
                .toList();
    }

    /** The request's history, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> history(UUID id) {
        return desk.audit.of(kind.object(), id, 200);
    }

    // ---- staff: from draft to sent
    // --------------------------------------------------------------------------------------------------

    /** Begins a request for the signed-in person; one that the same person began and never touched is opened again instead. */
    @Transactional
    public UUID start() {
        String person = person();
        return query("r.state = :draft and r.subject is null and r.requestedBy = :person order by r.createdAt desc")
                .setParameter("draft", RequestState.DRAFT)
                .setParameter("person", person)
                .getResultStream()
                .map(Request::id)
                .filter(id -> process.describedBy(id, person))
                .findFirst()
                .orElseGet(process::start);
    }

    /** Makes the draft that a new process instance works on, and returns its id. */
    @Transactional
    public UUID open(String requestedBy) {
        R request = draft(requestedBy, now());
        link(request, 1);
        desk.entities.persist(request);
        desk.audit.recordAs(requestedBy, action("open"), kind.object(), request.id(), null, null);
        return request.id();
    }

    /** The user name of the person the engine or the page works for; empty for work nobody asked for. */
    public Optional<String> actingPerson() {
        return process.person().or(() -> Optional.ofNullable(person()));
    }

    public int usualValidityDays() {
        return desk.properties.validityDays();
    }

    public int longestValidityDays() {
        return desk.properties.longestValidityDays();
    }

    /** Whether this looks like an address of a free mail service. */
    public boolean webmail(String email) {
        return email != null && desk.properties.webmailDomains().contains(Addressee.domain(email));
    }

    /** Whom the request goes to, for the person who may still change that; null while nothing was described. */
    @Transactional(readOnly = true)
    public A editable(UUID id) {
        desk.tasks.held(id.toString(), describeStep(id));
        return found(id).invitee();
    }

    /** What must be put right before a request can be described like this. */
    @Transactional(readOnly = true)
    public List<Problem> problems(UUID id, A invitee) {
        List<Problem> found = new ArrayList<>();
        if (Addressee.domain(invitee.email()).equals(desk.provider.emailDomain())) {
            found.add(new Problem("email", "invitation.problem.ownDomain", null));
        }
        if (!desk.countries.sameRegion(desk.provider.country(), invitee.country())) {
            found.add(new Problem("country", "invitation.problem.otherRegion", null));
        }
        if (invitee.validityDays() < 1 || invitee.validityDays() > longestValidityDays()) {
            found.add(new Problem("validityDays", "invitation.problem.validity", null, 1, longestValidityDays()));
        }
        found.addAll(furtherProblems(id, invitee));
        return found;
    }

    /**
     * Says whom the request goes to and does the step of describing it; before it was sent, the same person may correct it from the next
     * step, too.
     *
     * @throws IllegalArgumentException if there are {@link #problems}
     */
    @Transactional
    public void describe(UUID id, A invitee) {
        String step = describeStep(id);
        desk.tasks.held(id.toString(), step);
        R request = locked(id);
        List<Problem> problems = problems(id, invitee);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot be described like this: " + problems);
        }
        A before = request.invitee();
        request.describe(invitee);
        if (!request.edited() || !invitee.sameTextAs(before)) {
            propose(request);
        }
        desk.audit.record(
                action("describe"), kind.object(), id, before == null ? null : inOneLine(before), inOneLine(invitee));
        if (step.equals(process.names().describe())) {
            desk.tasks.complete(id.toString(), step);
        } else {
            process.renamed(id, before.company(), invitee.company());
        }
    }

    /** The text to be sent, with the personal link in it, for the person who holds the task. */
    @Transactional(readOnly = true)
    public Message message(UUID id) {
        desk.tasks.held(id.toString(), sendStep(id));
        return message(found(id));
    }

    /** What must be put right before this text can be kept. The text holds the personal link itself. */
    @Transactional(readOnly = true)
    public List<Problem> textProblems(UUID id, String subject, String body) {
        List<Problem> found = new ArrayList<>();
        String link = link(found(id));
        String token = token(found(id));
        if (subject == null || subject.isBlank()) {
            found.add(new Problem("subject", "invitation.problem.required", null));
        } else if (subject.length() > MAX_SUBJECT || subject.chars().anyMatch(Character::isISOControl)) {
            found.add(new Problem("subject", "invitation.problem.subject", null, MAX_SUBJECT));
        } else if (subject.contains(token)) {
            found.add(new Problem("subject", "invitation.problem.linkInSubject", null));
        }
        if (body == null || !body.replace(link, Request.LINK).contains(Request.LINK)) {
            found.add(new Problem("body", "invitation.problem.linkMissing", null));
        } else if (body.replace(link, Request.LINK).contains(token)) {
            found.add(new Problem("body", "invitation.problem.linkChanged", null));
        } else if (body.length() > MAX_BODY) {
            found.add(new Problem("body", "invitation.problem.tooLong", null, MAX_BODY));
        }
        return found;
    }

    /** The typed text with the personal link put back at its end, if it is not in it. */
    @Transactional(readOnly = true)
    public String withLink(UUID id, String body) {
        desk.tasks.held(id.toString(), sendStep(id));
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
        desk.tasks.held(id.toString(), sendStep(id));
        if (!textProblems(id, subject, body).isEmpty()) {
            throw new IllegalArgumentException("Cannot be kept like this");
        }
        R request = locked(id);
        String text = body.replace("\r\n", "\n").strip().replace(link(request), Request.LINK);
        boolean changed = !subject.equals(request.subject()) || !text.equals(request.body());
        request.write(subject, text);
        if (changed) {
            desk.audit.record(action("write"), kind.object(), id);
        }
    }

    /** The person opened the text in an e-mail program, or copied it: from now on the link may be in the addressee's hands. */
    @Transactional
    public void sent(UUID id, Channel channel) {
        desk.tasks.held(id.toString(), sendStep(id));
        sent(locked(id), channel, person());
    }

    /** Lets Relais send the request through the mail server, and does the step. */
    @Transactional
    public void sendForMe(UUID id) {
        String step = sendStep(id);
        desk.tasks.held(id.toString(), step);
        if (!desk.mailer.configured()) {
            throw new IllegalStateException("No mail server is configured");
        }
        locked(id).handToMailServer();
        desk.audit.record("hand_to_mail_server", kind.object(), id);
        desk.tasks.complete(id.toString(), step);
    }

    public boolean canSendForMe() {
        return desk.mailer.configured();
    }

    /** The person has sent the request; does the step. */
    @Transactional
    public void done(UUID id) {
        String step = sendStep(id);
        desk.tasks.held(id.toString(), step);
        R request = locked(id);
        if (!request.roundSent()) {
            sent(request, Channel.BY_HAND, person());
        }
        desk.tasks.complete(id.toString(), step);
    }

    private void sent(R request, Channel channel, String by) {
        boolean first = request.sentAt() == null;
        Instant now = now();
        request.sent(channel, by, now);
        if (first) {
            goesOut(request, now);
        }
        desk.audit.recordAs(by, action("send"), kind.object(), request.id(), null, channel.name());
    }

    /** Opens the step of sending the request once more, with the same link; if it is open already, nothing more happens. */
    @Transactional
    public void resend(UUID id) {
        R request = locked(id);
        if (process.at(id, process.names().sendAgain())
                || process.at(id, process.names().send())) {
            return;
        }
        request.beginRound();
        if (!request.keyId().equals(desk.keys.currentKeyId())) {
            link(request, request.generation() + 1);
        }
        desk.audit.record(action("resend"), kind.object(), id);
        process.resendRequested(id);
    }

    /** Takes the request back: the link is dead at once. One that was never sent is thrown away. */
    @Transactional
    public void revoke(UUID id) {
        if (locked(id).state().open()) {
            process.revoked(id);
        }
    }

    // ---- the addressee
    // --------------------------------------------------------------------------------------------------------------

    /**
     * Opens the page behind a personal link. Changes nothing but that the request counts as viewed, since mail scanners open links, too.
     *
     * @return empty if the link is unknown, revoked or expired: nobody is told which
     */
    @Transactional
    public Optional<Invitation<A, N>> view(String token) {
        Optional<R> request = answerable(token);
        request.filter(unseen -> unseen.state() == RequestState.SENT).ifPresent(unseen -> {
            unseen.viewed(now());
            desk.audit.recordAs(addressee(unseen), action("view"), kind.object(), unseen.id(), null, null);
        });
        return request.map(this::shown);
    }

    /**
     * The addressee says yes. Whether what was asked for can begin is decided at once; what comes back shows the result, also to someone
     * who comes second.
     *
     * @param keep puts the answer into the request, and records it
     */
    protected Optional<Invitation<A, N>> answer(String token, Consumer<R> keep) {
        return answerable(token).map(request -> {
            answer(request, keep);
            return shown(request);
        });
    }

    /** The addressee of this locked request says yes, if it still can. */
    protected void answer(R request, Consumer<R> keep) {
        if (request.state().answerable()) {
            keep.accept(request);
            request.mailSettled();
            desk.entities.flush();
            process.answered(request.id());
        }
    }

    @Transactional
    public Optional<Invitation<A, N>> decline(String token, String reason) {
        return answerable(token).map(request -> {
            decline(request, reason);
            return shown(request);
        });
    }

    /** The addressee of this locked request says no, if it still can. */
    protected void decline(R request, String reason) {
        if (request.state().answerable()) {
            request.declineBecause(reason == null || reason.isBlank() ? null : reason.strip());
            request.mailSettled();
            desk.entities.flush();
            process.declined(request.id());
        }
    }

    /** Someone says that the request is not for them; staff are told, and the request stays as it is. */
    @Transactional
    public Optional<Invitation<A, N>> notForMe(String token) {
        return answerable(token).map(request -> {
            if (request.state().answerable()) {
                request.misdirected(now());
                desk.audit.recordAs(
                        "unknown (personal link)", "report_wrong_addressee", kind.object(), request.id(), null, null);
            }
            return shown(request);
        });
    }

    private Invitation<A, N> shown(R request) {
        RequestCard<A> card = request.card();
        return new Invitation<>(
                card.state(),
                card.invitee(),
                card.expiresAt(),
                card.closedAt(),
                card.misdirectedAt() != null,
                answerOf(request),
                card.obstacles());
    }

    /** What the party that it was sent to may see without the link; empty for what was sent to somebody else. */
    @Transactional(readOnly = true)
    public Optional<Invitation<A, N>> sentTo(UUID party, UUID id) {
        return Optional.ofNullable(desk.entities.find(type, id))
                .filter(request -> party.equals(request.party()))
                .filter(this::stillOfInterest)
                .map(this::shown);
    }

    /** The request behind a personal link that can still be answered, without counting it as viewed. */
    @Transactional(readOnly = true)
    public Optional<RequestCard<A>> waiting(String token) {
        return query("r.tokenFingerprint = :value")
                .setParameter("value", SealingKeys.fingerprint(token))
                .getResultStream()
                .findFirst()
                .filter(request -> request.state().answerable() && !request.expired(now()))
                .map(Request::card);
    }

    private Optional<R> answerable(String token) {
        return locked("r.tokenFingerprint = :value", SealingKeys.fingerprint(token))
                .filter(this::stillOfInterest);
    }

    /** Whether the addressee may still see this request: it can be answered, or was, and what came of it still is. */
    protected boolean stillOfInterest(R request) {
        return request.state() == RequestState.ACTIVE && stands(request)
                || request.state() == RequestState.DECLINED
                || request.state().answerable() && !request.expired(now());
    }

    // ---- what the process asks for
    // --------------------------------------------------------------------------------------------------

    /**
     * What the process carries of a request: see the variables of {@link RequestProcess}. Always read here, so that values which came
     * with a completed task or a message mean nothing.
     */
    @Transactional(readOnly = true)
    public Map<String, Object> variables(UUID id) {
        R request = found(id);
        Map<String, Object> variables = new HashMap<>();
        variables.put(
                process.names().company(),
                request.invitee() == null ? null : request.invitee().company());
        variables.put(RequestProcess.DEADLINE, RequestProcess.date(request.expiresAt()));
        variables.put(RequestProcess.SEND_FOR_THEM, request.mailDue());
        return variables;
    }

    /** @throws StepIncompleteException if it was not said whom the request goes to */
    @Transactional(readOnly = true)
    public void requireDescribed(UUID id) {
        if (found(id).subject() == null) {
            throw new StepIncompleteException("The request is not described yet");
        }
    }

    /** @throws StepIncompleteException if the request neither went out in this round nor is to be sent by the mail server */
    @Transactional(readOnly = true)
    public void requireSent(UUID id) {
        R request = found(id);
        if (!request.roundSent() && !request.mailDue()) {
            throw new StepIncompleteException("The request is not sent yet");
        }
    }

    /** Gives the request to the mail server; once, however often it is asked. */
    @Transactional
    public void sendMail(UUID id) {
        R request = locked(id);
        if (!request.mailDue()) {
            return;
        }
        request.mailSettled();
        sent(request, Channel.MAIL_SERVER, request.requestedBy());
        desk.entities.flush();
        Message message = message(request);
        desk.mailer.send(message.to(), message.subject(), message.body());
    }

    /** Reminds the addressee by mail if the request went out by mail; otherwise tells staff that it is time to. */
    @Transactional
    public void remind(UUID id) {
        R request = locked(id);
        if (!request.state().answerable()) {
            return;
        }
        boolean byMail = desk.mailer.configured()
                && request.sendings().stream().anyMatch(sending -> sending.channel() == Channel.MAIL_SERVER);
        request.reminded(byMail, now());
        desk.audit.recordAs(
                AuditTrail.SYSTEM, "remind_" + kind.addressee(), kind.object(), id, null, byMail ? "mail" : "staff");
        if (byMail) {
            desk.entities.flush();
            Message message = message(request);
            desk.mailer.send(
                    message.to(),
                    said("invitation.mail.reminder", request.invitee().locale(), message.subject()),
                    message.body());
        } else {
            reminderDue(request);
        }
    }

    @Transactional
    public void expire(UUID id) {
        end(id, RequestState.EXPIRED, AuditTrail.SYSTEM, "expire");
    }

    /** Ends a request whose addressee declined. */
    @Transactional
    public void endDeclined(UUID id) {
        end(id, RequestState.DECLINED, addressee(found(id)), "decline");
    }

    /** Ends a request that staff took back. */
    @Transactional
    public void endRevoked(UUID id) {
        boolean neverSent = found(id).sentAt() == null;
        end(
                id,
                neverSent ? RequestState.CANCELLED : RequestState.REVOKED,
                actingPerson().orElse(AuditTrail.SYSTEM),
                neverSent ? "discard" : "revoke");
    }

    private void end(UUID id, RequestState end, String by, String verb) {
        R request = locked(id);
        if (!request.state().open()) {
            return;
        }
        String before = request.state().name();
        Instant now = now();
        request.close(end, now);
        ended(request, end, now);
        desk.audit.recordAs(by, action(verb), kind.object(), id, before, end.name());
    }

    /** Records what stands in the way of the last answer, and returns whether that is nothing. */
    protected boolean checked(R request, Collection<? extends InTheWay> found) {
        request.checked(found);
        if (!found.isEmpty()) {
            desk.audit.recordAs(
                    addressee(request),
                    action("block"),
                    kind.object(),
                    request.id(),
                    null,
                    found.stream().map(InTheWay::name).toList().toString());
        }
        return found.isEmpty();
    }

    // ---- the text and its link
    // ------------------------------------------------------------------------------------------------------

    private Message message(R request) {
        String link = link(request);
        String to = request.invitee().email();
        String body = request.body().replace(Request.LINK, link);
        String mailto = MailTo.link(to, request.subject(), body);
        if (MailTo.safe(mailto)) {
            return new Message(to, request.subject(), body, mailto, false);
        }
        String shorter = said(kind.texts() + ".mail.short", request.invitee().locale(), link, desk.provider.name());
        return new Message(to, request.subject(), body, MailTo.link(to, request.subject(), shorter), true);
    }

    private String link(R request) {
        return desk.provider.baseUrl() + kind.publicPath() + token(request);
    }

    private void link(R request, int generation) {
        String keyId = desk.keys.currentKeyId();
        request.linkedBy(keyId, generation, SealingKeys.fingerprint(token(request.id(), keyId, generation)));
    }

    /** The token of a request's link. */
    protected String token(R request) {
        return token(request.id(), request.keyId(), request.generation());
    }

    private String token(UUID id, String keyId, int generation) {
        return desk.keys.linkToken(keyId, kind.secret() + "|" + id + "|" + generation);
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    /** Until it was sent, what was described can be corrected from the next step. */
    private String describeStep(UUID id) {
        return found(id).state() == RequestState.DRAFT
                        && process.at(id, process.names().send())
                ? process.names().send()
                : process.names().describe();
    }

    private String sendStep(UUID id) {
        return process.at(id, process.names().sendAgain())
                ? process.names().sendAgain()
                : process.names().send();
    }

    protected R found(UUID id) {
        return Optional.ofNullable(desk.entities.find(type, id))
                .orElseThrow(() -> new NoSuchElementException("No request " + id));
    }

    /** Whoever comes second waits here and then sees what the first one did. */
    protected R locked(UUID id) {
        return lockedIfThere(id).orElseThrow(() -> new NoSuchElementException("No request " + id));
    }

    protected Optional<R> lockedIfThere(UUID id) {
        return locked("r.id = :value", id);
    }

    private Optional<R> locked(String condition, Object value) {
        return query(condition)
                .setParameter("value", value)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", LOCK_TIMEOUT_MILLIS)
                .getResultStream()
                .findFirst();
    }

    /** Requests of this kind, {@code r}, that meet a condition. */
    protected TypedQuery<R> query(String condition) {
        return desk.entities.createQuery(
                "select r from %s r where %s".formatted(type.getSimpleName(), condition), type);
    }

    /** How many they are. */
    protected TypedQuery<Long> counting(String condition) {
        return desk.entities.createQuery(
                "select count(r) from %s r where %s".formatted(type.getSimpleName(), condition), Long.class);
    }

    protected String said(String key, Locale locale, Object... arguments) {
        return desk.messages.getMessage(key, arguments, locale);
    }

    protected Instant now() {
        return desk.clock.instant();
    }

    /**
     * Who the audit trail names when the addressee acts: whoever is signed in at its side is named as there, not by the address that was
     * written to.
     */
    protected String addressee(R request) {
        return OutsidePerson.signedIn()
                .filter(person -> person.side() == kind.side())
                .map(OutsidePerson::userName)
                .orElseGet(() -> request.invitee() == null
                        ? AuditTrail.SYSTEM
                        : request.invitee().email());
    }

    private String action(String verb) {
        return verb + "_" + kind.object();
    }

    private static String person() {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        return person == null || !person.isAuthenticated() || "anonymousUser".equals(person.getName())
                ? null
                : person.getName();
    }
}
