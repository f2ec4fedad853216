package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.MustWaitException;
import io.relais.security.Side;
import io.relais.security.SignInThrottle;
import java.text.Normalizer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * Accounts of people of resellers and of customers. A reseller's person signs in with its e-mail address, a customer's first administrator
 * with {@code admin@<prefix>.onmicrosoft.com}. User names are unique over both sides, whatever their case.
 *
 * <p>A company that is no partner or no customer any more keeps its accounts: its people still see what was, and do nothing new.
 *
 * <p>Whatever takes something away from a person – another password, being disabled, another role – ends its sessions in the same
 * transaction.
 */
@Service
public class Accounts {

    /** What lines in the audit trail about an account are filed under. */
    public static final String AUDIT = "account";

    /** The actor of what was done by whoever knew a name. */
    static final String SOMEBODY = "unknown";

    private final AccountRepository accounts;
    private final AccountLinks links;
    private final AccountSessions sessions;
    private final SecondFactors secondFactors;
    private final PasswordEncoder passwords;
    private final PasswordRules rules;
    private final SignInThrottle throttle;
    private final AuditTrail audit;
    private final Clock clock;

    Accounts(
            AccountRepository accounts,
            AccountLinks links,
            AccountSessions sessions,
            SecondFactors secondFactors,
            PasswordEncoder passwords,
            PasswordRules rules,
            SignInThrottle throttle,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.links = links;
        this.sessions = sessions;
        this.secondFactors = secondFactors;
        this.passwords = passwords;
        this.rules = rules;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens an account without a password; {@link #invite} lets the person choose one.
     *
     * @param by who does it, for the audit trail
     * @throws IllegalStateException if the user name is taken; ask {@link #taken} first
     */
    @Transactional
    public UUID open(Side side, UUID party, String userName, Holder holder, boolean administrator, String by) {
        return opened(side, party, userName, holder, administrator, by).id();
    }

    /**
     * As {@link #open}, with a password that the person has chosen already.
     *
     * @param encodedPassword what {@link #encode} made of it
     */
    @Transactional
    public UUID openWithPassword(
            Side side,
            UUID party,
            String userName,
            Holder holder,
            boolean administrator,
            String encodedPassword,
            String by) {
        Account account = opened(side, party, userName, holder, administrator, by);
        account.choosePassword(encodedPassword, clock.instant());
        return account.id();
    }

    private Account opened(Side side, UUID party, String userName, Holder holder, boolean administrator, String by) {
        if (taken(userName)) {
            throw new IllegalStateException("User name taken: " + userName);
        }
        Account account = accounts.save(new Account(side, party, userName, holder, administrator, clock.instant()));
        audit.recordAs(by, "open_account", AUDIT, account.id(), null, key(userName));
        return account;
    }

    /** As {@link #open}, with a temporary password that must be changed at the first sign-in. */
    @Transactional
    public UUID openWithTemporaryPassword(Side side, UUID party, String userName, Holder holder, String passwordHash) {
        Account account = new Account(side, party, userName, holder, true, clock.instant());
        account.issueTemporaryPassword(passwordHash, clock.instant());
        return accounts.save(account).id();
    }

    /**
     * Replaces the password by a temporary one, and takes the second factor away, since whoever lost both has nobody else to turn to. What
     * was known before opens nothing any more.
     */
    @Transactional
    public void issueTemporaryPassword(UUID account, String passwordHash) {
        Account locked = locked(account);
        locked.issueTemporaryPassword(passwordHash, clock.instant());
        if (locked.secondFactor()) {
            secondFactors.remove(locked);
        }
        forgetAccess(account);
    }

    /** Sends the link with which a new person chooses its first password; an earlier link is worthless from then on. */
    @Transactional
    public void invite(UUID account) {
        links.invite(locked(account), AuditTrail.actor());
    }

    /** Whether an account has this user name. */
    @Transactional(readOnly = true)
    public boolean taken(String userName) {
        return accounts.idOf(key(userName)).isPresent();
    }

    @Transactional(readOnly = true)
    public Optional<AccountCard> find(UUID account) {
        return accounts.findById(account).map(Account::card);
    }

    /** The account with this user name. */
    @Transactional(readOnly = true)
    public Optional<AccountCard> named(String userName) {
        return accounts.findByUserName(key(userName)).map(Account::card);
    }

    /**
     * Where to write to whoever did something by this user name: at the address and in the language that the person has now.
     *
     * @param otherwise whom to write to if it cannot sign in for this reseller or customer any more
     */
    @Transactional(readOnly = true)
    public Mailbox mailbox(Side side, UUID party, String userName, Mailbox otherwise) {
        return named(userName)
                .filter(account -> account.enabled()
                        && account.side() == side
                        && account.party().equals(party))
                .map(account ->
                        Mailbox.of(account.holder().email(), account.holder().language()))
                .orElse(otherwise);
    }

    /** The accounts of a reseller or a customer, by user name. */
    @Transactional(readOnly = true)
    public List<AccountCard> of(Side side, UUID party) {
        return accounts.findBySideAndPartyIdOrderByUserName(side, party).stream()
                .map(Account::card)
                .toList();
    }

    /** A password in the form in which accounts keep it, by the strongest way there is. Takes its time. */
    public String encode(String password) {
        return passwords.encode(password);
    }

    /**
     * Whether a password that somebody chooses on a form will do.
     *
     * @param userName of the account, or of the one to come
     * @param errors takes what is wrong, at the fields {@code password} and {@code repeated}
     */
    public void validatePassword(String userName, Holder holder, String password, String repeated, Errors errors) {
        rules.check(userName, holder, password, repeated, errors);
    }

    /**
     * Sets the password that the person has chosen in place of a temporary one. All its sessions end, this one included.
     *
     * @param errors takes what is wrong, at the fields {@code password} and {@code repeated}; nothing is changed then
     */
    @Transactional
    public void choosePassword(UUID account, String password, String repeated, Errors errors) {
        Account chosen = locked(account);
        if (choose(chosen, password, repeated, errors)) {
            forgetAccess(account);
            audit.record("choose_password", AUDIT, account);
        }
    }

    /**
     * Sets another password. All other sessions end.
     *
     * @param present the one so far, without which nothing is changed
     * @param here the session that asks
     * @param errors takes what is wrong, at the fields {@code present}, {@code password} and {@code repeated}
     */
    @Transactional
    public void changePassword(
            UUID account, UUID here, String present, String password, String repeated, Errors errors) {
        Account changed = locked(account);
        askForPassword(changed, present, errors);
        if (choose(changed, password, repeated, errors)) {
            links.deleteOf(account);
            sessions.endOthers(account, here);
            audit.record("change_password", AUDIT, account);
            links.tell(
                    changed.card(),
                    changed.card().holder().email(),
                    "account.mail.changed.subject",
                    "account.mail.changed.text");
        }
    }

    /** Whose password this personal link sets; empty if it is used, expired, or was none. */
    @Transactional(readOnly = true)
    public Optional<AccountCard> behindLink(Side side, String token) {
        return links.behind(side, token).map(Account::card);
    }

    /**
     * Sets a password by a personal link, once. All sessions of the account end.
     *
     * @param errors takes what is wrong, at the fields {@code password} and {@code repeated}; the link can be used again then
     * @return whether the link still opened anything
     */
    @Transactional
    public boolean choosePasswordByLink(Side side, String token, String password, String repeated, Errors errors) {
        Optional<Account> found = links.take(side, token);
        found.ifPresent(account -> {
            boolean first = account.passwordHash() == null;
            if (choose(account, password, repeated, errors)) {
                forgetAccess(account.id());
                AccountCard card = account.card();
                audit.recordAs(card.userName(), "choose_password", AUDIT, card.id(), null, null);
                if (!first) {
                    links.tell(
                            card, card.holder().email(), "account.mail.changed.subject", "account.mail.changed.text");
                }
            }
        });
        return found.isPresent();
    }

    /**
     * Corrects name, address and language of the holder. Another address needs the password, and is told to the old one.
     *
     * @param password the present one; may be null as long as the address stays
     * @param errors takes what is wrong, at the field {@code present}; nothing is changed then
     */
    @Transactional
    public void describe(UUID account, Holder holder, String password, Errors errors) {
        Account described = locked(account);
        Holder before = described.card().holder();
        boolean moved = !before.email().equals(holder.email());
        if (moved) {
            askForPassword(described, password, errors);
        }
        if (errors.hasErrors()) {
            return;
        }
        described.describe(holder);
        audit.record("change_person", AUDIT, account, before.words(), holder.words());
        if (moved) {
            links.deleteOf(account);
            links.tell(described.card(), before.email(), "account.mail.moved.subject", "account.mail.moved.text");
        }
    }

    private boolean choose(Account account, String password, String repeated, Errors errors) {
        AccountCard card = account.card();
        rules.check(card.userName(), card.holder(), password, repeated, errors);
        if (errors.hasErrors()) {
            return false;
        }
        try {
            if (knows(account, password)) {
                errors.rejectValue("password", "account.password.same");
                return false;
            }
            account.choosePassword(passwords.encode(password), clock.instant());
            return true;
        } catch (MustWaitException busy) {
            errors.rejectValue("password", "account.password.busy");
            return false;
        }
    }

    /** Whoever sits at a browser that was left open is slowed down like everybody who guesses. */
    private void askForPassword(Account account, String present, Errors errors) {
        String throttled = "present:" + account.id();
        if (!throttle.mustWait(throttled, throttled).isZero()) {
            errors.rejectValue("present", "account.password.wait");
            return;
        }
        try {
            if (knows(account, present)) {
                throttle.succeeded(throttled);
            } else {
                throttle.failed(throttled, throttled);
                errors.rejectValue("present", "account.password.wrong");
            }
        } catch (MustWaitException busy) {
            errors.rejectValue("present", "account.password.busy");
        }
    }

    private boolean knows(Account account, String password) {
        return password != null
                && account.passwordHash() != null
                && passwords.matches(password, account.passwordHash());
    }

    private void forgetAccess(UUID account) {
        links.deleteOf(account);
        sessions.endAll(account);
    }

    private Account locked(UUID account) {
        return accounts.lock(account).orElseThrow();
    }

    /** User names are compared in this form: however they are typed on whichever keyboard. Nobody's has control characters. */
    static String key(String userName) {
        return Normalizer.normalize(userName, Normalizer.Form.NFKC)
                .replaceAll("\\p{Cntrl}", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
