package io.relais.customer;

import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.account.Holder;
import io.relais.audit.AuditTrail;
import io.relais.partnership.Resellers;
import io.relais.security.Side;
import io.relais.web.Keyset;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
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

    /** Beginning of the audit trail's action for a changed field of the details; the field's name follows. */
    static final String CHANGE = "update_customer.";

    private static final int MAX_SUGGESTIONS = 3;
    private static final int EXPORT_BATCH = 500;

    private final CustomerRepository customers;
    private final Accounts accounts;
    private final TemporaryPasswords passwords;
    private final CustomerRules rules;
    private final CustomerList list;
    private final CustomerListing listing;
    private final ObjectProvider<CustomerTies> ties;
    private final ObjectProvider<AssociationEnd> ends;
    private final Resellers resellers;
    private final AuditTrail audit;
    private final DelegationMail delegationMail;
    private final EntityManager entities;
    private final Clock clock;

    Customers(
            CustomerRepository customers,
            Accounts accounts,
            TemporaryPasswords passwords,
            CustomerRules rules,
            CustomerList list,
            CustomerListing listing,
            ObjectProvider<CustomerTies> ties,
            ObjectProvider<AssociationEnd> ends,
            Resellers resellers,
            AuditTrail audit,
            DelegationMail delegationMail,
            EntityManager entities,
            Clock clock) {
        this.customers = customers;
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.list = list;
        this.listing = listing;
        this.ties = ties;
        this.ends = ends;
        this.resellers = resellers;
        this.audit = audit;
        this.delegationMail = delegationMail;
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

    /** As {@link #validate(CustomerDetails, Errors)}, for a company that exists and brings its domain, which may be known here. */
    public void validateExisting(CustomerDetails details, Errors errors) {
        rules.validate(details, errors);
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

    /** The customers, former ones too, that any of these domains, first or other, belongs to. */
    @Transactional(readOnly = true)
    public Set<UUID> ownersOf(Collection<String> domains) {
        Set<String> lowered =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        Set<UUID> owners = new HashSet<>();
        lowered.stream()
                .filter(domain -> domain.endsWith(CustomerDetails.DOMAIN_SUFFIX))
                .map(domain -> domain.substring(0, domain.length() - CustomerDetails.DOMAIN_SUFFIX.length()))
                .forEach(prefix -> customers
                        .findByDetailsDomainPrefix(prefix)
                        .ifPresent(customer -> owners.add(customer.getId())));
        if (!lowered.isEmpty()) {
            customers.domains(lowered).forEach(domain -> owners.add(domain.customerId()));
        }
        return owners;
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

    /** Customers that may be the same company: the same name, whatever its case and accents. */
    @Transactional(readOnly = true)
    public List<Customer> likelyDuplicates(String companyName) {
        return companyName == null ? List.of() : list.named(companyName, 5);
    }

    /**
     * Opens the account of a new customer and associates the reseller. Callers {@link #validate(CustomerDetails, Errors) validate} before,
     * in the same transaction; who takes the domain in that very moment makes this one fail.
     *
     * @param resellerId the managing reseller; null makes a direct customer of the provider
     */
    @Transactional
    public UUID open(CustomerDetails details, AgreementAttestation agreement, UUID resellerId, String attestedBy) {
        return opened(details, List.of(), agreement, resellerId, true, attestedBy);
    }

    /**
     * A company that exists already accepted the relationship. It brings its own administrators, so no account is made. Who is known by one
     * of its domains is associated instead of doubled: a customer keeps its details; a former one becomes a customer again, with these.
     *
     * @param otherDomains its domains beside the first one; those that are known already stay where they are
     * @param reseller the reseller that manages it from now on; null for none
     * @param delegatedAdministration whether the customer lets partners administer its tenant; only ever adds that right
     * @param by who accepted
     */
    @Transactional
    public UUID openExisting(
            CustomerDetails details,
            List<String> otherDomains,
            AgreementAttestation agreement,
            UUID reseller,
            boolean delegatedAdministration,
            String by) {
        List<String> domains = otherDomains.stream()
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.equals(details.domain()))
                .distinct()
                .toList();
        Optional<Customer> known = known(details.domainPrefix(), domains).flatMap(customers::forChange);
        if (known.isEmpty()) {
            return opened(details, domains, agreement, reseller, delegatedAdministration, by);
        }
        Customer customer = known.get();
        changing(customer, () -> {
            if (!customer.isCurrent()) {
                customer.takeUpAgain(agreement, by);
                customer.change(details);
                audit.recordAs(by, "take_up_customer_again", OBJECT, customer.getId(), null, details.companyName());
            }
            if (delegatedAdministration && !customer.isDelegatedAdministration()) {
                customer.delegateAdministration(true, by, clock.instant());
                audit.recordAs(by, "grant_delegated_administration", OBJECT, customer.getId(), null, null);
            }
            addDomains(customer.getId(), domains);
            if (reseller != null) {
                begin(customer.getId(), reseller, by, clock.instant());
            }
        });
        return customer.getId();
    }

    private Optional<UUID> known(String domainPrefix, List<String> otherDomains) {
        return customers
                .findByDetailsDomainPrefix(domainPrefix)
                .map(Customer::getId)
                .or(() -> otherDomains.isEmpty()
                        ? Optional.empty()
                        : customers.domains(otherDomains).stream()
                                .map(CustomerDomain::customerId)
                                .findFirst());
    }

    private UUID opened(
            CustomerDetails details,
            List<String> otherDomains,
            AgreementAttestation agreement,
            UUID reseller,
            boolean delegatedAdministration,
            String by) {
        Customer customer = new Customer(details, agreement, delegatedAdministration, by, clock.instant());
        entities.persist(customer);
        addDomains(customer.getId(), otherDomains);
        audit.recordAs(
                by, "add_customer", OBJECT, customer.getId(), null, details.companyName() + ", " + details.domain());
        if (reseller != null) {
            entities.persist(new CustomerReseller(customer.getId(), reseller, by, clock.instant()));
            audit.recordAs(by, "associate_reseller", OBJECT, customer.getId(), null, name(reseller));
        }
        listing.replace(
                Set.of(),
                CustomerListing.entries(
                        customer, otherDomains, reseller == null ? List.of() : List.of(reseller), List.of()));
        return customer.getId();
    }

    private void addDomains(UUID customer, List<String> domains) {
        if (domains.isEmpty()) {
            return;
        }
        Set<String> taken =
                customers.domains(domains).stream().map(CustomerDomain::domain).collect(Collectors.toSet());
        domains.stream()
                .filter(domain -> !taken.contains(domain))
                .forEach(domain -> entities.persist(new CustomerDomain(domain, customer)));
    }

    /**
     * Changes a customer's details, all but its country and its first domain, if they obey the rules and nobody changed them meanwhile.
     *
     * @param seen the {@link Customer#getDetailsVersion version} that the person started from
     * @param errors takes what is wrong; the nested path points at the details
     * @return false if somebody else changed the details since; nothing is judged and nothing changed then
     * @throws IllegalStateException if the relationship with the customer was removed
     */
    @Transactional
    public boolean change(UUID customerId, long seen, CustomerDetails changed, Errors errors) {
        Customer customer = forCurrent(customerId);
        if (customer.getDetailsVersion() != seen) {
            return false;
        }
        CustomerDetails before = customer.getDetails();
        CustomerDetails after = before.changed(changed.changeable());
        rules.validate(after, errors);
        if (!errors.hasErrors() && !after.equals(before)) {
            changing(customer, () -> customer.change(after));
            after.changeable().forEach((field, value) -> {
                String old = before.changeable().get(field);
                if (!Objects.equals(old, value)) {
                    audit.record(CHANGE + field, OBJECT, customerId, old, value);
                }
            });
        }
        return true;
    }

    /** The customer's domains beside the first one. */
    @Transactional(readOnly = true)
    public List<String> otherDomains(UUID customerId) {
        return customers.domainsOf(List.of(customerId)).stream()
                .map(CustomerDomain::domain)
                .toList();
    }

    /** A customer's tags by alphabet. */
    @Transactional(readOnly = true)
    public List<String> tags(UUID customerId) {
        return customers.tagsOf(List.of(customerId)).stream()
                .map(CustomerTag::tag)
                .toList();
    }

    /**
     * Puts a tag on a customer.
     *
     * @param errors takes what is wrong with the tag, at the field {@code tag}; nothing is changed then
     */
    @Transactional
    public void tag(UUID customerId, String tag, Errors errors) {
        Customer customer = forCurrent(customerId);
        rules.validateTag(tag, customers.tagsOf(List.of(customerId)), errors);
        if (!errors.hasErrors()) {
            changing(customer, () -> entities.persist(new CustomerTag(customerId, tag)));
            audit.record("add_customer_tag", OBJECT, customerId, null, tag);
        }
    }

    /** Takes a tag off a customer; nothing happens if it is not there. */
    @Transactional
    public void untag(UUID customerId, String tag) {
        Customer customer = forCurrent(customerId);
        customers.tagsOf(List.of(customerId)).stream()
                .filter(one -> one.tagKey().equals(CustomerTag.key(tag)))
                .forEach(one -> {
                    changing(customer, () -> entities.remove(one));
                    audit.record("remove_customer_tag", OBJECT, customerId, one.tag(), null);
                });
    }

    /**
     * Associates a reseller with a customer; nothing happens if it is already. Touches no subscription. Callers ask
     * {@link Resellers#obstacles} before.
     *
     * @throws IllegalStateException if the relationship with the customer was removed
     */
    @Transactional
    public void associate(UUID customerId, UUID reseller) {
        changing(forCurrent(customerId), () -> begin(customerId, reseller, AuditTrail.actor(), clock.instant()));
    }

    /** Ends a reseller's association with a customer; nothing happens if there is none. Touches no subscription. */
    @Transactional
    public void dissociate(UUID customerId, UUID reseller) {
        changing(forChange(customerId), () -> end(customerId, reseller, clock.instant()));
    }

    /** All of a customer's associations with resellers, the latest first; ended ones too. */
    @Transactional(readOnly = true)
    public List<Association> associations(UUID customerId) {
        return customers.associations(customerId).stream()
                .map(CustomerReseller::association)
                .toList();
    }

    private void begin(UUID customerId, UUID reseller, String by, Instant now) {
        if (resellersOf(customerId).contains(reseller)) {
            return;
        }
        entities.persist(new CustomerReseller(customerId, reseller, by, now));
        audit.recordAs(by, "associate_reseller", OBJECT, customerId, null, name(reseller));
    }

    private void end(UUID customerId, UUID reseller, Instant now) {
        customers.currentResellers(List.of(customerId)).stream()
                .filter(association -> association.resellerId().equals(reseller))
                .forEach(association -> {
                    association.end(AuditTrail.actor(), now);
                    audit.record("dissociate_reseller", OBJECT, customerId, name(reseller), null);
                    ends.orderedStream().forEach(end -> end.ended(customerId, reseller));
                });
    }

    private String name(UUID reseller) {
        return resellers.name(reseller).orElseGet(reseller::toString);
    }

    /**
     * The customer grants delegated administration or withdraws it (domain.md F-26): without it partners cannot act as its administrators
     * any more, while orders, billing and associations go on. The signed-in person is the customer's administrator; staff and the resellers
     * that manage the account are written to. Nothing happens if it is so already, or the relationship with the
     * customer was removed.
     *
     * @param reason why, in the customer's words; may be null
     * @return whether it was changed
     */
    @Transactional
    public boolean delegateAdministration(UUID customerId, boolean granted, String reason) {
        Customer customer = forChange(customerId);
        if (!customer.isCurrent() || customer.isDelegatedAdministration() == granted) {
            return false;
        }
        String given = reason == null || reason.isBlank() ? null : reason.strip();
        customer.delegateAdministration(granted, AuditTrail.actor(), clock.instant());
        if (granted) {
            audit.record("grant_delegated_administration", OBJECT, customerId, null, given);
        } else {
            audit.record("withdraw_delegated_administration", OBJECT, customerId, null, given);
        }
        delegationMail.tell(customer, resellersOf(customerId), given);
        return true;
    }

    /** What must be ended before the relationship with this customer can be removed (domain.md F-25); empty if nothing. */
    @Transactional(readOnly = true)
    public List<CustomerTies.Tie> inTheWayOfRemoval(UUID customerId) {
        return ties.orderedStream()
                .flatMap(kind -> kind.inTheWay(customerId).stream())
                .toList();
    }

    /**
     * Removes the relationship with a customer: it leaves the lists, its resellers' associations end and nothing more can be ordered for it.
     * Its domain stays taken and its history stays. Nothing happens if it was removed before.
     *
     * @throws RelationshipTiedException if something is tied to it; nothing is changed then
     */
    @Transactional
    public void removeRelationship(UUID customerId, String reason) throws RelationshipTiedException {
        Customer customer = forChange(customerId);
        if (!customer.isCurrent()) {
            return;
        }
        List<CustomerTies.Tie> inTheWay = inTheWayOfRemoval(customerId);
        if (!inTheWay.isEmpty()) {
            throw new RelationshipTiedException(inTheWay);
        }
        changing(customer, () -> {
            Instant now = clock.instant();
            resellersOf(customerId).forEach(reseller -> end(customerId, reseller, now));
            customer.remove(AuditTrail.actor(), reason, now);
            // A password that still waits for its hand-over is nobody's any more.
            passwords.destroyOf(accounts.of(Side.CUSTOMER, customerId));
            audit.record("remove_customer", OBJECT, customerId, null, reason);
        });
    }

    /**
     * Whether the relationship with this customer stands, and goes on standing until the end of the caller's transaction. To be asked in the
     * transaction that ties something new to it.
     */
    @Transactional
    public boolean holdCurrent(UUID customerId) {
        return customers.forChange(customerId).filter(Customer::isCurrent).isPresent();
    }

    private Customer forChange(UUID customerId) {
        return customers
                .forChange(customerId)
                .orElseThrow(() -> new NoSuchElementException("There is no customer " + customerId));
    }

    private Customer forCurrent(UUID customerId) {
        Customer customer = forChange(customerId);
        if (!customer.isCurrent()) {
            throw new IllegalStateException("The relationship with customer " + customerId + " was removed");
        }
        return customer;
    }

    /** Makes a change and keeps the lists in step with it. */
    private void changing(Customer customer, Runnable change) {
        Set<CustomerListing.Entry> before = list.entries(customer);
        change.run();
        listing.replace(before, list.entries(customer));
    }

    /**
     * Opens the administrator's account of a customer, with a temporary password that waits sealed for its hand-over.
     *
     * @return until when it waits (UTC)
     */
    @Transactional
    public Instant openAdminAccount(UUID customerId, String prefix, UUID handOver) {
        String password = passwords.generate();
        UUID account = accounts.openWithTemporaryPassword(
                Side.CUSTOMER,
                customerId,
                "admin@" + prefix + CustomerDetails.DOMAIN_SUFFIX,
                holder(customers.findById(customerId).orElseThrow().getDetails()),
                passwords.hash(password));
        return passwords.seal(account, handOver, password);
    }

    /**
     * Opens an account for the administrator of a customer that has none yet, and sends the link to choose its first password. The user
     * name is the e-mail address; where somebody else has it, {@code admin@} the first domain.
     *
     * @param administrator whose name and address are taken
     * @param language {@code en} or {@code fr}
     * @return false if the customer has an account already, or no name is free
     * @throws IllegalStateException if the relationship with the customer was removed
     */
    @Transactional
    public boolean inviteAdministrator(
            UUID customerId, AgreementAttestation administrator, String language, String by) {
        CustomerDetails details = forCurrent(customerId).getDetails();
        Optional<String> userName = Stream.of(administrator.email(), "admin@" + details.domain())
                .filter(name -> !accounts.taken(name))
                .findFirst();
        if (administrator(customerId).isPresent() || userName.isEmpty()) {
            return false;
        }
        Holder holder =
                new Holder(administrator.firstName(), administrator.lastName(), administrator.email(), language);
        accounts.invite(accounts.open(Side.CUSTOMER, customerId, userName.get(), holder, true, by));
        return true;
    }

    /**
     * Invites the customer's contact as {@link #inviteAdministrator} does, or sends an administrator who has not chosen a password yet the
     * link again. Only for {@code RESET_ADMIN_PASSWORD}.
     *
     * @return false if the administrator has chosen a password
     * @throws IllegalStateException if the relationship with the customer was removed
     */
    @Transactional
    public boolean inviteContact(UUID customerId) {
        CustomerDetails details = forCurrent(customerId).getDetails();
        Optional<AccountCard> waiting = administrator(customerId);
        if (waiting.isEmpty()) {
            return inviteAdministrator(
                    customerId,
                    new AgreementAttestation(
                            details.firstName(), details.lastName(), details.email(), details.phone(), null),
                    holder(details).language(),
                    AuditTrail.actor());
        }
        boolean chosen = waiting.get().passwordSetAt() != null;
        if (!chosen) {
            accounts.invite(waiting.get().id());
        }
        return !chosen;
    }

    /**
     * Replaces the administrator's password by a new temporary one, which waits sealed for its hand-over. Any earlier one is worthless
     * from now on, revealed or not. Only for {@code RESET_ADMIN_PASSWORD}.
     *
     * @throws IllegalStateException if the relationship with the customer was removed, or it has withdrawn the delegated administration:
     *     then its administrator sets the password itself, by the link of the sign-in page
     */
    @Transactional
    public void resetAdminPassword(UUID customerId, UUID handOver) {
        if (!forCurrent(customerId).isDelegatedAdministration()) {
            throw new IllegalStateException("Customer " + customerId + " administers itself");
        }
        AccountCard account = account(customerId);
        String password = passwords.generate();
        accounts.issueTemporaryPassword(account.id(), passwords.hash(password));
        passwords.destroyOf(List.of(account));
        passwords.seal(account.id(), handOver, password);
        audit.record("reset_customer_user_password", OBJECT, customerId, null, account.userName());
    }

    /**
     * The administrator's name for signing in, e.g. {@code admin@contoso.onmicrosoft.com}; null for a customer that nobody has opened an
     * account for.
     */
    @Transactional(readOnly = true)
    public String adminUserName(UUID customerId) {
        return administrator(customerId).map(AccountCard::userName).orElse(null);
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

    /** All rows of a list in its order, a few hundred at a time, each given to {@code take}. No transaction spans them. */
    public void each(CustomerFilter filter, Consumer<List<CustomerCard>> take) {
        String after = null;
        do {
            Keyset.Page<CustomerCard> page = list.page(filter, after, null, EXPORT_BATCH);
            take.accept(page.rows());
            after = page.next();
        } while (after != null);
    }

    /** The resellers that manage this customer now. */
    @Transactional(readOnly = true)
    public List<UUID> resellersOf(UUID customerId) {
        return customers.currentResellers(List.of(customerId)).stream()
                .map(CustomerReseller::resellerId)
                .toList();
    }

    /** How many customers this reseller manages now. */
    @Transactional(readOnly = true)
    public long countManagedBy(UUID reseller) {
        return customers.countByReseller(List.of(reseller)).stream()
                .mapToLong(row -> (Long) row[1])
                .sum();
    }

    private static Holder holder(CustomerDetails details) {
        return new Holder(
                details.firstName(),
                details.lastName(),
                details.email(),
                "fr".equals(details.language()) ? "fr" : "en");
    }

    /** The first of the customer's administrators who are not disabled; empty if nobody has opened an account for it. */
    @Transactional(readOnly = true)
    public Optional<AccountCard> administrator(UUID customerId) {
        return accounts.of(Side.CUSTOMER, customerId).stream()
                .filter(account -> account.administrator() && account.enabled())
                .min(Comparator.comparing(AccountCard::createdAt));
    }

    private AccountCard account(UUID customerId) {
        return administrator(customerId)
                .orElseThrow(() -> new NoSuchElementException("Customer " + customerId + " has no administrator"));
    }

    private static String shortened(String base, String suffix) {
        int room = 27 - suffix.length();
        return (base.length() > room ? base.substring(0, room) : base) + suffix;
    }
}
