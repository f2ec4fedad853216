package io.relais.enrollment;

import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.invitation.Addressee;
import io.relais.invitation.RequestCard;
import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.partnership.EnrolledReseller;
import io.relais.partnership.Invitee;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import io.relais.security.StaffAddresses;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Keyset;
import io.relais.web.Like;
import io.relais.web.NotFoundException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * Enrolls resellers (domain.md F-04, §2.5). Three drive this face: the reseller through public pages, staff through theirs, and the
 * process through its delegates. Each verb is one transaction, in which table, audit trail and process move together; it locks the
 * enrollment's row first, then the request's, then the reseller's.
 *
 * <p>The personal link is made from the sealing key each time it is needed; what is stored only recognizes it.
 */
@Service
public class Enrollments {

    /** What lines in the audit trail about an enrollment are filed under. */
    public static final String AUDIT = "enrollment";

    /** The text of the partner agreement that is shown and accepted; change it with the text. */
    public static final String AGREEMENT_VERSION = "2026-12";

    /** Where the page behind a personal link is, to which the token is added. */
    static final String PUBLIC_PATH = "/reseller/public/enroll/";

    private static final int MAX_TEXT = 2000;
    private static final int MAX_NAME = 101;

    private final EnrollmentRepository enrollments;
    private final EnrollmentRules rules;
    private final EnrollmentProcess process;
    private final EnrollmentProperties properties;
    private final MailProperties mail;
    private final ResellerProfiles profiles;
    private final PartnershipRequests requests;
    private final Resellers resellers;
    private final Accounts accounts;
    private final Countries countries;
    private final Provider provider;
    private final Tasks tasks;
    private final Outbox outbox;
    private final StaffAddresses staff;
    private final SealingKeys keys;
    private final MessageSource messages;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    Enrollments(
            EnrollmentRepository enrollments,
            EnrollmentRules rules,
            EnrollmentProcess process,
            EnrollmentProperties properties,
            MailProperties mail,
            ResellerProfiles profiles,
            PartnershipRequests requests,
            Resellers resellers,
            Accounts accounts,
            Countries countries,
            Provider provider,
            Tasks tasks,
            Outbox outbox,
            StaffAddresses staff,
            SealingKeys keys,
            MessageSource messages,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.enrollments = enrollments;
        this.rules = rules;
        this.process = process;
        this.properties = properties;
        this.mail = mail;
        this.profiles = profiles;
        this.requests = requests;
        this.resellers = resellers;
        this.accounts = accounts;
        this.countries = countries;
        this.provider = provider;
        this.tasks = tasks;
        this.outbox = outbox;
        this.staff = staff;
        this.keys = keys;
        this.messages = messages;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    // ---- the reseller
    // ---------------------------------------------------------------------------------------------------------------

    /** What is known of the reseller that a partnership request was sent to, to begin its declaration with. */
    public static Declaration known(Invitee invitee) {
        String contact = invitee.contact().strip();
        int blank = contact.lastIndexOf(' ');
        return new Declaration(
                invitee.company(),
                invitee.partnerId(),
                invitee.country(),
                null,
                null,
                null,
                null,
                null,
                null,
                blank < 0 ? null : contact.substring(0, blank),
                contact.substring(blank + 1),
                invitee.email(),
                null,
                null,
                null,
                null,
                invitee.language());
    }

    /**
     * Begins an enrollment and writes to the declared address. What is typed on a public page must not tell who is known here, so nothing
     * is refused for that: the mail says what becomes of it, and staff see whatever speaks against the approval.
     *
     * @param request the partnership request that waits for it and that the reseller authorizes hereby; null if there is none
     * @param errors takes what is wrong, at the fields of its current nested path; nothing has begun then
     */
    @Transactional
    public void begin(Declaration declared, UUID request, Errors errors) {
        judge(declared, request, errors);
        if (errors.hasErrors()) {
            return;
        }
        Optional<Enrollment> open = enrollments.lockByOpenEmail(declared.email());
        if (open.isPresent() && !open.get().late(clock.instant())) {
            sendLink(open.get());
            return;
        }
        open.ifPresent(late -> {
            late.freeAddress();
            entities.flush();
        });
        Instant now = clock.instant();
        Enrollment enrollment = new Enrollment(
                declared,
                Resellers.searchKey(declared.legalName()),
                request,
                now.plus(Duration.ofDays(properties.confirmationDays())),
                now);
        link(enrollment, 1);
        enrollments.saveAndFlush(enrollment);
        audit.recordAs(declared.email(), "begin_enrollment", AUDIT, enrollment.id(), null, declared.legalName());
        process.start(enrollment);
    }

    /** Says what is wrong, as {@link #begin} does, and begins nothing. */
    @Transactional(readOnly = true)
    public void judge(Declaration declared, UUID request, Errors errors) {
        rules.validate(declared, errors);
        if (!errors.hasErrors()
                && request != null
                && own(declared, request).filter(this::verified).isPresent()) {
            // Whoever has the request's link is the reseller itself.
            errors.rejectValue("email", "enrollment.problem.enrolled");
        }
    }

    /** The reseller that this is, if it is known: the one that was asked, else the one with this address. */
    private Optional<UUID> own(Declaration declared, UUID request) {
        return Optional.ofNullable(request)
                .flatMap(requests::find)
                .map(RequestCard::party)
                .or(() -> resellers.findByEmail(declared.email()).map(ResellerCard::id));
    }

    private boolean verified(UUID reseller) {
        return resellers.enrollmentFacts(reseller).isPresent();
    }

    /** Writes once more to this address, if an enrollment is open for it and it was not written to just now. Nobody is told which. */
    @Transactional
    public void sendAgain(String email) {
        enrollments.lockByOpenEmail(email.toLowerCase(Locale.ROOT)).ifPresent(this::sendLink);
    }

    /** What the page behind a personal link shows; empty if the link is unknown, or its enrollment ended long ago. */
    @Transactional(readOnly = true)
    public Optional<EnrollmentCard> behind(String token) {
        return enrollments
                .findByTokenFingerprint(SealingKeys.fingerprint(token))
                .filter(enrollment -> enrollment.readable(clock.instant()))
                .map(this::card);
    }

    /** The address is right: whoever has the link has its mail. A link that a mail scanner opens confirms nothing. */
    @Transactional
    public Optional<EnrollmentCard> confirm(String token) {
        return at(token, EnrollmentState.UNCONFIRMED, enrollment -> {
            Instant now = clock.instant();
            enrollment.confirm(now.plus(Duration.ofDays(properties.confirmationDays())), now);
            record(enrollment, "confirm_email", null);
            tell(EnrollmentProcess.MESSAGE_CONFIRMED, enrollment);
        });
    }

    /**
     * Accepts the partner agreement. Who does authorizes the provider, too, if it has asked for a partnership.
     *
     * @param name who accepts it
     * @param version the one that was read: nobody accepts another
     * @param errors takes what is wrong, at the fields {@code name} and {@code agree}; nothing is changed then
     */
    @Transactional
    public Optional<EnrollmentCard> agree(String token, String name, boolean agree, String version, Errors errors) {
        if (name == null) {
            errors.rejectValue("name", "invitation.problem.required");
        } else if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            errors.rejectValue("name", "invitation.problem.line");
        }
        if (!AGREEMENT_VERSION.equals(version)) {
            errors.rejectValue("agree", "enrollment.problem.agreementChanged");
        } else if (!agree) {
            errors.rejectValue("agree", "enrollment.problem.agree");
        }
        return errors.hasErrors()
                ? behind(token)
                : at(token, EnrollmentState.CONFIRMED, enrollment -> {
                    enrollment.agree(name, version, clock.instant());
                    record(enrollment, "accept_agreement", version + ", " + name);
                    tell(EnrollmentProcess.MESSAGE_AGREED, enrollment);
                });
    }

