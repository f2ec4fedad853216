package io.relais.support;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What is asked of whoever opens a support request.
 *
 * @param key given by the form, so that what the same person sends twice is opened once; null for none
 * @param customer whose it is
 * @param subscription one of that customer; null if it is about none
 */
public record NewSupportRequest(
        String key, UUID customer, UUID subscription, Category category, Severity severity, String title, String text) {

    static final int MAX_TITLE = 120;
    static final int MAX_TEXT = 8000;

    /** What the request's id becomes: made of the key and of who sent it, so that nobody can choose it, or meet another's. */
    UUID id(Visitor by) {
        return key == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((by.side() + "/" + by.party() + "/" + by.name() + "/" + customer + "/" + key)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
