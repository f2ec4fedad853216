package io.relais.directory;

import io.relais.audit.AuditTrail;
import io.relais.country.Country;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.StaffPermissions;
import io.relais.tasks.StepIncompleteException;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;

/**
 * The provider's entry on the page <em>Find a provider</em>, and its changes. At most one change is under review at a time; it is decided on
 * by somebody who neither asked for it nor answered for it.
 *
 * <p>What is checked when a step ends is what stands in the table, and who ends it is the signed-in person, so a step that is completed past
 * its page, with Tasklist's form or its REST call, is judged no less.
 */
@Service
public class Directory {

    /** What lines in the audit trail about a change are filed under. */
    public static final String AUDIT = "directory";

    public static final int LONGEST_COMMENT = 1000;
    /** The most bytes of a logo as it is sent. */
    public static final int LARGEST_LOGO = LogoDrawing.MOST_BYTES;

    private final ProfileChanges changes;
    private final Logos logos;
    private final ProfileRules rules;
    private final ProfileChangeProcess process;
    private final ProfileMails mails;
    private final Tasks tasks;
    private final StaffPermissions permissions;
    private final AuditTrail audit;
    private final Provider provider;
    private final MessageSource messages;
    private final TransactionOperations transaction;
    private final Clock clock;

    Directory(
            ProfileChanges changes,
            Logos logos,
            ProfileRules rules,
            ProfileChangeProcess process,
            ProfileMails mails,
            Tasks tasks,
            StaffPermissions permissions,
            AuditTrail audit,
            Provider provider,
            MessageSource messages,
            TransactionOperations transaction,
            Clock clock) {
        this.changes = changes;
        this.logos = logos;
        this.rules = rules;
        this.process = process;
        this.mails = mails;
        this.tasks = tasks;
        this.permissions = permissions;
        this.audit = audit;
        this.provider = provider;
        this.messages = messages;
        this.transaction = transaction;
        this.clock = clock;
    }

    // ---- what everybody sees
    // ------------------------------------------------------------------------------------------------------------

    /** What the public page says now. */
    @Transactional(readOnly = true)
    public Profile published() {
        return changes.published().map(ProfileChange::profile).orElseGet(this::configured);
    }

    /** When that was published; empty if it is what the configuration says. */
    @Transactional(readOnly = true)
    public Optional<Instant> publishedAt() {
        return changes.published().map(ProfileChange::publishedAt);
    }

    private Profile configured() {
        return new Profile(provider.name(), null, List.of(new Location(provider.country(), null, provider.website())));
    }

    /** The picture of the logo that is public now, as a PNG; empty for every other one. */
    @Transactional(readOnly = true)
    public Optional<byte[]> publishedLogo(UUID logo) {
        return logo.equals(published().logo()) ? logos.findById(logo).map(Logo::png) : Optional.empty();
    }

    /** The countries that the provider may have locations in. */
    public List<Country> countries(Locale locale) {
        return rules.countries(locale);
    }

    // ---- what staff see
    // -----------------------------------------------------------------------------------------------------------------

    @Transactional(readOnly = true)
    public Optional<ChangeCard> find(UUID change) {
        return changes.findById(change).map(ProfileChange::card);
    }

    /** The change that is under review, or about to be published. */
    @Transactional(readOnly = true)
    public Optional<ChangeCard> open() {
        return changes.open().map(ProfileChange::card);
    }

    /** A page of all changes, newest first. */
    @Transactional(readOnly = true)
    public Keyset.Page<ChangeCard> history(String after, String before, int size) {
        Optional<Keyset.Place> down = Keyset.Place.decodedTime(after);
        Optional<Keyset.Place> up = down.isPresent() ? Optional.empty() : Keyset.Place.decodedTime(before);
        Limit limit = Limit.of(size + 1);
        List<ProfileChange> found = down.map(
                        place -> changes.olderThan(place.time().orElseThrow(), place.id(), limit))
                .or(() -> up.map(place -> changes.newerThan(place.time().orElseThrow(), place.id(), limit)))
                .orElseGet(() -> changes.findAllByOrderByCreatedAtDescIdDesc(limit));
        return Keyset.page(
                found.stream().map(ProfileChange::card).toList(),
                size,
                up.isPresent(),
                down.isEmpty() && up.isEmpty(),
                row -> new Keyset.Place(row.createdAt().toString(), row.id()));
    }

    /** What a change changes: of one that has ended, what it did or would have done then. */
    @Transactional(readOnly = true)
    public Difference difference(UUID id) {
        ProfileChange change = found(id);
        Profile before = change.state().ended()
                ? Optional.ofNullable(change.comparedTo())
                        .flatMap(changes::findById)
                        .map(ProfileChange::profile)
                        .orElseGet(this::configured)
                : published();
        return Difference.between(before, change.profile());
    }