    /**
     * Answers what staff have asked. An answer that comes too late still reaches them, until they have decided.
     *
     * @param partnerId the right one, if another was declared; null if it stays
     * @param errors takes what is wrong, at the fields {@code answer} and {@code partnerId}, or globally if nobody would read the answer
     *     any more; nothing is changed then
     */
    @Transactional
    public Optional<EnrollmentCard> answer(String token, String text, String partnerId, Errors errors) {
        text("answer", text, errors);
        if (partnerId != null) {
            rules.partnerId(partnerId, errors);
        }
        if (errors.hasErrors()) {
            return behind(token);
        }
        return locked(token).map(enrollment -> {
            if (enrollment.awaitsAnswer()) {
                answered(enrollment, text.strip(), partnerId);
            } else if (!text.strip().equals(enrollment.answer())) {
                errors.reject("enrollment.problem.answer");
            }
            return card(enrollment);
        });
    }

    private void answered(Enrollment enrollment, String text, String partnerId) {
        boolean late = enrollment.state() != EnrollmentState.INFORMATION_ASKED;
        String before = enrollment.declaration().partnerId();
        enrollment.answer(text, partnerId == null ? before : partnerId, clock.instant());
        record(enrollment, "give_information", text);
        if (partnerId != null && !partnerId.equals(before)) {
            audit.recordAs(
                    enrollment.declaration().email(), "correct_partner_id", AUDIT, enrollment.id(), before, partnerId);
        }
        if (!late) {
            tell(EnrollmentProcess.MESSAGE_ANSWERED, enrollment);
        }
    }

