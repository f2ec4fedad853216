package io.relais.partnership.web;

import io.relais.invitation.Addressee;
import io.relais.partnership.Invitee;
import io.relais.partnership.ResellerCard;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What the page <em>Describe the partnership request</em> asks for. */
record DetailsForm(
        @NotBlank(message = "{invitation.problem.required}")
                @Size(max = 200, message = "{invitation.problem.long}")
                @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                String company,
        @NotBlank(message = "{invitation.problem.required}")
                @Size(max = 254, message = "{invitation.problem.long}")
                @Pattern(regexp = Addressee.EMAIL, message = "{invitation.problem.email}")
                String email,
        @NotBlank(message = "{invitation.problem.required}")
                @Size(max = 100, message = "{invitation.problem.long}")
                @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                String contact,
        @NotBlank(message = "{invitation.problem.required}") String country,
        @NotBlank(message = "{invitation.problem.required}")
                @Pattern(regexp = "en|fr", message = "{invitation.problem.required}")
                String language,
        @Pattern(regexp = PARTNER_ID, message = "{partnership.problem.partnerId}") String partnerId,
        @NotBlank(message = "{invitation.problem.required}")
                @Pattern(regexp = "\\s*|\\d{1,4}", message = "{invitation.problem.number}")
                String validityDays) {

    static final String PARTNER_ID = "\\d{4,10}";

    Invitee invitee() {
        return new Invitee(company, email, contact, country, language, partnerId, Integer.valueOf(validityDays));
    }

    static DetailsForm of(ResellerCard known, String validityDays) {
        return new DetailsForm(
                known.company(),
                known.email(),
                known.contact(),
                known.country(),
                known.language(),
                known.partnerId(),
                validityDays);
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
