package io.relais.invitation;

/** How a request went out. */
public enum Channel {
    /** Opened in the person's own e-mail program. */
    EMAIL_PROGRAM,
    /** Copied, to be pasted somewhere. */
    CLIPBOARD,
    /** Sent by Relais through the mail server. */
    MAIL_SERVER,
    /** The person said that it is done, without using any of the others. */
    BY_HAND,
    /** A reminder, sent by Relais through the mail server. */
    REMINDER;

    /** Key of the channel's name in the messages files. */
    public String key() {
        return "invitation.channel." + name();
    }
}
