package io.relais.customer.web;

import io.relais.customer.CustomerFilter;
import java.util.Arrays;
import java.util.UUID;

/** The filter of the list as it stands in an address, which people type into as well: what cannot be read is left out. */
record ListQuery(String text, String reseller, String tag, String former, String sort) {

    CustomerFilter filter() {
        return new CustomerFilter(
                text,
                id(reseller),
                tag,
                Boolean.parseBoolean(former),
                Arrays.stream(CustomerFilter.Sort.values())
                        .filter(one -> one.name().equals(sort))
                        .findFirst()
                        .orElse(null));
    }

    private static UUID id(String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
