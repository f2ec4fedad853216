package io.relais.order;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person had before their eyes at Review, as their page carries it back with <em>Submit</em>: which state of the order, and the
 * price of each line. Nobody is billed what they have not seen.
 */
public record OrderSeen(long version, Map<UUID, Price> prices) {

    private static final OrderSeen NOTHING = new OrderSeen(-1, Map.of());
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})=(\\d{1,15}(?:\\.\\d{1,6})?) ([A-Z]{3})");

    /** Of one license for the whole term. */
    public record Price(BigDecimal amount, String currency) {

        static Price of(LineTerms terms) {
            return new Price(terms.unitPrice(), terms.currency());
        }

        boolean same(Price other) {
            return currency.equals(other.currency) && amount.compareTo(other.amount) == 0;
        }
    }

    /** A price that is not any more what somebody saw or agreed to. */
    public record PriceChange(String title, Price before, Price now) {}

    static OrderSeen of(OrderView order) {
        Map<UUID, Price> prices = new LinkedHashMap<>();
        order.lines().stream()
                .filter(line -> line.terms() != null)
                .forEach(line -> prices.put(line.entered().offerId(), Price.of(line.terms())));
        return new OrderSeen(order.version(), prices);
    }

    /** As the page carries it. */
    public String encoded() {
        StringBuilder text = new StringBuilder().append(version);
        prices.forEach((offer, price) -> text.append(';')
                .append(offer)
                .append('=')
                .append(price.amount.toPlainString())
                .append(' ')
                .append(price.currency));
        return text.toString();
    }

    /** Reads what a page carried; anything else is nothing that anybody saw. */
    public static OrderSeen decoded(String text) {
        String[] parts = (text == null ? "" : text).split(";");
        if (!parts[0].matches("\\d{1,18}")) {
            return NOTHING;
        }
        Map<UUID, Price> prices = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher line = LINE.matcher(parts[i]);
            if (!line.matches()) {
                return NOTHING;
            }
            prices.put(UUID.fromString(line.group(1)), new Price(new BigDecimal(line.group(2)), line.group(3)));
        }
        return new OrderSeen(Long.parseLong(parts[0]), prices);
    }
}
