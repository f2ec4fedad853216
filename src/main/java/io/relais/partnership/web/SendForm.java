package io.relais.partnership.web;

/**
 * What the page <em>Send the partnership request</em> brings.
 *
 * @param body the text with the personal link in it, as it was shown
 */
record SendForm(String subject, String body) {

    @Override
    public String toString() {
        return "SendForm[subject=" + subject + "]";
    }
}
