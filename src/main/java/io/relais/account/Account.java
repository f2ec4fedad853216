package io.relais.account;

import io.relais.security.OutsidePerson;
import io.relais.security.SealingKeys;
import io.relais.security.Side;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Base64;
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
        describe(holder);
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

    /** Neither the password nor the second factor lets anybody in any more. */
    void forgetAccess() {
        this.passwordHash = null;
        this.mustChange = false;
        this.passwordSetAt = null;
        removeSecondFactor();
    }

    /** The same password, hashed as is the custom by now. */
    void rehash(String newHash) {
        this.passwordHash = newHash;
    }

    void describe(Holder holder) {
        this.firstName = holder.firstName();
        this.lastName = holder.lastName();
        this.email = holder.email();
        this.language = holder.language();
    }

    void makeAdministrator(boolean may) {
        this.administrator = may;
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

    /** A secret for the second factor, which counts once its first code was confirmed. */
    void offerSecondFactor(SealingKeys.Sealed secret) {
        if (secondFactor()) {
            throw new IllegalStateException("There is a second factor already");
        }
        this.totpKeyId = secret.keyId();
        this.totpSealed = Base64.getEncoder().encodeToString(secret.bytes());
    }

    /** The first code was right. */
    void confirmSecondFactor(long step, Instant now) {
        this.totpSince = now;
        this.totpStep = step;
    }

    /** A code of this step was taken; neither it nor an older one will be again. */
    void codeTaken(long step) {
        this.totpStep = step;
    }

    void removeSecondFactor() {
        this.totpKeyId = null;
        this.totpSealed = null;
        this.totpSince = null;
        this.totpStep = null;
    }

    boolean secondFactor() {
        return totpSince != null;
    }

    /** Null if none was ever asked for. */
    SealingKeys.Sealed secret() {
        return totpSealed == null
                ? null
                : new SealingKeys.Sealed(totpKeyId, Base64.getDecoder().decode(totpSealed));
    }

    /** The latest step of which a code was taken. */
    long step() {
        return totpStep == null ? Long.MIN_VALUE : totpStep;
    }

    boolean enabled() {
        return disabledAt == null;
    }

    /** Whether the person could sign in and act for its whole company. */
    boolean actingAdministrator() {
        return administrator && enabled() && passwordHash != null;
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

    /** Whether its password is a temporary one that was set before this moment. */
    boolean temporaryFromBefore(Instant moment) {
        return mustChange && passwordSetAt.isBefore(moment);
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
                signedInAt,
                totpSince);
    }
}
