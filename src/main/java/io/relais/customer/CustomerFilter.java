package io.relais.customer;

import java.util.UUID;

/**
 * What the list of customers shows.
 *
 * @param text beginning of the company's name or of its domain; null for all
 * @param reseller only customers managed by this reseller; null for all
 */
public record CustomerFilter(String text, UUID reseller, Sort sort) {

    /** By name, or the newest first. */
    public enum Sort {
        NAME,
        SINCE
    }

    public CustomerFilter {
        text = text == null || text.isBlank() ? null : text.strip();
        sort = sort == null ? Sort.NAME : sort;
    }
}
