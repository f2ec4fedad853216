package io.relais.partnership;

import org.springframework.stereotype.Component;

/** Stands in for the country module until it is merged. */
@Component
class Regions {

    boolean same(String one, String other) {
        return one != null && other != null;
    }
}