    /** Takes the enrollment back, as long as it is not decided. */
    @Transactional
    public Optional<EnrollmentCard> withdraw(String token) {
        return locked(token).map(enrollment -> {
            if (enrollment.state().open()) {
                tell(EnrollmentProcess.MESSAGE_WITHDRAWN, enrollment);
            }
            return card(enrollment);
        });
    }

    /** Does something that belongs to one state; in any other, and too late, nothing happens and the page shows how it stands. */
    private Optional<EnrollmentCard> at(String token, EnrollmentState state, Consumer<Enrollment> act) {
        return locked(token).map(enrollment -> {
            if (enrollment.state() == state && !enrollment.late(clock.instant())) {
                act.accept(enrollment);
            }
            return card(enrollment);
        });
    }

    private void tell(String message, Enrollment enrollment) {
        entities.flush();
        process.tell(message, enrollment);
    }

    // ---- what staff see and decide
    // --------------------------------------------------------------------------------------------------

    @Transactional(readOnly = true)
    public Optional<EnrollmentCard> find(UUID id) {
        return enrollments.findById(id).map(this::card);
    }

    /** How many enrollments wait for staff. */
    @Transactional(readOnly = true)
    public long countToVerify() {
        return enrollments.countByStateIn(List.of(EnrollmentState.IN_VERIFICATION));
    }

    /**
     * A page of the list, newest first.
     *
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<EnrollmentCard> list(EnrollmentFilter filter, String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decodedTime(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decodedTime(before);
        List<Enrollment> found = rows(filter, down.or(() -> up), up.isPresent(), size + 1);
        return Keyset.page(
                        found,
                        size,
                        up.isPresent(),
                        down.isEmpty() && up.isEmpty(),
                        row -> new Keyset.Place(row.createdAt().toString(), row.id()))
                .map(this::card);
    }

    private List<Enrollment> rows(EnrollmentFilter filter, Optional<Keyset.Place> from, boolean backwards, int atMost) {
        StringBuilder query = new StringBuilder("select e from Enrollment e where 1 = 1");
        if (filter.text() != null) {
            query.append(" and (e.legalNameKey like :key escape '!' or e.declaration.email like :text escape '!'")
                    .append(" or e.declaration.partnerId like :text escape '!')");
        }
        if (filter.state() != null) {
            query.append(" and e.state = :state");
        }
        if (from.isPresent()) {
            String than = backwards ? ">" : "<";
            query.append(" and (e.createdAt %s :time or (e.createdAt = :time and e.id %s :id))".formatted(than, than));
        }
        String direction = backwards ? "asc" : "desc";
        query.append(" order by e.createdAt %s, e.id %s".formatted(direction, direction));
        TypedQuery<Enrollment> rows =
                entities.createQuery(query.toString(), Enrollment.class).setMaxResults(atMost);
        if (filter.text() != null) {
            rows.setParameter("key", Like.containing(Resellers.searchKey(filter.text())))
                    .setParameter("text", Like.containing(filter.text().toLowerCase(Locale.ROOT)));
        }
        if (filter.state() != null) {
            rows.setParameter("state", filter.state());
        }
        from.ifPresent(
                place -> rows.setParameter("time", place.time().orElseThrow()).setParameter("id", place.id()));
        return rows.getResultList();
    }

    /** The enrollment's history, newest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> history(UUID id) {
        return audit.of(AUDIT, id, 200);
    }

    /** The enrollment, for the person who holds the task of verifying it. */
    @Transactional(readOnly = true)
    public EnrollmentCard verifying(UUID id) {
        tasks.held(id.toString(), EnrollmentProcess.STEP_VERIFY);
        return card(enrollments.findById(id).orElseThrow());
    }

