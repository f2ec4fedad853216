package io.relais.catalog;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The catalog's own words in the reader's language, for pages: {@code ${@catalogLabels.category(item.category())}}. What a price list says
 * and the messages don't know is shown as the list has it.
 */
@Component
public class CatalogLabels {

    private final MessageSource messages;

    CatalogLabels(MessageSource messages) {
        this.messages = messages;
    }

    /** A category, such as <i>Small business</i>. */
    public String category(String category) {
        return label("catalog.category." + keyed(category), category);
    }

    /** What is licensed, such as <i>User</i>. */
    public String unit(String unit) {
        return label("catalog.unit." + keyed(unit), unit);
    }

    /** The country that a market is, such as <i>France</i>. */
    public String market(String code) {
        String name = new Locale("", code).getDisplayCountry(LocaleContextHolder.getLocale());
        return name.isEmpty() ? code : name;
    }

    /** How long a subscription lasts, such as <i>1 year</i>. */
    public String term(String termDuration) {
        return label("catalog.term." + termDuration, termDuration);
    }

    /** How it is paid, such as <i>Billed monthly</i>. */
    public String billing(String billingPlan) {
        return label("catalog.billing." + billingPlan, billingPlan);
    }

    private String label(String key, String otherwise) {
        return messages.getMessage(key, null, otherwise, LocaleContextHolder.getLocale());
    }

    private static String keyed(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
