package io.relais.incentive;

import io.relais.subscription.AssociationChange;
import io.relais.subscription.Charge;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one subscription earned whom in a month, before the rate: the rule of this module, in one place.
 *
 * @param from the first day it earned, UTC
 * @param until the last one
 * @param licenses on that last day
 * @param revenue rounded to the digits of its currency
 */
record Earning(Key key, String title, LocalDate from, LocalDate until, int licenses, BigDecimal revenue) {

    /** What makes lines of their own. @param reseller null for nobody */
    record Key(UUID reseller, String category, String term, Sale sale, String market, String currency) {}

    /** What is collected of one key: the licenses of each day, and the exact revenue. */
    private static final class Sum {
        private final int[] licenses = new int[31];
        private BigDecimal revenue = BigDecimal.ZERO;
        private Charge latest;
    }

    /**
     * @param charges of the subscription in this month
     * @param history who was put on record of it, oldest first
     */
    static List<Earning> of(YearMonth month, List<Charge> charges, List<AssociationChange> history) {
        UUID[] onRecord = onRecord(month, history);
        Map<Key, Sum> sums = new LinkedHashMap<>();
        charges.stream()
                .sorted(Comparator.comparing(Charge::getFromDay).thenComparing(Charge::getHappenedAt))
                .forEach(charge -> add(month, charge, onRecord, sums));
        return sums.entrySet().stream()
                .map(entry -> earning(month, entry.getKey(), entry.getValue()))
                .filter(earning -> earning.revenue().signum() != 0)
                .toList();
    }

    /** Who is on record at the end of each day. */
    private static UUID[] onRecord(YearMonth month, List<AssociationChange> history) {
        UUID[] days = new UUID[month.lengthOfMonth()];
        for (AssociationChange change : history) {
            LocalDate day = LocalDate.ofInstant(change.getChangedAt(), ZoneOffset.UTC);
            for (int i = Math.max(0, day.isBefore(month.atDay(1)) ? 0 : index(month, day)); i < days.length; i++) {
                days[i] = change.getToId();
            }
        }
        return days;
    }

    /** From 0; beyond the month's last day for a later one. */
    private static int index(YearMonth month, LocalDate day) {
        return YearMonth.from(day).isAfter(month) ? month.lengthOfMonth() : day.getDayOfMonth() - 1;
    }

    private static void add(YearMonth month, Charge charge, UUID[] onRecord, Map<Key, Sum> sums) {
        int first = charge.getFromDay().isBefore(month.atDay(1)) ? 0 : index(month, charge.getFromDay());
        int end = index(month, charge.getUntilDay());
        BigDecimal ofADay = charge.getUnitPrice()
                .multiply(BigDecimal.valueOf(charge.getLicenses()))
                .divide(BigDecimal.valueOf(charge.getTermDays()), MathContext.DECIMAL128);
        for (int i = first; i < end; i++) {
            Key key = new Key(
                    onRecord[i],
                    charge.getCategory(),
                    charge.getTermDuration(),
                    charge.isRenewal() ? Sale.RENEWAL : Sale.NEW,
                    charge.getMarket(),
                    charge.getCurrency());
            Sum sum = sums.computeIfAbsent(key, none -> new Sum());
            sum.licenses[i] += charge.getLicenses();
            sum.revenue = sum.revenue.add(ofADay);
            sum.latest = charge;
        }
    }

    private static Earning earning(YearMonth month, Key key, Sum sum) {
        int first = 0;
        while (first < month.lengthOfMonth() - 1 && sum.licenses[first] == 0) {
            first++;
        }
        int last = month.lengthOfMonth() - 1;
        while (last > first && sum.licenses[last] == 0) {
            last--;
        }
        return new Earning(
                key,
                sum.latest.getTitle(),
                month.atDay(first + 1),
                month.atDay(last + 1),
                sum.licenses[last],
                round(sum.revenue, key.currency()));
    }

    /** What this revenue earns at a rate in percent. */
    static BigDecimal credit(BigDecimal revenue, BigDecimal rate, String currency) {
        return round(revenue.multiply(rate).movePointLeft(2), currency);
    }

    /** Days of which each was cut off at the 34th digit are whole again at the 12th, so that a half is rounded as a half. */
    static BigDecimal round(BigDecimal amount, String currency) {
        return amount.setScale(12, RoundingMode.HALF_UP).setScale(digits(currency), RoundingMode.HALF_UP);
    }

    /** How many digits an amount of this currency has behind its point. */
    static int digits(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }
}