    /** What staff should know before they decide. */
    @Transactional(readOnly = true)
    public List<Check> checks(UUID id) {
        return checks(enrollments.findById(id).orElseThrow());
    }

    private List<Check> checks(Enrollment enrollment) {
        Declaration declared = enrollment.declaration();
        List<Check> found = new ArrayList<>();
        found.add(
                countries.sameRegion(provider.country(), declared.country())
                        ? new Check("enrollment.check.region.same", true, false)
                        : new Check("enrollment.check.region.other", false, true));
        Optional<UUID> own = own(declared, enrollment.request());
        found.add(partnerId(enrollment, own));
        found.add(resellers
                .findByEmail(declared.email())
                .filter(known -> !known.id().equals(own.orElse(null)))
                .map(other -> new Check("enrollment.check.email.taken", false, true, declared.email(), other.company()))
                .orElseGet(() -> accountTaken(declared.email(), own)
                        ? new Check("enrollment.check.account.taken", false, true, declared.email())
                        : new Check("enrollment.check.account.free", true, false, declared.email())));
        found.add(website(declared));
        found.add(own.flatMap(resellers::find)
                .map(known -> verified(known.id())
                        ? new Check("enrollment.check.reseller.enrolled", false, true, known.company())
                        : new Check("enrollment.check.reseller.known", true, false, known.company()))
                .orElse(new Check("enrollment.check.reseller.new", true, false)));
        found.add(Optional.ofNullable(enrollment.request())
                .flatMap(requests::find)
                .map(waiting -> waiting.state().open()
                        ? new Check("enrollment.check.request.waits", true, false)
                        : new Check("enrollment.check.request.ended", false, false))
                .orElse(new Check("enrollment.check.request.none", true, false)));
        return found;
    }

    /** An enrollment only claims a partner ID, and two may; the first to be approved has it. */
    private Check partnerId(Enrollment enrollment, Optional<UUID> own) {
        String partnerId = enrollment.declaration().partnerId();
        return resellers
                .findByPartnerId(partnerId)
                .filter(known -> !known.id().equals(own.orElse(null)))
                .map(other -> new Check("enrollment.check.partnerId.taken", false, true, partnerId, other.company()))
                .orElseGet(() -> enrollments.claimed(partnerId, EnrollmentState.EARNEST, enrollment.id())
                        ? new Check("enrollment.check.partnerId.claimed", false, false, partnerId)
                        : new Check("enrollment.check.partnerId.free", true, false, partnerId));
    }

    private static Check website(Declaration declared) {
        String domain = Addressee.domain(declared.email());
        return Optional.ofNullable(declared.supportWebsite())
                .flatMap(EnrollmentRules::host)
                .map(host -> host.equals(domain) || host.endsWith("." + domain) || domain.endsWith("." + host)
                        ? new Check("enrollment.check.website.same", true, false, domain)
                        : new Check("enrollment.check.website.other", false, false, domain, host))
                .orElse(new Check("enrollment.check.website.none", false, false, domain));
    }

    private boolean accountTaken(String email, Optional<UUID> own) {
        return accounts.taken(email)
                && own.flatMap(reseller -> accountOf(reseller, email)).isEmpty();
    }

