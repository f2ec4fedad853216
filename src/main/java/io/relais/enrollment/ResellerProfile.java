package io.relais.enrollment;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;

/**
 * A reseller's company and the support contact that its customers see (domain.md F-61).
 *
 * @param country ISO 3166-1 alpha-2 code; never changes
 * @param state state or province, a code where the country has a list
 */
@Embeddable
public record ResellerProfile(
        @Size(max = 200) String legalName,
        @Size(max = 2) String country,
        @Size(max = 200) String addressLine1,
        @Size(max = 200) String addressLine2,
        @Size(max = 100) String city,
        @Size(max = 50) @Column(name = "state_or_province") String state,
        @Size(max = 20) String postalCode,
        @Size(max = 50) String registrationNumber,
        @Size(max = 40) String phone,
        @Size(max = 254) String supportEmail,
        @Size(max = 40) String supportPhone,
        @Size(max = 200) String supportWebsite) {

    ResellerProfile in(String place) {
        return new ResellerProfile(
                legalName,
                place,
                addressLine1,
                addressLine2,
                city,
                state,
                postalCode,
                registrationNumber,
                phone,
                supportEmail,
                supportPhone,
                supportWebsite);
    }

    /** All of it in one line, for the audit trail. */
    String inOneLine() {
        return "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s"
                .formatted(
                        legalName,
                        country,
                        addressLine1,
                        said(addressLine2),
                        said(postalCode),
                        said(city),
                        said(state),
                        said(registrationNumber),
                        said(phone),
                        supportEmail,
                        supportPhone,
                        said(supportWebsite));
    }

    private static String said(String value) {
        return value == null ? "–" : value;
    }
}
