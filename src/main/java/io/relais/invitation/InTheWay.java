package io.relais.invitation;

/** Why what was asked for cannot begin yet, with a text that says what it is and one that says what to do about it. */
public interface InTheWay {

    /** The constant's name, as it is stored. */
    String name();

    /** Key of the text that says what stands in the way. */
    String key();

    /** Key of the text that says what to do about it. */
    String remedyKey();
}
