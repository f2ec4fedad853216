package io.relais.subscription;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import org.hibernate.annotations.Immutable;

/**
 * How long things last for one kind of product (domain.md F-33, F-37, §2.3). The table is changed by the provider's operator; what has
 * begun keeps what it began with, so a change holds for windows and terms that begin after it.
 */
@Entity
@Immutable
public class LifecycleRule {

    @Id
    @Enumerated(EnumType.STRING)
    private SubscriptionKind kind;

    private String term;
    private boolean autoRenew;
    private int cancellationHours;
    private int reductionHours;
    private int expiredDays;
    private int disabledDays;
    private Integer conversionLicenses;
    private String conversionTerm;
    private String conversionBilling;
    private String reminderDays;

    protected LifecycleRule() {}

    public SubscriptionKind getKind() {
        return kind;
    }

    /** How long a term is, as ISO 8601 has it; null when the offer says. */
    public String getTerm() {
        return term;
    }

    /** Whether a new subscription renews by itself. */
    public boolean isAutoRenew() {
        return autoRenew;
    }

    /** How long a subscription can be cancelled after it was bought or renewed. */
    public int getCancellationHours() {
        return cancellationHours;
    }

    /** How long a batch of licenses can be given back after it was bought or renewed. */
    public int getReductionHours() {
        return reductionHours;
    }

    /** How long an expired subscription still serves its users. */
    public int getExpiredDays() {
        return expiredDays;
    }

    /** How long the data of a disabled subscription are kept. */
    public int getDisabledDays() {
        return disabledDays;
    }

    /** With how many licenses a trial is converted by itself, and with how many at least by hand; null for what is no trial. */
    public Integer getConversionLicenses() {
        return conversionLicenses;
    }

    /** For which term a trial is converted by itself. */
    public String getConversionTerm() {
        return conversionTerm;
    }

    /** How a trial that is converted by itself is billed. */
    public String getConversionBilling() {
        return conversionBilling;
    }

    /** How many days before its end a subscription is listed as due; most first. */
    public List<Integer> getReminderDays() {
        return Arrays.stream(reminderDays.strip().split(" +"))
                .map(Integer::valueOf)
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }

    Instant cancellableUntil(Instant from) {
        return from.plus(Duration.ofHours(cancellationHours));
    }

    Instant reducibleUntil(Instant from) {
        return from.plus(Duration.ofHours(reductionHours));
    }

    Period termOf(String offered) {
        return Period.parse(term == null ? offered : term);
    }
}
