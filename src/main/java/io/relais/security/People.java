package io.relais.security;

import java.util.List;

/** The people that an installation starts with. */
interface People {

    /** Makes them, where they are missing. What cannot be done is a problem that stops the start. */
    List<String> setUp();
}