    private Optional<UUID> accountOf(UUID reseller, String email) {
        return accounts.of(Side.RESELLER, reseller).stream()
                .filter(account -> account.userName().equals(email))
                .map(AccountCard::id)
                .findFirst();
    }

    /**
     * Decides on an enrollment, and does the step.
     *
     * @param text the reason of a refusal, or the question; none with an approval, of which nobody would read it
     * @param errors takes what is wrong, at the field {@code text} or globally; nothing is decided then
     * @throws DataIntegrityViolationException if in this very moment somebody else got what this reseller needs for itself; nothing is
     *     decided then either, and asked again, {@code errors} says what is in the way
     */
    @Transactional
    public void decide(UUID id, Decision decision, String text, Errors errors) {
        Enrollment enrollment = enrollments.lock(id).orElseThrow(NotFoundException::new);
        TaskCard step = tasks.held(id.toString(), EnrollmentProcess.STEP_VERIFY);
        if (decision == null) {
            errors.reject("enrollment.problem.decide");
        } else if (decision == Decision.APPROVE) {
            if (text != null && !text.isBlank()) {
                errors.rejectValue("text", "enrollment.problem.unread");
            }
            blocking(enrollment).forEach(check -> errors.reject(check.key(), check.args(), null));
            if (errors.hasGlobalErrors()) {
                errors.reject("enrollment.problem.blocked");
            }
        } else {
            text("text", text, errors);
        }
        if (errors.hasErrors()) {
            return;
        }
        String said = decision == Decision.APPROVE ? null : text.strip();
        enrollment.decide(decision, said, AuditTrail.actor());
        if (decision == Decision.ASK) {
            audit.record("ask_for_information", AUDIT, id, null, said);
        }
        // What the checks have read is read anew, locked, by what comes of the decision.
        entities.flush();
        entities.clear();
        tasks.complete(step);
    }

    private List<Check> blocking(Enrollment enrollment) {
        return checks(enrollment).stream().filter(Check::blocking).toList();
    }

    private static void text(String field, String text, Errors errors) {
        if (text == null || text.isBlank()) {
            errors.rejectValue(field, "invitation.problem.required");
        } else if (text.length() > MAX_TEXT) {
            errors.rejectValue(field, "invitation.problem.tooLong", new Object[] {MAX_TEXT}, null);
        }
    }

    // ---- what the process asks for
    // --------------------------------------------------------------------------------------------------

    /** What the process carries of an enrollment; values that came with a completed task or a message mean nothing. */
    @Transactional(readOnly = true)
    public Map<String, Object> variables(UUID id) {
        return EnrollmentProcess.variables(enrollments.findById(id).orElseThrow());
    }

    /**
     * The link goes out for the first time. That happens once in an enrollment's life, so that no second instance can be started on it.
     *
     * @throws IllegalStateException if it has gone out already
     */
    @Transactional
    public void sendConfirmation(UUID id) {
        if (!sendLink(locked(id))) {
            throw new IllegalStateException("Begun already: " + id);
        }
    }

    /**
     * Writes to the declared address, if it was not written to just now: with the personal link, or, as long as nobody has shown that the
     * address is theirs, to whom it belongs here already.
     */
    private boolean sendLink(Enrollment enrollment) {
        Instant now = clock.instant();
        boolean may = !enrollment.late(now) && enrollment.send(now);
        if (may && !(enrollment.state() == EnrollmentState.UNCONFIRMED && tellOwner(enrollment))) {
            audit.recordAs(AuditTrail.SYSTEM, "send_enrollment_link", AUDIT, enrollment.id(), null, null);
            if (enrollment.state() == EnrollmentState.UNCONFIRMED) {
                mail(
                        enrollment,
                        "enrollment.mail.link.subject",
                        "enrollment.mail.link.body",
                        // The day that has begun counts.
                        Duration.between(now, enrollment.answerBy())
                                        .minusNanos(1)
                                        .toDays()
                                + 1);
            } else {
                mail(enrollment, "enrollment.mail.again.subject", "enrollment.mail.again.body");
            }
        }
        return may;
    }

