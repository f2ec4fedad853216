package io.relais.relationship.web;

import io.relais.customer.CustomerDetails;
import io.relais.relationship.Acceptance;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a company gives when it accepts the relationship.
 *
 * @param otherDomains separated by blanks, commas or line ends
 */
record AcceptanceForm(
        @Valid CustomerDetails details,
        @Size(max = 3000, message = "{invitation.problem.long}") String otherDomains,
        @AssertTrue(message = "{relationship.problem.accept}") Boolean accept) {

    AcceptanceForm {
        details = details == null ? CustomerDetails.NONE : details;
        accept = Boolean.TRUE.equals(accept);
    }

    Acceptance acceptance(boolean known) {
        return new Acceptance(known, details, domains(), null);
    }

    private List<String> domains() {
        return otherDomains == null
                ? List.of()
                : Arrays.stream(otherDomains.toLowerCase(Locale.ROOT).split("[\\s,;]+"))
                        .filter(domain -> !domain.isEmpty())
                        .distinct()
                        .toList();
    }

    static AcceptanceForm of(Acceptance acceptance) {
        return new AcceptanceForm(acceptance.details(), String.join("\n", acceptance.otherDomains()), false);
    }
}
