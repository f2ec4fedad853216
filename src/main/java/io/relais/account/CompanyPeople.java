package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.web.NotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * The people of a reseller or a customer, kept by its own administrators. Whoever keeps them must be one at that very moment, and one who
 * can sign in always remains: each change locks all accounts of the company first. What belongs to another company does not exist.
 *
 * <p>Staff come to the help of a reseller whose administrators have lost their way in: {@link #letIn} and {@link #addAdministrator}.
 */
@Service
public class CompanyPeople {

    /** How many accounts of a company may be enabled. */
    public static final int MOST = 200;

    /** Each customer to come needs its own. */
    private static final Pattern OF_FIRST_ADMINISTRATORS = Pattern.compile("admin@[^@]+\\.onmicrosoft\\.com");

    private final Accounts accounts;
    private final AccountRepository rows;
    private final AccountLinks links;
    private final AccountSessions sessions;
    private final SecondFactors factors;
    private final AuditTrail audit;
    private final Clock clock;

    CompanyPeople(
            Accounts accounts,
            AccountRepository rows,
            AccountLinks links,
            AccountSessions sessions,
            SecondFactors factors,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.links = links;
        this.sessions = sessions;
        this.factors = factors;
        this.audit = audit;
        this.clock = clock;
    }

    /** A colleague. */
    @Transactional(readOnly = true)
    public AccountCard find(OutsidePerson administrator, UUID account) {
        return accounts.find(account)
                .filter(card ->
                        card.side() == administrator.side() && card.party().equals(administrator.party()))
                .orElseThrow(NotFoundException::new);
    }

    /**
     * Opens an account for a colleague, who signs in with the e-mail address, and sends the link for its first password.
     *
     * @param administers whether it may act for the whole company; at a customer everybody does
     * @param errors takes what is wrong; nothing is changed then
     */
    @Transactional
    public void add(OutsidePerson administrator, Holder holder, boolean administers, Errors errors) {
        invite(
                keeping(administrator),
                administrator.side(),
                administrator.party(),
                holder,
                administers || administrator.side() == Side.CUSTOMER,
                errors);
    }

    /**
     * Opens an account for another administrator of a reseller, whose own cannot be reached any more, and tells the reseller.
     *
     * @param company the reseller's own address
     * @param errors takes what is wrong; nothing is changed then
     */
    @Transactional
    public void addAdministrator(UUID reseller, Holder holder, Mailbox company, Errors errors) {
        List<Account> people = rows.lockAll(Side.RESELLER, reseller);
        if (people.stream().noneMatch(Account::enabled)) {
            throw new NotFoundException();
        }
        invite(people, Side.RESELLER, reseller, holder, true, errors)
                .ifPresent(account -> links.tell(
                        account, company, "account.mail.administrator.subject", "account.mail.administrator.text"));
    }

    private Optional<AccountCard> invite(
            List<Account> people, Side side, UUID party, Holder holder, boolean administers, Errors errors) {
        String userName = Accounts.key(holder.email());
        if (full(people)) {
            errors.reject("account.people.tooMany", new Object[] {MOST}, null);
        }
        if (OF_FIRST_ADMINISTRATORS.matcher(userName).matches()) {
            errors.rejectValue("email", "account.email.reserved");
        } else if (people.stream().anyMatch(person -> person.person().userName().equals(userName))) {
            errors.rejectValue("email", "account.email.taken");
        } else if (accounts.taken(userName)) {
            // Who else has accounts here is nobody's business.
            errors.rejectValue("email", "account.email.unusable");
        }
        if (errors.hasErrors()) {
            return Optional.empty();
        }
        UUID account = accounts.open(side, party, holder.email(), holder, administers, AuditTrail.actor());
        accounts.invite(account);
        return accounts.find(account);
    }

    /** Sends the link for the first password once more, to who has none yet. */
    @Transactional
    public void inviteAgain(OutsidePerson administrator, UUID account) {
        Account invited = one(keeping(administrator), account);
        if (invited.passwordHash() != null || !invited.enabled()) {
            throw new NotFoundException();
        }
        accounts.invite(account);
    }

    /**
     * The colleague can't sign in any more, and is not signed in from now on.
     *
     * @return false if it is the last administrator who can; nothing is changed then
     */
    @Transactional
    public boolean disable(OutsidePerson administrator, UUID account) {
        List<Account> people = keeping(administrator);
        Account disabled = one(people, account);
        if (last(people, disabled)) {
            return false;
        }
        disabled.disable(AuditTrail.actor(), clock.instant());
        takeAway(account);
        audit.record("disable_account", Accounts.AUDIT, account);
        return true;
    }

    /** @return false if the company has as many enabled accounts as it may; nothing is changed then */
    @Transactional
    public boolean enable(OutsidePerson administrator, UUID account) {
        List<Account> people = keeping(administrator);
        Account enabled = one(people, account);
        if (!enabled.enabled() && full(people)) {
            return false;
        }
        enabled.enable();
        audit.record("enable_account", Accounts.AUDIT, account);
        return true;
    }

    /**
     * Makes a colleague at a reseller an administrator or an agent. It has to sign in anew.
     *
     * @return false if it is the last administrator who can sign in; nothing is changed then
     */
    @Transactional
    public boolean changeRole(OutsidePerson administrator, UUID account, boolean administers) {
        List<Account> people = keeping(administrator);
        Account changed = one(people, account);
        if (administrator.side() != Side.RESELLER) {
            throw new NotFoundException();
        }
        if (changed.person().administrator() == administers) {
            return true;
        }
        if (!administers && last(people, changed)) {
            return false;
        }
        changed.makeAdministrator(administers);
        sessions.endAll(account);
        audit.record(administers ? "make_administrator" : "make_agent", Accounts.AUDIT, account);
        return true;
    }

    /** Takes the second factor from a colleague who has lost it. One's own is turned off with password and code. */
    @Transactional
    public void resetSecondFactor(OutsidePerson administrator, UUID account) {
        Account reset = one(keeping(administrator), account);
        if (account.equals(administrator.account()) || !reset.secondFactor()) {
            throw new NotFoundException();
        }
        factors.remove(reset);
        sessions.endAll(account);
        audit.record("reset_second_factor", Accounts.AUDIT, account);
    }

    /**
     * Takes password and second factor from an administrator of a reseller who has lost them and has no colleague to turn to, and sends it
     * a link for another password. The reseller is told, too.
     *
     * @param company the reseller's own address
     * @return the administrator
     */
    @Transactional
    public AccountCard letIn(UUID reseller, UUID account, Mailbox company) {
        Account lost = one(rows.lockAll(Side.RESELLER, reseller), account);
        if (!lost.enabled() || !lost.person().administrator()) {
            throw new NotFoundException();
        }
        lost.forgetAccess();
        factors.forgetCodes(account);
        takeAway(account);
        audit.record("reset_access", Accounts.AUDIT, account);
        links.letIn(lost);
        AccountCard card = lost.card();
        if (!company.address().equals(card.holder().email())) {
            links.tell(card, company, "account.mail.letIn.company.subject", "account.mail.letIn.company.text");
        }
        return card;
    }

    private List<Account> keeping(OutsidePerson administrator) {
        List<Account> people = rows.lockAll(administrator.side(), administrator.party());
        if (!one(people, administrator.account()).actingAdministrator()) {
            throw new NotFoundException();
        }
        return people;
    }

    private void takeAway(UUID account) {
        links.deleteOf(account);
        sessions.endAll(account);
    }

    private static Account one(List<Account> people, UUID account) {
        return people.stream()
                .filter(person -> person.id().equals(account))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }

    private static boolean full(List<Account> people) {
        return people.stream().filter(Account::enabled).count() >= MOST;
    }

    private static boolean last(List<Account> people, Account account) {
        return account.actingAdministrator()
                && people.stream().filter(Account::actingAdministrator).count() == 1;
    }
}
