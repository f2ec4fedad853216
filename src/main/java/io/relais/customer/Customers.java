package io.relais.customer;

import io.relais.audit.AuditTrail;
import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * The provider's customers: their rules, their accounts, who manages them, and the temporary passwords of their administrators.
 *
 * <p>A hand-over is the one occasion on which a temporary password is passed on, known by an id that the caller chooses: the order that
 * made the customer, or a fresh one when the password is generated again. Nothing but {@link #revealPassword} ever returns a password.
 */
@Service
public class Customers {

    static final String OBJECT = "customer";

    private static final int MAX_SUGGESTIONS = 3;

    private final CustomerRepository customers;
    private final AdminAccounts accounts;
    private final TemporaryPasswords passwords;
    private final CustomerRules rules;
    private final CustomerList list;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    Customers(
            CustomerRepository customers,
            AdminAccounts accounts,
            TemporaryPasswords passwords,
            CustomerRules rules,
            CustomerList list,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.customers = customers;
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.list = list;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Says what a customer with these details lacks, and whether its domain is taken (domain.md F-10 to F-13).
     *
     * @param errors their nested path points at the details
     */
    @Transactional(readOnly = true)
    public void validate(CustomerDetails details, Errors errors) {
        rules.validate(details, errors);
        if (!errors.hasFieldErrors("domainPrefix") && domainTaken(details.domainPrefix())) {
            errors.rejectValue("domainPrefix", "customer.domainPrefix.taken", new Object[] {details.domain()}, null);
        }
    }

    /** Says what the attestation lacks (domain.md F-14); the errors' nested path points at it. */
    public void validate(AgreementAttestation agreement, Errors errors) {
        rules.validate(agreement, errors);
    }

    /** Message keys of what is unusual in these details, though allowed. */
    public List<String> warnings(CustomerDetails details) {
        return rules.warnings(details);
    }

    @Transactional(readOnly = true)
    public boolean domainTaken(String prefix) {
        return customers.existsByDetailsDomainPrefix(prefix.toLowerCase(Locale.ROOT));
    }

    /** Free domain prefixes near one that is taken; may be empty. */
    @Transactional(readOnly = true)
    public List<String> freeDomainsLike(String prefix, String country) {
        String base = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (base.isEmpty()) {
            return List.of();
        }
        Set<String> candidates = new LinkedHashSet<>();
        if (country != null) {
            candidates.add(shortened(base, country.toLowerCase(Locale.ROOT)));
        }
        for (String suffix : List.of("group", "online", "2", "3", "4", "5", "6", "7", "8", "9")) {
            candidates.add(shortened(base, suffix));
        }
        Set<String> taken = Set.copyOf(customers.takenOf(candidates));
        return candidates.stream()
                .filter(candidate -> !taken.contains(candidate))
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** Customers that may be the same company: the same name, whatever its case. */
    @Transactional(readOnly = true)
    public List<Customer> likelyDuplicates(String companyName) {
        return companyName == null
                ? List.of()
                : customers.findByCompanyNameKeyOrderByCreatedAt(Customer.nameKey(companyName), Limit.of(5));
    }

    /**
     * Opens the account of a new customer and of its administrator, and associates the reseller.
     *
     * @param resellerId the managing reseller; null makes a direct customer of the provider
     * @throws DomainTakenException if the domain belongs to another customer by now; nothing is stored then
     */
    @Transactional
    public UUID open(CustomerDetails details, AgreementAttestation agreement, UUID resellerId, String attestedBy)
            throws DomainTakenException {
        if (domainTaken(details.domainPrefix())) {
            throw new DomainTakenException(details.domain());
        }
        Instant now = clock.instant();
        Customer customer = new Customer(details, agreement, attestedBy, now);
        entities.persist(customer);
        if (resellerId != null) {
            entities.persist(new CustomerReseller(customer.getId(), resellerId, now));
        }
        audit.recordAs(
                attestedBy,
                "add_customer",
                OBJECT,
                customer.getId(),
                null,
                details.companyName() + ", " + details.domain());
        return customer.getId();
    }

    /**
     * Opens the administrator's account of a customer, with a temporary password that waits sealed for its hand-over.
     *
     * @return until when it waits (UTC)
     */
    @Transactional
    public Instant openAdminAccount(UUID customerId, String prefix, UUID handOver) {
        String password = passwords.generate();
        AdminAccount account = new AdminAccount(
                customerId,
                "admin@" + prefix + CustomerDetails.DOMAIN_SUFFIX,
                passwords.hash(password),
                clock.instant());
        entities.persist(account);
        return passwords.seal(account.id(), handOver, password);
    }

    /**
     * Replaces the administrator's password by a new temporary one, which waits sealed for its hand-over. Any earlier one is worthless
     * from now on, revealed or not. Only for {@code RESET_ADMIN_PASSWORD}.
     */
    @Transactional
    public void resetAdminPassword(UUID customerId, UUID handOver) {
        AdminAccount account = account(customerId);
        String password = passwords.generate();
        account.issueTemporaryPassword(passwords.hash(password), clock.instant());
        passwords.destroyOfAccount(account.id());
        passwords.seal(account.id(), handOver, password);
        audit.record("reset_customer_user_password", OBJECT, customerId, null, account.userName());
    }

    /** The administrator's name for signing in, e.g. {@code admin@contoso.onmicrosoft.com}. */
    @Transactional(readOnly = true)
    public String adminUserName(UUID customerId) {
        return account(customerId).userName();
    }

    /**
     * Reveals the temporary password of a hand-over, to the first caller only; its sealed copy is gone afterwards. Callers make sure
     * that the person who asks is the one the hand-over belongs to.
     */
    @Transactional
    public Optional<String> revealPassword(UUID customerId, UUID handOver) {
        Optional<String> password = passwords.reveal(handOver);
        if (password.isPresent()) {
            audit.record(
                    "reveal_temporary_password",
                    OBJECT,
                    customerId,
                    null,
                    account(customerId).userName());
        }
        return password;
    }

    /** Until when the password of this hand-over can still be revealed (UTC); empty when it no longer can. */
    @Transactional(readOnly = true)
    public Optional<Instant> passwordWaitsUntil(UUID handOver) {
        return passwords.waitsUntil(handOver);
    }

    /** Destroys the sealed copy of a hand-over, if it is still there. */
    @Transactional
    public void forgetPassword(UUID handOver) {
        passwords.destroy(handOver);
    }

    @Transactional(readOnly = true)
    public Optional<Customer> find(UUID id) {
        return customers.findById(id);
    }

    /**
     * A page of the list.
     *
     * @param after shows the rows after this place, from an earlier page's {@code next}; null for the first page
     * @param before shows the rows before this place, from a later page's {@code previous}
     */
    @Transactional(readOnly = true)
    public Keyset.Page<CustomerCard> list(CustomerFilter filter, String after, String before, int size) {
        return list.page(filter, after, before, size);
    }

    /** The resellers that manage this customer now. */
    @Transactional(readOnly = true)
    public List<UUID> resellersOf(UUID customerId) {
        return customers.currentResellers(List.of(customerId)).stream()
                .map(CustomerReseller::resellerId)
                .toList();
    }

    private AdminAccount account(UUID customerId) {
        return accounts.findByCustomerId(customerId)
                .orElseThrow(() -> new NoSuchElementException("Customer " + customerId + " has no administrator"));
    }

    private static String shortened(String base, String suffix) {
        int room = 27 - suffix.length();
        return (base.length() > room ? base.substring(0, room) : base) + suffix;
    }
}
