package io.relais.relationship.web;

import io.relais.customer.Customer;
import io.relais.invitation.Addressee;
import io.relais.relationship.Invitee;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/**
 * What the page <em>Describe the relationship request</em> asks for.
 *
 * @param reseller its id; empty when the provider asks alone
 */
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
        @Pattern(regexp = "\\s*|" + DetailsForm.UUID_TEXT, message = "{invitation.problem.required}") String reseller,
        Boolean delegatedAdministration,
        @NotBlank(message = "{invitation.problem.required}")
                @Pattern(regexp = "\\s*|\\d{1,4}", message = "{invitation.problem.number}")
                String validityDays) {

    static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    DetailsForm {
        delegatedAdministration = Boolean.TRUE.equals(delegatedAdministration);
    }

    Invitee invitee() {
        return new Invitee(
                company,
                email,
                contact,
                country,
                language,
                resellerId(),
                delegatedAdministration,
                Integer.valueOf(validityDays));
    }

    /** The chosen reseller; null for none, and for what is no id. */
    UUID resellerId() {
        return reseller != null && reseller.matches(UUID_TEXT) ? UUID.fromString(reseller) : null;
    }

    /** A customer that is known has its name and country already, whatever was posted. */
    DetailsForm of(Customer customer) {
        return new DetailsForm(
                customer.getDetails().companyName(),
                email,
                contact,
                customer.getDetails().country(),
                language,
                reseller,
                delegatedAdministration,
                validityDays);
    }

    static DetailsForm of(Invitee invitee) {
        return new DetailsForm(
                invitee.company(),
                invitee.email(),
                invitee.contact(),
                invitee.country(),
                invitee.language(),
                invitee.reseller() == null ? null : invitee.reseller().toString(),
                invitee.delegatedAdministration(),
                String.valueOf(invitee.validityDays()));
    }
}
