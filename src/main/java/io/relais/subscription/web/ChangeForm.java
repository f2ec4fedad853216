package io.relais.subscription.web;

import java.time.Instant;
import java.util.UUID;

/**
 * What any page of a change sends; each uses what it needs. Everything is text as it came, so that nothing typed is lost.
 *
 * @param version which version of the subscription was on the page
 * @param seen when the page was made, in milliseconds, to tell what happened since
 */
record ChangeForm(
        String version,
        String seen,
        String nickname,
        String licenses,
        String offer,
        String reseller,
        String text,
        String autoRenew,
        String confirmed) {

    /** What is no version is none that could be the present one. */
    Long versionSeen() {
        return version != null && version.matches("\\d{1,18}") ? Long.valueOf(version) : -1L;
    }

    Instant seenAt() {
        return seen != null && seen.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(seen)) : Instant.MAX;
    }

    boolean isConfirmed() {
        return "true".equals(confirmed);
    }

    UUID offerId() {
        return id(offer);
    }

    /** Null for nobody. */
    UUID resellerId() {
        return reseller == null ? null : id(reseller);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException | NullPointerException unknown) {
            return new UUID(0, 0);
        }
    }
}
