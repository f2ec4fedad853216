package io.relais.customer;

import java.util.UUID;

/**
 * What the list of customers shows.
 *
 * @param text beginning of any word of the company's name or of any of its domains, or its id; null for all
 * @param reseller only customers managed by this reseller; null for all
 * @param tag only customers with this tag; null for all
 * @param former former customers instead of customers
 * @param sort of a list that is not searched; what a search finds comes in the order of what matches
 */
public record CustomerFilter(String text, UUID reseller, String tag, boolean former, Sort sort) {

    /** By name, or the newest first. */
    public enum Sort {
        NAME,
        SINCE
    }

    public CustomerFilter {
        text = text == null || CustomerListing.plain(text).isEmpty() ? null : text.strip();
        tag = tag == null || tag.isBlank() ? null : tag.strip();
        sort = sort == null ? Sort.NAME : sort;
    }

    /** Customers, whatever their tags. */
    public CustomerFilter(String text, UUID reseller, Sort sort) {
        this(text, reseller, null, false, sort);
    }

    /** Whether it leaves anything out. */
    public boolean narrows() {
        return text != null || reseller != null || tag != null || former;
    }
}
