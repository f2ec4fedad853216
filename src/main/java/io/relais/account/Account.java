package io.relais.account;

import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** The account of a person of a reseller or of a customer. Knows only the hash of its password. */
@Entity
class Account {

    @Id
    private UUID id;

    @Version
    private Long version;

    @Enumerated(EnumType.STRING)
    private Side side;

    private UUID partyId;
    private String userName;
    private String firstName;
    private String lastName;
    private String email;
    private String language;
    private boolean administrator;
    private String passwordHash;
    private boolean mustChange;
    private Instant passwordSetAt;
    private Instant disabledAt;
    private String disabledBy;
    private Instant createdAt;
    private Instant signedInAt;
    private String totpKeyId;
    private String totpSealed;
    private Instant totpSince;
    private Long totpStep;

    protected Account() {}

    Account(Side side, UUID partyId, String userName, Holder holder, boolean administrator, Instant now) {
        if (side == Side.STAFF) {
            throw new IllegalArgumentException("Staff have accounts of the engine");
        }
        this.id = UUID.randomUUID();
        this.side = side;
        this.partyId = partyId;
        this.userName = Accounts.key(userName);
        this.administrator = administrator;
        this.createdAt = now;
        this.firstName = holder.firstName();
        this.lastName = holder.lastName();
        this.email = holder.email();
        this.language = holder.language();
    }

    /** The person must choose another password at the next sign-in. */
    void issueTemporaryPassword(String newHash, Instant now) {
        this.passwordHash = newHash;
        this.mustChange = true;
        this.passwordSetAt = now;
    }

    /** The person has chosen a password. */
    void choosePassword(String newHash, Instant now) {
        this.passwordHash = newHash;
        this.mustChange = false;
        this.passwordSetAt = now;
    }

    void disable(String by, Instant now) {
        this.disabledAt = now;
        this.disabledBy = by;
    }

    void enable() {
        this.disabledAt = null;
        this.disabledBy = null;
    }

    void signedIn(Instant now) {
        this.signedInAt = now;
    }

    boolean enabled() {
        return disabledAt == null;
    }

    UUID id() {
        return id;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean mustChange() {
        return mustChange;
    }

    OutsidePerson person() {
        return new OutsidePerson(id, side, partyId, userName, administrator);
    }

    AccountCard card() {
        return new AccountCard(
                id,
                side,
                partyId,
                userName,
                new Holder(firstName, lastName, email, language),
                administrator,
                passwordHash == null ? null : passwordSetAt,
                disabledAt,
                createdAt,
                signedInAt);
    }
}