    /** The picture of a logo that a change shows in either version. */
    @Transactional(readOnly = true)
    public Optional<byte[]> logo(UUID id, UUID logo) {
        Difference difference = difference(id);
        return logo.equals(difference.logo().before())
                        || logo.equals(difference.logo().after())
                ? logos.findById(logo).map(Logo::png)
                : Optional.empty();
    }

    /** Whether a change's logo is smaller than recommended. */
    @Transactional(readOnly = true)
    public boolean smallLogo(UUID id) {
        UUID logo = found(id).profile().logo();
        return logo != null && logos.findById(logo).filter(Logo::small).isPresent();
    }

    /** Why this person may not decide on a change: the key of a message; empty if it may. */
    @Transactional(readOnly = true)
    public Optional<String> inTheWayOfDeciding(UUID id, String person) {
        return inTheWay(found(id), person);
    }

    private Optional<String> inTheWay(ProfileChange change, String person) {
        if (!permissions.held(person, Permission.REVIEW_PROFILE_CHANGE)) {
            return Optional.of("directory.review.notAllowed");
        }
        return change.isOf(person) ? Optional.of("directory.review.own") : Optional.empty();
    }

    // ---- describing, and answering the reviewer
    // -----------------------------------------------------------------------------------------

    /** Starts a change: the signed-in person's draft, if there is one already. */
    @Transactional
    public UUID start() {
        return changes.findFirstByStateAndRequestedByOrderByCreatedAt(ChangeState.DRAFT, AuditTrail.actor())
                .map(ProfileChange::id)
                .orElseGet(process::start);
    }

    /** The user name of the person the engine works for; empty when nobody asked for the work at that moment. */
    public Optional<String> actingPerson() {
        return process.person()
                .or(() -> Optional.of(AuditTrail.actor()).filter(name -> !AuditTrail.SYSTEM.equals(name)));
    }

    /** Makes the draft of an instance that has just been started. */
    @Transactional
    public UUID open(String person) {
        UUID id = changes.save(new ProfileChange(
                        person,
                        published(),
                        changes.published().map(ProfileChange::id).orElse(null),
                        clock.instant()))
                .id();
        audit.record("open_profile_change", AUDIT, id);
        return id;
    }

    /** What the signed-in person, who holds the step, finds in the form. */
    @Transactional(readOnly = true)
    public ProfileForm entered(UUID id) {
        ProfileChange change = found(id);
        held(change);
        Profile profile = change.profile();
        return new ProfileForm(change.version(), profile.name(), profile.locations(), false, change.note());
    }

    /** Takes a logo, or its removal, into a change that is being described; the rest of the form is not judged. */
    public void keepLogo(UUID id, ProfileForm form, byte[] file, Errors errors) {
        LogoDrawing.Drawn drawn = drawn(file, errors);
        transaction.executeWithoutResult(status -> {
            ProfileChange change = locked(id);
            held(change);
            take(change, form, drawn);
        });
    }

    /** Before any transaction, for it takes its time; null if there is nothing to draw, or it cannot be, which the errors tell. */
    private static LogoDrawing.Drawn drawn(byte[] file, Errors errors) {
        if (file == null) {
            return null;
        }
        try {
            return LogoDrawing.draw(file);
        } catch (LogoRefusedException refused) {
            errors.reject(refused.getMessage(), refused.arguments(), null);
            return null;
        }
    }

    private void take(ProfileChange change, ProfileForm form, LogoDrawing.Drawn drawn) {
        UUID former = change.profile().logo();
        if (drawn != null) {
            change.show(sameAsPublished(drawn)
                    .orElseGet(() -> logos.save(new Logo(UUID.randomUUID(), drawn, clock.instant())))
                    .id());
        } else if (form.withoutLogo()) {
            change.show(null);
        }
        if (former != null && !former.equals(change.profile().logo())) {
            logos.deleteUnused(former);
        }
    }

    private Optional<Logo> sameAsPublished(LogoDrawing.Drawn drawn) {
        return Optional.ofNullable(published().logo())
                .flatMap(logos::findById)
                .filter(logo -> Arrays.equals(logo.png(), drawn.png()));
    }

    /**
     * Submits a change, or submits it again with the answer to the reviewer; nothing but the logo is kept when something is wrong.
     *
     * @param file a new logo; null to keep the one that is there
     * @return false if somebody else changed something meanwhile, which the errors tell
     * @throws org.springframework.dao.DataIntegrityViolationException if another change was submitted in this very moment
     */
    public boolean submit(UUID id, ProfileForm form, byte[] file, Errors errors) {
        LogoDrawing.Drawn drawn = drawn(file, errors);
        return transaction.execute(status -> submit(id, form, drawn, errors));
    }

