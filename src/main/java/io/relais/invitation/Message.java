package io.relais.invitation;

/**
 * The text of a request with the personal link in its place, for the person who sends it and for the mail server; never to be
 * stored or logged.
 *
 * @param mailto opens it in an e-mail program
 * @param shortened whether the text was too long for that, so that {@code mailto} carries a short one
 */
public record Message(String to, String subject, String body, String mailto, boolean shortened) {

    @Override
    public String toString() {
        return "Message[to=" + to + "]";
    }
}
