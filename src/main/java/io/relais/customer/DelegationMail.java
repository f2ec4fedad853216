package io.relais.customer;

import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.StaffAddresses;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells the partners that a customer has granted or withdrawn delegated administration: the provider's staff, and the resellers. */
@Component
class DelegationMail {

    private final Outbox outbox;
    private final StaffAddresses staff;
    private final Resellers resellers;
    private final Provider provider;
    private final MailProperties mail;
    private final MessageSource messages;

    DelegationMail(
            Outbox outbox,
            StaffAddresses staff,
            Resellers resellers,
            Provider provider,
            MailProperties mail,
            MessageSource messages) {
        this.outbox = outbox;
        this.staff = staff;
        this.resellers = resellers;
        this.provider = provider;
        this.mail = mail;
        this.messages = messages;
    }

    /** @param managing the resellers that manage the customer's account */
    void tell(Customer customer, List<UUID> managing, String reason) {
        String page = "/customers/" + customer.getId();
        staff.holding(Permission.EDIT_CUSTOMER)
                .forEach(address -> send(address, customer, reason, page, mail.staffLanguage()));
        managing.stream()
                .flatMap(reseller -> resellers.find(reseller).stream())
                .forEach(reseller -> send(
                        reseller.email(),
                        customer,
                        reason,
                        "/reseller" + page,
                        Locale.forLanguageTag(reseller.language())));
    }

    private void send(String to, Customer customer, String reason, String page, Locale language) {
        String what = customer.isDelegatedAdministration() ? "granted" : "withdrawn";
        Object[] values = {
            customer.getDetails().companyName(),
            customer.getDetails().domain(),
            reason == null ? "–" : reason,
            provider.baseUrl() + page
        };
        outbox.send(
                to,
                messages.getMessage("customer.delegation.mail.subject." + what, values, language),
                messages.getMessage("customer.delegation.mail." + what, values, language));
    }
}