    private boolean submit(UUID id, ProfileForm form, LogoDrawing.Drawn drawn, Errors errors) {
        ProfileChange change = locked(id);
        TaskCard step = held(change);
        boolean answering = change.state() == ChangeState.INFO_REQUESTED;
        UUID published = changes.published().map(ProfileChange::id).orElse(null);
        if (form.version() != change.version()) {
            errors.reject("directory.problem.changed");
            return false;
        }
        if (!Objects.equals(change.basedOn(), published)) {
            change.basedOn(published);
            errors.reject("directory.problem.outdated");
            return false;
        }
        take(change, form, drawn);
        rules.check(form, errors);
        if (form.note() != null && form.note().length() > ProfileRules.LONGEST_NOTE) {
            errors.rejectValue("note", "directory.note.tooLong", new Object[] {ProfileRules.LONGEST_NOTE}, null);
        }
        if (answering && form.note() == null) {
            errors.rejectValue("note", "directory.note.required");
        }
        changes.open()
                .filter(other -> other != change)
                .map(ProfileChange::card)
                .ifPresent(other -> errors.reject("directory.problem.open", new Object[] {other.number()}, null));
        Profile wanted = new Profile(form.name(), change.profile().logo(), form.locations());
        if (!errors.hasErrors() && !Difference.between(published(), wanted).any()) {
            errors.reject("directory.problem.same");
        }
        if (errors.hasErrors()) {
            return true;
        }
        change.describe(wanted, form.note());
        changes.saveAndFlush(change);
        tasks.complete(step);
        return true;
    }

    /**
     * The step of describing or answering ends.
     *
     * @return what tasks and the form show of the change
     * @throws StepIncompleteException if what stands in the table cannot be submitted
     */
    @Transactional
    public Map<String, Object> submitted(UUID id) {
        ProfileChange change = locked(id);
        String person = AuditTrail.actor();
        if (!permissions.held(person, Permission.REQUEST_PROFILE_CHANGE)) {
            throw new StepIncompleteException(person + " may not ask for changes of the profile");
        }
        if (!rules.allows(change.profile())
                || !Difference.between(published(), change.profile()).any()) {
            throw new StepIncompleteException("Change " + id + " is not described");
        }
        if (changes.open().filter(other -> other != change).isPresent()) {
            throw new StepIncompleteException("Another change is under review");
        }
        if (change.state() == ChangeState.INFO_REQUESTED) {
            if (change.note() == null) {
                throw new StepIncompleteException("Change " + id + " is not answered");
            }
            change.answer(person);
            audit.record("answer_profile_change", AUDIT, id, null, change.note());
            mails.toReviewers(Notice.ANSWERED, change.card(), person);
        } else {
            change.submit(changes.nextNumber(), person, clock.instant());
            audit.record("submit_profile_change", AUDIT, id, null, change.card().number());
            mails.toReviewers(Notice.SUBMITTED, change.card(), person);
        }
        return process.variables(change.card(), mails.page(id));
    }

    private TaskCard held(ProfileChange change) {
        return tasks.held(
                change.id().toString(),
                change.state() == ChangeState.DRAFT
                        ? ProfileChangeProcess.STEP_DESCRIBE
                        : ProfileChangeProcess.STEP_ANSWER);
    }

    // ---- deciding
    // -----------------------------------------------------------------------------------------------------------------------

    /** Somebody took the review up. */
    @Transactional
    public void takenUp(UUID id) {
        ProfileChange change = locked(id);
        if (change.state() == ChangeState.SUBMITTED) {
            change.takeUp();
            audit.record("take_up_profile_change", AUDIT, id);
        }
    }

    /** The id of the review's task, held by the signed-in person. */
    @Transactional(readOnly = true)
    public String review(UUID id) {
        found(id);
        return tasks.held(id.toString(), ProfileChangeProcess.STEP_REVIEW).id();
    }

    /**
     * Decides on our page, as {@link #decided} does in Tasklist; rejects the fields decision and comment, or the whole. What was said of an
     * earlier submission decides nothing on a later one. Tasklist completes the task that its form shows, so there it cannot.
     */
    @Transactional
    public void decide(UUID id, Review said, Errors errors) {
        ProfileChange change = locked(id);
        TaskCard review = tasks.held(id.toString(), ProfileChangeProcess.STEP_REVIEW);
        if (!review.id().equals(said.task())) {
            errors.reject("directory.review.outdated");
        }
        judge(change, AuditTrail.actor(), said, errors);
        if (!errors.hasErrors()) {
            process.choose(id, said.decision(), said.comment());
            tasks.complete(review);
        }
    }

