package io.relais.partnership.web;

import io.relais.partnership.Invitee;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What the page <em>Describe the partnership request</em> asks for. */
record DetailsForm(
        @NotBlank(message = "{partnership.problem.required}")
                @Size(max = 200, message = "{partnership.problem.long}")
                @Pattern(regexp = SINGLE_LINE, message = "{partnership.problem.line}")
                String company,
        @NotBlank(message = "{partnership.problem.required}")
                @Size(max = 254, message = "{partnership.problem.long}")
                @Pattern(regexp = EMAIL, message = "{partnership.problem.email}")
                String email,
        @NotBlank(message = "{partnership.problem.required}")
                @Size(max = 100, message = "{partnership.problem.long}")
                @Pattern(regexp = SINGLE_LINE, message = "{partnership.problem.line}")
                String contact,
        @NotBlank(message = "{partnership.problem.required}") String country,
        @NotBlank(message = "{partnership.problem.required}")
                @Pattern(regexp = "en|fr", message = "{partnership.problem.required}")
                String language,
        @Pattern(regexp = PARTNER_ID, message = "{partnership.problem.partnerId}") String partnerId,
        @NotBlank(message = "{partnership.problem.required}")
                @Pattern(regexp = "\\s*|\\d{1,4}", message = "{partnership.problem.number}")
                String validityDays) {

    static final String SINGLE_LINE = "\\P{Cntrl}*";
    static final String PARTNER_ID = "\\d{4,10}";
    /** One at sign, no blanks or control characters, a domain with a dot: what nearly every real address looks like. */
    static final String EMAIL =
            "\\s*|[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{Alnum}!#$%&'*+/=?^_`{|}~-]+)*@(\\p{Alnum}([\\p{Alnum}-]*\\p{Alnum})?\\.)+\\p{Alpha}{2,}";

    Invitee invitee() {
        return new Invitee(company, email, contact, country, language, partnerId, Integer.valueOf(validityDays));
    }

    static DetailsForm of(Invitee invitee) {
        return new DetailsForm(
                invitee.company(),
                invitee.email(),
                invitee.contact(),
                invitee.country(),
                invitee.language(),
                invitee.partnerId(),
                String.valueOf(invitee.validityDays()));
    }
}
