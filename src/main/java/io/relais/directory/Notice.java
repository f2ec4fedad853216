package io.relais.directory;

/** The mails about a change; each has its texts in the messages. */
enum Notice {
    SUBMITTED,
    ASKED,
    ANSWERED,
    PUBLISHED,
    REJECTED,
    WITHDRAWN,
    REMINDER,
    /** To the requester, whose answer the reviewer waits for. */
    UNANSWERED,
    ESCALATION
}
