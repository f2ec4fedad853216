package io.relais.support;

/** What a person can do with a support request on its page. */
public enum Action {
    /** Write to the other side; an answer if it comes from whoever works on it. */
    NOTE,
    /** Write something that only staff see. */
    INTERNAL_NOTE,
    /** Say that it is solved, and how. */
    RESOLVE,
    /** The reseller gives it to the provider. */
    HAND_BACK,
    /** Staff give it to a reseller. */
    HAND_OVER,
    /** Staff take it from the reseller. */
    TAKE_OVER,
    REOPEN,
    /** The customer says that nothing is left to do. */
    CLOSE;

    /** Whether nothing can be done without a word. */
    public boolean needsText() {
        return this != CLOSE && this != TAKE_OVER && this != HAND_OVER;
    }
}
