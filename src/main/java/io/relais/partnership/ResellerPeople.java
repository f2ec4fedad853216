package io.relais.partnership;

import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.CompanyPeople;
import io.relais.account.Holder;
import io.relais.account.Mailbox;
import io.relais.account.PersonRules;
import io.relais.audit.AuditTrail;
import io.relais.security.Side;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * The people of a reseller: where they are written to, and what staff do for them when its administrators have lost their way in; all else
 * they do among themselves. Each time staff do so the reseller is told at its own address. That is only for {@code RESET_ADMIN_PASSWORD}.
 */
@Service
public class ResellerPeople {

    private final Resellers resellers;
    private final PartnershipRequests requests;
    private final Accounts accounts;
    private final CompanyPeople people;
    private final PersonRules rules;
    private final AuditTrail audit;

    ResellerPeople(
            Resellers resellers,
            PartnershipRequests requests,
            Accounts accounts,
            CompanyPeople people,
            PersonRules rules,
            AuditTrail audit) {
        this.resellers = resellers;
        this.requests = requests;
        this.accounts = accounts;
        this.people = people;
        this.rules = rules;
        this.audit = audit;
    }

    /** Who signs in for the reseller, by user name. */
    @Transactional(readOnly = true)
    public List<AccountCard> of(UUID reseller) {
        return accounts.of(Side.RESELLER, reseller);
    }

    /** As {@link CompanyPeople#letIn}. */
    @Transactional
    public AccountCard letIn(UUID reseller, UUID administrator) {
        AccountCard account = people.letIn(reseller, administrator, company(reseller));
        audit.record("reset_access", Resellers.AUDIT, reseller, null, account.userName());
        return account;
    }

    /**
     * As {@link CompanyPeople#addAdministrator}; the person is written to in the reseller's language.
     *
     * @param errors takes what is wrong, at the fields {@code firstName}, {@code lastName} and {@code email}; nothing is changed then
     */
    @Transactional
    public void invite(UUID reseller, String firstName, String lastName, String email, Errors errors) {
        Mailbox company = company(reseller);
        Holder holder =
                new Holder(firstName, lastName, email, company.language().getLanguage());
        rules.check(holder, errors);
        if (!errors.hasFieldErrors("email") && requests.webmail(email)) {
            errors.rejectValue("email", "partnership.webmail");
        }
        if (!errors.hasErrors()) {
            people.addAdministrator(reseller, holder, company, errors);
        }
        if (!errors.hasErrors()) {
            audit.record("invite_administrator", Resellers.AUDIT, reseller, null, email);
        }
    }

    /** Where one of them is written to; the reseller's own address if that person has left. */
    @Transactional(readOnly = true)
    public Mailbox mailbox(UUID reseller, String userName) {
        return accounts.mailbox(Side.RESELLER, reseller, userName, company(reseller));
    }

    private Mailbox company(UUID reseller) {
        ResellerCard card = resellers.find(reseller).orElseThrow(NotFoundException::new);
        return Mailbox.of(card.email(), card.language());
    }
}