    /** Tells who has an account with this address, or has enrolled with it, that somebody tried to enroll; says whether anybody has. */
    private boolean tellOwner(Enrollment enrollment) {
        String email = enrollment.declaration().email();
        Optional<AccountCard> account = accounts.named(email);
        Optional<ResellerCard> reseller = resellers.findByEmail(email).filter(known -> verified(known.id()));
        account.map(known -> known.holder().language())
                .or(() -> reseller.map(ResellerCard::language))
                .map(Locale::forLanguageTag)
                .ifPresent(language -> {
                    audit.recordAs(AuditTrail.SYSTEM, "tell_owner", AUDIT, enrollment.id(), null, null);
                    // Nothing of what a stranger has typed stands in this mail.
                    Object[] values = {
                        provider.name(),
                        provider.baseUrl()
                                + account.map(AccountCard::side)
                                        .orElse(Side.RESELLER)
                                        .root()
                                + "/login",
                        provider.email()
                    };
                    outbox.send(
                            email,
                            said("enrollment.mail.owner.subject", language, values),
                            said(
                                    account.isPresent()
                                            ? "enrollment.mail.owner.account"
                                            : "enrollment.mail.owner.enrolled",
                                    language,
                                    values));
                });
        return account.isPresent() || reseller.isPresent();
    }

    /** It is staff's turn, with the whole time before them: after the agreement, after an answer, and when none came. */
    @Transactional
    public void openVerification(UUID id) {
        Instant now = clock.instant();
        Enrollment enrollment = locked(id);
        findRequest(enrollment);
        enrollment.toVerify(
                BusinessDays.after(now, properties.followUpDays()),
                BusinessDays.after(now, properties.verificationDays()));
    }

    /** A reseller that has not come from the partnership request that waits for it is the one it was sent to all the same. */
    private void findRequest(Enrollment enrollment) {
        if (Optional.ofNullable(enrollment.request())
                .flatMap(requests::find)
                .filter(known -> known.state().answerable())
                .isEmpty()) {
            requests.waitingFor(enrollment.declaration().email()).ifPresent(enrollment::waitsWith);
        }
    }

    /** @throws StepIncompleteException if staff have not decided on the page */
    @Transactional(readOnly = true)
    public void requireDecided(UUID id) {
        if (enrollments.findById(id).orElseThrow().decision() == null) {
            throw new StepIncompleteException("The enrollment is not decided yet");
        }
    }

    /** Tells everybody who may verify resellers, once, that nobody has in time. */
    @Transactional
    public void remindStaff(UUID id) {
        Enrollment enrollment = locked(id);
        if (enrollment.state() != EnrollmentState.IN_VERIFICATION) {
            return;
        }
        enrollment.reminded(clock.instant());
        audit.recordAs(AuditTrail.SYSTEM, "remind_staff", AUDIT, id, null, null);
        Object[] values = {
            enrollment.declaration().legalName(), provider.baseUrl() + "/enrollments/" + id,
        };
        staff.holding(Permission.VERIFY_RESELLERS)
                .forEach(address -> outbox.send(
                        address,
                        said("enrollment.mail.overdue.subject", mail.staffLanguage(), values),
                        said("enrollment.mail.overdue.body", mail.staffLanguage(), values)));
    }

    @Transactional
    public void askForInformation(UUID id) {
        Enrollment enrollment = locked(id);
        Instant now = clock.instant();
        enrollment.ask(now.plus(Duration.ofDays(properties.informationDays())), now);
        mail(
                enrollment,
                "enrollment.mail.question.subject",
                "enrollment.mail.question.body",
                enrollment.question(),
                properties.informationDays());
    }

