package io.relais.invitation;

import io.relais.security.Permission;
import io.relais.security.Side;

/**
 * What tells the kinds of requests apart, where all else is the same.
 *
 * @param object what lines in the audit trail are filed under, and the end of their actions, e.g. {@code partnership_request}
 * @param addressee who answers, as the audit trail says it, e.g. {@code reseller}
 * @param side where the addressee's people sign in
 * @param texts first part of the kind's keys in the messages files
 * @param path of its pages for staff
 * @param publicPath of the page behind the personal link, to which the token is added
 * @param permission what it takes to make and send them
 * @param secret what its tokens are made for: a token of one kind is nothing to another
 */
public record Kind(
        String object,
        String addressee,
        Side side,
        String texts,
        String path,
        String publicPath,
        Permission permission,
        String secret) {}
