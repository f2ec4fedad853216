package io.relais.account;

import io.relais.audit.AuditTrail;
import io.relais.mail.Outbox;
import io.relais.provider.Provider;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Personal links with which the holder of an account sets its password. Each holds 256 random bits, of which only the SHA-256 is kept; an
 * account has one at most, and it opens once.
 */
@Component
class AccountLinks {

    private static final int TOKEN_BYTES = 32;

    private final AccountLinkRepository links;
    private final AccountRepository accounts;
    private final Outbox outbox;
    private final MessageSource messages;
    private final Provider provider;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AccountLinks(
            AccountLinkRepository links,
            AccountRepository accounts,
            Outbox outbox,
            MessageSource messages,
            Provider provider,
            AuditTrail audit,
            Clock clock) {
        this.links = links;
        this.accounts = accounts;
        this.outbox = outbox;
        this.messages = messages;
        this.provider = provider;
        this.audit = audit;
        this.clock = clock;
    }

    /** Sends the link with which a new person sets its first password. */
    void invite(Account account, String by) {
        AccountCard card = account.card();
        write(
                card,
                "account.mail.first.subject",
                "account.mail.first.text",
                link(card, AccountLink.Purpose.FIRST_PASSWORD));
        audit.recordAs(by, "send_first_password_link", Accounts.AUDIT, card.id(), null, null);
    }

    /** Sends the link with which somebody chooses another password whose access staff took away, since it was lost. */
    void letIn(Account account) {
        AccountCard card = account.card();
        write(card, "account.mail.letIn.subject", "account.mail.letIn.text", link(card, AccountLink.Purpose.RESET));
    }

    /** Sends a link with which the holder sets another password; nothing if nobody signs in at this side by that name. */
    @Transactional
    public void sendReset(Side side, String userName) {
        Optional<AccountCard> asked = accounts.idOf(Accounts.key(userName))
                .flatMap(accounts::lock)
                .filter(Account::enabled)
                .map(Account::card)
                .filter(card -> card.side() == side);
        asked.ifPresent(card -> {
            write(card, "account.mail.reset.subject", "account.mail.reset.text", link(card, AccountLink.Purpose.RESET));
            audit.recordAs(Accounts.SOMEBODY, "send_reset_link", Accounts.AUDIT, card.id(), null, null);
        });
    }

    private String link(AccountCard account, AccountLink.Purpose purpose) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        links.deleteOf(account.id());
        links.save(new AccountLink(account.id(), purpose, SealingKeys.fingerprint(token), clock.instant()));
        return root(account) + "/public/password/" + token;
    }

    /** Tells the holder at this address of something that somebody else may have done. */
    void tell(AccountCard account, String to, String subject, String text) {
        tell(account, Mailbox.of(to, account.holder().language()), subject, text);
    }

    /** Tells whoever reads there of something that was done to this account. */
    void tell(AccountCard account, Mailbox to, String subject, String text) {
        Locale language = to.language();
        outbox.send(
                to.address(),
                messages.getMessage(subject, new Object[] {provider.name()}, language),
                messages.getMessage(
                        text,
                        new Object[] {
                            provider.name(), account.userName(), root(account) + "/public/forgotten", provider.email()
                        },
                        language));
    }

    private void write(AccountCard account, String subject, String text, String link) {
        Locale language = Locale.forLanguageTag(account.holder().language());
        String[] about = {provider.name(), account.userName(), link, root(account) + "/login", provider.email()};
        outbox.send(
                account.holder().email(),
                messages.getMessage(subject, about, language),
                messages.getMessage(text, about, language));
    }

    private String root(AccountCard account) {
        return provider.baseUrl() + account.side().root();
    }

    /** The account that this token opens at this side, if it still does. */
    Optional<Account> behind(Side side, String token) {
        return valid(token).flatMap(accounts::findById).filter(account -> open(account, side));
    }

    /** The same, locked: of two who come with the same link at once, the second finds it used. */
    Optional<Account> take(Side side, String token) {
        return valid(token)
                .flatMap(accounts::lock)
                .filter(account -> open(account, side))
                .filter(account -> valid(token).isPresent());
    }

    private Optional<UUID> valid(String token) {
        return links.valid(SealingKeys.fingerprint(token), clock.instant()).map(AccountLink::accountId);
    }

    private static boolean open(Account account, Side side) {
        return account.enabled() && account.person().side() == side;
    }

    void deleteOf(UUID account) {
        links.deleteOf(account);
    }

    /** Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "${relais.account.purge-every:PT15M}")
    @Transactional
    public void forgetExpired() {
        links.deleteExpired(clock.instant());
    }
}
