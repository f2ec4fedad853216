package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.Side;
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
 */
@Service
public class Accounts {

    /** What lines in the audit trail about an account are filed under. */
    public static final String AUDIT = "account";

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final PasswordRules rules;
    private final AuditTrail audit;
    private final Clock clock;

    Accounts(
            AccountRepository accounts, PasswordEncoder passwords, PasswordRules rules, AuditTrail audit, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens an account without a password.
     *
     * @param by who does it, for the audit trail
     * @throws IllegalStateException if the user name is taken; ask {@link #taken} first
     */
    @Transactional
    public UUID open(Side side, UUID party, String userName, Holder holder, boolean administrator, String by) {
        if (taken(userName)) {
            throw new IllegalStateException("User name taken: " + userName);
        }
        Account account = accounts.save(new Account(side, party, userName, holder, administrator, clock.instant()));
        audit.recordAs(by, "open_account", AUDIT, account.id(), null, key(userName));
        return account.id();
    }

    /** As {@link #open}, with a temporary password that must be changed at the first sign-in. */
    @Transactional
    public UUID openWithTemporaryPassword(Side side, UUID party, String userName, Holder holder, String passwordHash) {
        Account account = new Account(side, party, userName, holder, true, clock.instant());
        account.issueTemporaryPassword(passwordHash, clock.instant());
        return accounts.save(account).id();
    }

    /** Replaces the password by a temporary one. What was known before opens nothing any more. */
    @Transactional
    public void issueTemporaryPassword(UUID account, String passwordHash) {
        get(account).issueTemporaryPassword(passwordHash, clock.instant());
    }

    /** Whether an account has this user name. */
    @Transactional(readOnly = true)
    public boolean taken(String userName) {
        return accounts.findByUserName(key(userName)).isPresent();
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

    /** The accounts of a reseller or a customer, by user name. */
    @Transactional(readOnly = true)
    public List<AccountCard> of(Side side, UUID party) {
        return accounts.findBySideAndPartyIdOrderByUserName(side, party).stream()
                .map(Account::card)
                .toList();
    }

    /**
     * Sets the password that the person has chosen.
     *
     * @param errors takes what is wrong, at the fields {@code password} and {@code repeated}; nothing is changed then
     */
    @Transactional
    public void choosePassword(UUID account, String password, String repeated, Errors errors) {
        Account chosen = get(account);
        rules.check(chosen.card(), password, repeated, errors);
        if (!errors.hasErrors()
                && chosen.passwordHash() != null
                && passwords.matches(password, chosen.passwordHash())) {
            errors.rejectValue("password", "account.password.same");
        }
        if (!errors.hasErrors()) {
            chosen.choosePassword(passwords.encode(password), clock.instant());
            audit.record("choose_password", AUDIT, account);
        }
    }

    private Account get(UUID account) {
        return accounts.findById(account).orElseThrow();
    }

    /** User names are compared in this form. */
    static String key(String userName) {
        return userName.strip().toLowerCase(Locale.ROOT);
    }
}
