package io.relais.order;

import io.relais.account.Mailbox;
import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.partnership.ResellerPeople;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.StaffAddresses;
import io.relais.web.Formats;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Tells both sides by mail what becomes of a proposed order: the provider's staff that something waits, the reseller's person who proposed
 * it what came of it, each in its language.
 */
@Component
class ProposalMails {

    private final Outbox outbox;
    private final StaffAddresses staff;
    private final ResellerPeople people;
    private final Provider provider;
    private final MailProperties mail;
    private final Formats formats;
    private final MessageSource messages;

    ProposalMails(
            Outbox outbox,
            StaffAddresses staff,
            ResellerPeople people,
            Provider provider,
            MailProperties mail,
            Formats formats,
            MessageSource messages) {
        this.outbox = outbox;
        this.staff = staff;
        this.people = people;
        this.provider = provider;
        this.mail = mail;
        this.formats = formats;
        this.messages = messages;
    }

    /** To staff: something waits for review. */
    void proposed(OrderView order) {
        Locale language = mail.staffLanguage();
        String note = order.proposal().note();
        String subject = text("order.mail.proposed.subject", language, order.proposerName(), company(order));
        String body = text(
                        "order.mail.proposed",
                        language,
                        order.proposerName(),
                        proposer(order).address(),
                        company(order),
                        lines(order),
                        provider.baseUrl() + "/orders/" + order.id())
                + (note == null ? "" : "\n\n" + text("order.mail.note", language, note));
        staff.holding(Permission.MANAGE_SUBSCRIPTIONS).forEach(address -> outbox.send(address, subject, body));
    }

    /** To the reseller: it has to correct something. */
    void sentBack(OrderView order) {
        tell(
                proposer(order),
                order,
                "order.mail.sentBack.subject",
                "order.mail.sentBack",
                order.proposal().answer());
    }

    void refused(OrderView order) {
        tell(
                proposer(order),
                order,
                "order.mail.refused.subject",
                "order.mail.refused",
                order.proposal().answer());
    }

    void lapsed(OrderView order) {
        tell(proposer(order), order, "order.mail.lapsed.subject", "order.mail.lapsed", "");
    }

    /** To the reseller: what was placed under which number, and what is not as it was proposed. */
    void placed(OrderView order) {
        Mailbox proposer = proposer(order);
        Locale language = proposer.language();
        String prices = order.lines().stream()
                .filter(OrderView.Line::costsOtherThanProposed)
                .map(line -> text(
                        "order.review.price",
                        language,
                        line.terms().title(),
                        money(line.proposedPrice(), line, language),
                        money(line.terms().unitPrice(), line, language)))
                .collect(Collectors.joining("\n"));
        String changes = order.differences().stream()
                .map(change -> text(change.key(), language, change.title(), change.proposed(), change.now()))
                .collect(Collectors.joining("\n"));
        String more = lines(order)
                + (changes.isEmpty() ? "" : "\n\n" + text("order.mail.changed", language) + "\n" + changes)
                + (prices.isEmpty() ? "" : "\n\n" + text("order.mail.repriced", language) + "\n" + prices);
        tell(proposer, order, "order.mail.placed.subject", "order.mail.placed", more);
    }

    private void tell(Mailbox proposer, OrderView order, String subject, String body, String what) {
        Locale language = proposer.language();
        String number = order.number() == null ? "" : "R-" + order.number();
        outbox.send(
                proposer.address(),
                text(subject, language, company(order), number),
                text(
                        body,
                        language,
                        company(order),
                        what,
                        provider.baseUrl() + "/reseller/orders/" + order.id(),
                        provider.name(),
                        number));
    }

    /** Who proposed it; its company if that person has left. */
    private Mailbox proposer(OrderView order) {
        return people.mailbox(order.proposal().reseller(), order.proposal().by());
    }

    private String money(BigDecimal amount, OrderView.Line line, Locale language) {
        return formats.money(amount, line.terms().currency(), language);
    }

    private String text(String key, Locale language, Object... arguments) {
        return messages.getMessage(key, arguments, language);
    }

    /** Names may be as long as a whole subject. */
    private static String lines(OrderView order) {
        return order.lines().stream()
                .filter(line -> line.terms() != null)
                .map(line -> line.entered().licenses() + " × " + line.terms().title())
                .collect(Collectors.joining("\n"));
    }

    private static String company(OrderView order) {
        return order.entered().details().companyName();
    }
}
