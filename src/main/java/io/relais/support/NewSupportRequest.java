package io.relais.support;

import java.util.UUID;

/**
 * What is asked of whoever opens a support request.
 *
 * @param customer whose it is
 * @param subscription one of that customer; null if it is about none
 */
public record NewSupportRequest(
        UUID customer, UUID subscription, Category category, Severity severity, String title, String text) {

    static final int MAX_TITLE = 120;
    static final int MAX_TEXT = 8000;
}