    /**
     * The review ends, wherever it was done.
     *
     * @throws StepIncompleteException if the person may not decide, or the decision is none
     */
    @Transactional
    public Decision decided(UUID id, String decision, String comment) {
        ProfileChange change = locked(id);
        String person = AuditTrail.actor();
        Review review = new Review(null, decision, comment == null || comment.isBlank() ? null : comment.strip());
        Errors errors = new BeanPropertyBindingResult(review, "review");
        judge(change, person, review, errors);
        if (errors.hasErrors()) {
            throw new StepIncompleteException(
                    messages.getMessage(errors.getAllErrors().get(0), LocaleContextHolder.getLocale()));
        }
        Decision taken = Decision.valueOf(review.decision());
        change.decide(taken, review.comment(), person, clock.instant());
        switch (taken) {
            case APPROVE -> audit.record("approve_profile_change", AUDIT, id, null, review.comment());
            case ASK -> {
                audit.record("ask_profile_change", AUDIT, id, null, review.comment());
                mails.toRequester(Notice.ASKED, change.card(), person);
            }
            case REFUSE -> audit.record("refuse_profile_change", AUDIT, id, null, review.comment());
        }
        return taken;
    }

    private void judge(ProfileChange change, String person, Review review, Errors errors) {
        inTheWay(change, person).ifPresent(errors::reject);
        boolean known =
                Arrays.stream(Decision.values()).anyMatch(one -> one.name().equals(review.decision()));
        if (!known) {
            errors.rejectValue("decision", "directory.review.decision.required");
        } else if (review.comment() == null && !Decision.APPROVE.name().equals(review.decision())) {
            errors.rejectValue("comment", "directory.review.comment.required");
        }
        if (review.comment() != null && review.comment().length() > LONGEST_COMMENT) {
            errors.rejectValue("comment", "directory.review.comment.tooLong", new Object[] {LONGEST_COMMENT}, null);
        }
    }

    // ---- what comes of it
    // ---------------------------------------------------------------------------------------------------------------

    /** The public page shows the change from now on. */
    @Transactional
    public void publish(UUID id) {
        ProfileChange change = locked(id);
        change.publish(changes.published().map(ProfileChange::id).orElse(null), clock.instant());
        audit.record("publish_profile_change", AUDIT, id);
        mails.toRequester(Notice.PUBLISHED, change.card(), change.card().decidedBy());
    }

    @Transactional
    public void reject(UUID id) {
        ProfileChange change = locked(id);
        change.reject(changes.published().map(ProfileChange::id).orElse(null), clock.instant());
        mails.toRequester(Notice.REJECTED, change.card(), change.card().decidedBy());
    }

    /**
     * Takes a change back before its approval, or throws a draft away; false if it is too late.
     *
     * @throws io.relais.tasks.TaskNotHeldException if it is a draft that the signed-in person neither began nor holds
     */
    @Transactional
    public boolean withdraw(UUID id) {
        ProfileChange change = locked(id);
        ChangeState state = change.state();
        if (state == ChangeState.DRAFT && !change.isOf(AuditTrail.actor())) {
            held(change);
        }
        if (state != ChangeState.DRAFT && !state.undecided()) {
            return false;
        }
        process.withdrawn(id);
        return true;
    }

    /** The process was told to withdraw the change. */
    @Transactional
    public void endWithdrawn(UUID id) {
        ProfileChange change = locked(id);
        if (change.state() == ChangeState.DRAFT) {
            changes.delete(change);
            Optional.ofNullable(change.profile().logo()).ifPresent(logos::deleteUnused);
            audit.record("discard_profile_change", AUDIT, id);
            return;
        }
        change.withdraw(changes.published().map(ProfileChange::id).orElse(null), clock.instant());
        audit.record("withdraw_profile_change", AUDIT, id);
        mails.toReviewers(Notice.WITHDRAWN, change.card(), AuditTrail.actor());
    }

    /** Two weeks have passed: whose turn it is, the reviewers or the requester, is reminded. */
    @Transactional
    public void remind(UUID id) {
        ProfileChange change = locked(id);
        change.reminded(clock.instant());
        if (change.state() == ChangeState.INFO_REQUESTED) {
            audit.record("remind_requester", AUDIT, id);
            mails.toRequester(Notice.UNANSWERED, change.card(), change.card().decidedBy());
        } else {
            audit.record("remind_reviewers", AUDIT, id);
            mails.toReviewers(Notice.REMINDER, change.card(), change.requestedBy());
        }
    }

    /** Three weeks have passed. */
    @Transactional
    public void escalate(UUID id) {
        ProfileChange change = locked(id);
        change.escalated(clock.instant());
        audit.record("escalate_profile_change", AUDIT, id);
        mails.toEverybody(Notice.ESCALATION, change.card(), change.requestedBy());
    }

    private ProfileChange found(UUID id) {
        return changes.findById(id).orElseThrow(NotFoundException::new);
    }

    private ProfileChange locked(UUID id) {
        return changes.forChange(id).orElseThrow(NotFoundException::new);
    }
}
