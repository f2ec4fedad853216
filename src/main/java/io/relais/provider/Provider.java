package io.relais.provider;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The indirect provider that runs this installation, from the configuration {@code relais.provider.*}.
 *
 * @param name legal name, as shown to resellers and customers
 * @param country ISO 3166-1 alpha-2 code; its CSP region decides whom the provider may work with (domain.md F-04)
 * @param partnerId the provider's own partner location id; may never be a reseller on record (domain.md §3.1, 2072)
 * @param email where resellers can ask back; its domain may not be a customer's or reseller's (domain.md F-13)
 * @param website shown in invitations
 * @param baseUrl where this installation is reached from outside, without a trailing slash; links in e-mails start with it
 */
@Validated
@ConfigurationProperties("relais.provider")
public record Provider(
        @NotBlank String name,
        @NotBlank @Pattern(regexp = "[A-Z]{2}") String country,
        @NotBlank @Pattern(regexp = "\\d{4,10}") String partnerId,
        @NotBlank @Email String email,
        @NotBlank String website,
        @NotBlank @Pattern(regexp = "https?://.*[^/]") String baseUrl) {

    /** The part of the provider's e-mail address after the at sign, in lower case. */
    public String emailDomain() {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(java.util.Locale.ROOT);
    }
}
