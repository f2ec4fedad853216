package io.relais.support;

import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.Side;
import io.relais.security.StaffAddresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Tells each party of a support request, in its language and with the link to its own page, what happened and by whom; what was written is
 * read there, behind the sign-in. Everybody of a company is told but the one who did it.
 */
@Component
class SupportMail {

    private final Outbox outbox;
    private final Accounts accounts;
    private final Customers customers;
    private final Resellers resellers;
    private final StaffAddresses staff;
    private final Provider provider;
    private final MailProperties mail;
    private final MessageSource messages;

    SupportMail(
            Outbox outbox,
            Accounts accounts,
            Customers customers,
            Resellers resellers,
            StaffAddresses staff,
            Provider provider,
            MailProperties mail,
            MessageSource messages) {
        this.outbox = outbox;
        this.accounts = accounts;
        this.customers = customers;
        this.resellers = resellers;
        this.staff = staff;
        this.provider = provider;
        this.mail = mail;
        this.messages = messages;
    }

    /**
     * @param by null for what happened by itself
     * @param before the reseller that worked on it until now; null for none
     */
    void tell(SupportRequest request, SupportEntry.Kind kind, Visitor by, UUID before) {
        if (!kind.staffOnly()) {
            customers.find(request.customerId()).filter(Customer::isCurrent).ifPresent(customer -> {
                String who = who(request, by, Side.CUSTOMER, customer.getId());
                everybody(
                                Side.CUSTOMER,
                                customer.getId(),
                                by,
                                customer.getDetails().email(),
                                customer.getDetails().language())
                        .forEach((to, language) -> send(request, kind, who, to, language, Side.CUSTOMER));
            });
            Stream.of(request.resellerId(), before, opener(request))
                    .filter(Objects::nonNull)
                    .distinct()
                    .flatMap(reseller -> resellers.find(reseller).stream())
                    .filter(ResellerCard::active)
                    .forEach(reseller -> {
                        String who = who(request, by, Side.RESELLER, reseller.id());
                        everybody(Side.RESELLER, reseller.id(), by, reseller.email(), reseller.language())
                                .forEach((to, language) -> send(request, kind, who, to, language, Side.RESELLER));
                    });
        }
        boolean staffsOwn = by != null && by.side() == Side.STAFF;
        boolean concerned = request.handler() == Handler.PROVIDER || request.openedSide() == Side.STAFF;
        if (concerned && !staffsOwn) {
            String who = who(request, by, Side.STAFF, null);
            staff.holding(Permission.HANDLE_SUPPORT_REQUESTS)
                    .forEach(to -> send(request, kind, who, to, mail.staffLanguage(), Side.STAFF));
        }
    }

    /** Whose doing it is, as this side may know it: a company, and the person for colleagues and for staff. */
    private String who(SupportRequest request, Visitor by, Side side, UUID party) {
        if (by == null) {
            return "";
        }
        String company =
                switch (by.side()) {
                    case STAFF -> provider.name();
                    case RESELLER -> resellers.name(by.party()).orElse("");
                    case CUSTOMER -> customerName(request);
                };
        boolean named = side == Side.STAFF || by.side() == side && by.party().equals(party);
        return named ? company + " · " + by.name() : company;
    }

    private String customerName(SupportRequest request) {
        return customers.find(request.customerId()).orElseThrow().getDetails().companyName();
    }

    /** The reseller that opened it, as long as it manages the customer. */
    private UUID opener(SupportRequest request) {
        return request.openedSide() == Side.RESELLER
                        && customers.resellersOf(request.customerId()).contains(request.openedParty())
                ? request.openedParty()
                : null;
    }

    /** Those of a company who have accounts; else its own address. */
    private Map<String, Locale> everybody(Side side, UUID party, Visitor by, String email, String language) {
        List<AccountCard> people = accounts.of(side, party).stream()
                .filter(account -> account.disabledAt() == null)
                .toList();
        Map<String, Locale> addresses = new LinkedHashMap<>();
        people.stream()
                .filter(account -> by == null || !account.userName().equals(by.name()))
                .forEach(account -> addresses.put(
                        account.holder().email(), locale(account.holder().language())));
        if (people.isEmpty()) {
            addresses.put(email, locale(language));
        }
        return addresses;
    }

    private void send(
            SupportRequest request, SupportEntry.Kind kind, String who, String to, Locale language, Side side) {
        String number = "S-" + request.number();
        String happened = text("support.mail." + kind.name(), language, who);
        String severity = text("support.severity." + request.severity().name(), language);
        String customer = customerName(request);
        outbox.send(
                to,
                text("support.mail.subject", language, number, request.title(), customer, severity),
                text(
                        "support.mail.text",
                        language,
                        happened,
                        number,
                        request.title(),
                        customer,
                        severity,
                        provider.baseUrl() + side.root() + "/support-requests/" + request.id(),
                        provider.name()));
    }

    private String text(String key, Locale language, Object... arguments) {
        return messages.getMessage(key, arguments, language);
    }

    private static Locale locale(String language) {
        return "fr".equals(language) ? Locale.FRENCH : Locale.ENGLISH;
    }
}
