package io.relais.invitation;

/**
 * What the page on which a request is sent brings.
 *
 * @param body the text with the personal link in it, as it was shown
 */
public record SendForm(String subject, String body) {

    @Override
    public String toString() {
        return "SendForm[subject=" + subject + "]";
    }
}
