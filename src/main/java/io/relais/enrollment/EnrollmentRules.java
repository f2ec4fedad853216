package io.relais.enrollment;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.country.PostalAddress;
import io.relais.invitation.Addressee;
import io.relais.partnership.PartnershipRequests;
import io.relais.provider.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** The text rules of what a reseller declares (domain.md F-04, §3.1). Each refusal stands at its field. */
@Component
class EnrollmentRules {

    private static final Pattern SINGLE_LINE = Pattern.compile("[^\\p{Cc}\\p{Zl}\\p{Zp}]*");
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");
    private static final Pattern PARTNER_ID = Pattern.compile("\\d{4,10}");
    private static final Pattern EMAIL = Pattern.compile(Addressee.EMAIL);
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9 ().\\-/]{5,30}");
    private static final Set<String> LANGUAGES = Set.of("en", "fr");

    private final Countries countries;
    private final Provider provider;
    private final PartnershipRequests requests;

    EnrollmentRules(Countries countries, Provider provider, PartnershipRequests requests) {
        this.countries = countries;
        this.provider = provider;
        this.requests = requests;
    }

    void validate(Declaration declared, Errors errors) {
        validate(declared.profile(), errors);
        partnerId(declared.partnerId(), errors);
        line("firstName", declared.firstName(), errors);
        line("lastName", declared.lastName(), errors);
        if (email("email", declared.email(), errors)) {
            String domain = Addressee.domain(declared.email());
            if (requests.webmail(declared.email())) {
                errors.rejectValue("email", "enrollment.problem.webmail", new Object[] {domain}, null);
            } else if (domain.equals(provider.emailDomain())) {
                errors.rejectValue("email", "enrollment.problem.ownDomain", new Object[] {provider.name()}, null);
            }
        }
        if (declared.language() == null || !LANGUAGES.contains(declared.language())) {
            errors.rejectValue("language", "country.language.required");
        }
    }

    void partnerId(String partnerId, Errors errors) {
        if (partnerId == null || !PARTNER_ID.matcher(partnerId).matches()) {
            errors.rejectValue("partnerId", "partnership.problem.partnerId");
        } else if (provider.partnerId().equals(partnerId)) {
            errors.rejectValue("partnerId", "partnership.problem.ownPartnerId");
        }
    }

    void validate(ResellerProfile profile, Errors errors) {
        if (line("legalName", profile.legalName(), errors)
                && !LETTER_OR_DIGIT.matcher(profile.legalName()).find()) {
            errors.rejectValue("legalName", "enrollment.problem.legalName");
        }
        address(profile, errors);
        email("supportEmail", profile.supportEmail(), errors);
        if (profile.supportPhone() == null) {
            errors.rejectValue("supportPhone", "invitation.problem.required");
        } else if (!PHONE.matcher(profile.supportPhone()).matches()) {
            errors.rejectValue("supportPhone", "enrollment.problem.phone");
        }
        if (profile.supportWebsite() != null && host(profile.supportWebsite()).isEmpty()) {
            errors.rejectValue("supportWebsite", "enrollment.problem.website");
        }
    }

    private void address(ResellerProfile profile, Errors errors) {
        Optional<Country> country = countries.find(profile.country());
        if (country.isPresent() && !countries.sameRegion(provider.country(), profile.country())) {
            errors.rejectValue("country", "enrollment.problem.otherRegion", new Object[] {provider.name()}, null);
            return;
        }
        countries.validate(
                new PostalAddress(
                        profile.country(),
                        profile.addressLine1(),
                        profile.addressLine2(),
                        profile.city(),
                        profile.state(),
                        profile.postalCode(),
                        profile.phone(),
                        profile.registrationNumber(),
                        country.map(known -> known.languages().get(0)).orElse(null),
                        country.map(known -> known.cultures().get(0)).orElse(null)),
                errors);
    }

    /** The host of a website's address, without {@code www.}; empty if this is no such address. */
    static Optional<String> host(String website) {
        try {
            URI address = new URI(website);
            return Optional.ofNullable(address.getHost())
                    .filter(host -> ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                            && address.getUserInfo() == null
                            && host.matches("[^.]+(\\.[^.]+)+"))
                    .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", ""));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static boolean email(String field, String email, Errors errors) {
        if (email == null) {
            errors.rejectValue(field, "invitation.problem.required");
        } else if (!EMAIL.matcher(email).matches()) {
            errors.rejectValue(field, "invitation.problem.email");
        }
        return !errors.hasFieldErrors(field);
    }

    private static boolean line(String field, String value, Errors errors) {
        if (value == null) {
            errors.rejectValue(field, "invitation.problem.required");
        } else if (!SINGLE_LINE.matcher(value).matches()) {
            errors.rejectValue(field, "invitation.problem.line");
        }
        return !errors.hasFieldErrors(field);
    }
}
