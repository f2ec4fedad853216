package io.relais.customer;

import io.relais.country.Countries;
import io.relais.provider.Provider;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/** The text rules of a customer's details and agreement (domain.md F-10, F-12 to F-14). */
@Component
class CustomerRules {

    private static final Pattern DOMAIN_PREFIX = Pattern.compile("[a-z0-9]{1,27}");
    private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{N}]");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern INTERNET_NAME =
            Pattern.compile(".*\\.(com|net|org|eu|fr|de|be|es|it|co\\.uk|io|biz|info)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONE_CHARACTER_REPEATED = Pattern.compile("(\\S)\\1{2,}");
    private static final Pattern SINGLE_CHARACTERS = Pattern.compile("\\S(\\s+\\S)+");
    private static final Set<String> LEGAL_FORMS = Set.of(
            "llc", "inc", "gmbh", "sarl", "ltd", "corp", "plc", "sas", "sa", "ag", "bv", "nv", "srl", "spa", "oy", "ab",
            "as", "aps", "kg", "ug", "eurl", "llp", "pty", "limited", "kft", "doo", "sl");

    private final Countries countries;
    private final Provider provider;
    private final Clock clock;

    CustomerRules(Countries countries, Provider provider, Clock clock) {
        this.countries = countries;
        this.provider = provider;
        this.clock = clock;
    }

    void validate(CustomerDetails details, Errors errors) {
        companyName(details.companyName(), errors);
        name("firstName", details.firstName(), errors);
        name("lastName", details.lastName(), errors);
        if (details.domainPrefix() == null) {
            errors.rejectValue("domainPrefix", "customer.domainPrefix.required");
        } else if (!DOMAIN_PREFIX.matcher(details.domainPrefix()).matches()) {
            errors.rejectValue("domainPrefix", "customer.domainPrefix.format");
        }
        email(details.email(), errors);
        if (details.country() == null) {
            errors.rejectValue("country", "customer.country.required");
        } else if (countries.find(details.country()).isPresent()
                && !countries.sameRegion(details.country(), provider.country())) {
            errors.rejectValue("country", "customer.country.otherRegion", new Object[] {provider.name()}, null);
        } else {
            countries.validate(details.address(), errors);
        }
    }

    void validate(AgreementAttestation agreement, Errors errors) {
        name("firstName", agreement.firstName(), errors);
        name("lastName", agreement.lastName(), errors);
        email(agreement.email(), errors);
        if (agreement.date() == null) {
            if (!errors.hasFieldErrors("date")) {
                errors.rejectValue("date", "customer.agreement.date.required");
            }
        } else if (agreement.date().isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            errors.rejectValue("date", "customer.agreement.date.future");
        }
    }

    /** Says what is wrong with a tag that is to join these (domain.md F-10). */
    void validateTag(String tag, Collection<CustomerTag> others, Errors errors) {
        if (tag == null) {
            errors.rejectValue("tag", "customer.tag.required");
        } else if (tag.length() > CustomerTag.LONGEST) {
            errors.rejectValue("tag", "customer.tag.length", new Object[] {CustomerTag.LONGEST, tag.length()}, null);
        } else if (INVISIBLE.matcher(tag).find()) {
            errors.rejectValue("tag", "country.text.invisible");
        } else if (others.stream().anyMatch(other -> other.tagKey().equals(CustomerTag.key(tag)))) {
            errors.rejectValue("tag", "customer.tag.twice");
        } else if (others.size() >= CustomerTag.MOST) {
            errors.rejectValue("tag", "customer.tag.tooMany", new Object[] {CustomerTag.MOST}, null);
        }
    }

    /** Message keys of what is unusual, though allowed (domain.md F-13). */
    List<String> warnings(CustomerDetails details) {
        List<String> warnings = new ArrayList<>();
        String name = details.companyName() == null ? "" : details.companyName();
        if (INTERNET_NAME.matcher(name).matches()) {
            warnings.add("customer.companyName.internetName");
        }
        if (ONE_CHARACTER_REPEATED.matcher(name).matches()
                || SINGLE_CHARACTERS.matcher(name).matches()) {
            warnings.add("customer.companyName.unusual");
        }
        return warnings;
    }

    private static void companyName(String name, Errors errors) {
        if (name == null) {
            errors.rejectValue("companyName", "customer.companyName.required");
        } else if (name.codePointCount(0, name.length()) < 2
                || !LETTER_OR_DIGIT.matcher(name).find()) {
            errors.rejectValue("companyName", "customer.companyName.tooPoor");
        } else if (LEGAL_FORMS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[.\\s]", ""))) {
            errors.rejectValue("companyName", "customer.companyName.onlyLegalForm");
        } else if (INVISIBLE.matcher(name).find()) {
            errors.rejectValue("companyName", "country.text.invisible");
        }
    }

    private void email(String email, Errors errors) {
        if (email == null) {
            errors.rejectValue("email", "customer.email.required");
            return;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (!deliverable(email)) {
            errors.rejectValue("email", "customer.email.format");
        } else if (domain.equals("microsoft.com") || domain.equals(provider.emailDomain())) {
            errors.rejectValue("email", "customer.email.domain", new Object[] {domain}, null);
        }
    }

    private static boolean deliverable(String email) {
        try {
            new InternetAddress(email, true);
            return email.matches("[^\\s@]+@[^\\s@]+\\.[^\\s@.]+");
        } catch (AddressException malformed) {
            return false;
        }
    }

    private static void name(String field, String value, Errors errors) {
        if (value == null) {
            errors.rejectValue(field, "customer." + field + ".required");
        } else if (INVISIBLE.matcher(value).find()) {
            errors.rejectValue(field, "country.text.invisible");
        }
    }
}