    /** The reseller is one: its row, its profile, its first account, and the partnership request that waited for it. */
    @Transactional
    public void activate(UUID id) {
        Enrollment enrollment = locked(id);
        findRequest(enrollment);
        if (!blocking(enrollment).isEmpty()) {
            throw new DataIntegrityViolationException("Cannot be approved any more: " + id);
        }
        Declaration declared = enrollment.declaration();
        UUID reseller = requests.enroll(
                new EnrolledReseller(
                        declared.legalName(),
                        declared.email(),
                        declared.contact(),
                        declared.country(),
                        declared.language(),
                        declared.partnerId(),
                        enrollment.agreedAt()),
                enrollment.request());
        profiles.keep(reseller, declared.profile(), declared.email());
        enrollment.approved(reseller, clock.instant());
        audit.recordAs(enrollment.decidedBy(), "approve_enrollment", AUDIT, id, null, null);
        mail(enrollment, "enrollment.mail.approved.subject", "enrollment.mail.approved.body");
        if (accountOf(reseller, declared.email()).isEmpty()) {
            Holder holder =
                    new Holder(declared.firstName(), declared.lastName(), declared.email(), declared.language());
            accounts.invite(
                    accounts.open(Side.RESELLER, reseller, declared.email(), holder, true, enrollment.decidedBy()));
        }
    }

    @Transactional
    public void refuse(UUID id) {
        Enrollment enrollment = locked(id);
        enrollment.close(EnrollmentState.REFUSED, clock.instant());
        audit.recordAs(enrollment.decidedBy(), "refuse_enrollment", AUDIT, id, null, enrollment.reason());
        mail(enrollment, "enrollment.mail.refused.subject", "enrollment.mail.refused.body", enrollment.reason());
    }

    /**
     * Ends an enrollment that nobody went on with. An address that was never confirmed may be a stranger's, who has been told that it ends
     * by itself; only a confirmed one is written to once more.
     */
    @Transactional
    public void expire(UUID id) {
        Enrollment enrollment = locked(id);
        boolean confirmed = enrollment.state() == EnrollmentState.CONFIRMED;
        enrollment.close(EnrollmentState.EXPIRED, clock.instant());
        audit.recordAs(AuditTrail.SYSTEM, "expire_enrollment", AUDIT, id, null, null);
        if (confirmed) {
            mail(enrollment, "enrollment.mail.expired.subject", "enrollment.mail.expired.body");
        }
    }

    @Transactional
    public void endWithdrawn(UUID id) {
        Enrollment enrollment = locked(id);
        enrollment.close(EnrollmentState.WITHDRAWN, clock.instant());
        record(enrollment, "withdraw_enrollment", null);
    }

    // ---- small things
    // ---------------------------------------------------------------------------------------------------------------

    /** The token of an enrollment's link, for the made-up resellers of the demo. */
    @Transactional(readOnly = true)
    String demoToken(UUID id) {
        return token(enrollments.findById(id).orElseThrow());
    }

    private void mail(Enrollment enrollment, String subject, String body, Object... further) {
        Declaration declared = enrollment.declaration();
        List<Object> values = new ArrayList<>(List.of(
                declared.contact(),
                provider.name(),
                declared.legalName(),
                provider.baseUrl() + PUBLIC_PATH + token(enrollment),
                provider.email()));
        values.addAll(List.of(further));
        outbox.send(
                declared.email(),
                said(subject, declared.locale(), values.toArray()),
                said(body, declared.locale(), values.toArray()));
    }

    private String said(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }

    private void link(Enrollment enrollment, int generation) {
        String keyId = keys.currentKeyId();
        enrollment.linkedBy(keyId, generation, SealingKeys.fingerprint(token(enrollment.id(), keyId, generation)));
    }

    private String token(Enrollment enrollment) {
        return token(enrollment.id(), enrollment.keyId(), enrollment.generation());
    }

    private String token(UUID id, String keyId, int generation) {
        return keys.linkToken(keyId, AUDIT + "|" + id + "|" + generation);
    }

    private void record(Enrollment enrollment, String action, String value) {
        audit.recordAs(enrollment.declaration().email(), action, AUDIT, enrollment.id(), null, value);
    }

    private Optional<Enrollment> locked(String token) {
        return enrollments
                .lockByFingerprint(SealingKeys.fingerprint(token))
                .filter(enrollment -> enrollment.readable(clock.instant()));
    }

    private Enrollment locked(UUID id) {
        return enrollments.lock(id).orElseThrow();
    }

    private EnrollmentCard card(Enrollment enrollment) {
        return enrollment.card(clock.instant());
    }
}
