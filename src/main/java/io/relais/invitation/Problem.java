package io.relais.invitation;

import java.util.UUID;

/**
 * Something that must be put right before a step is done.
 *
 * @param field the field it belongs to
 * @param key the text in the messages files
 * @param request another request that is in the way, to be shown with a link; null if none is
 * @param args what the text names
 */
public record Problem(String field, String key, UUID request, Object... args) {}
