package io.relais.catalog;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

/**
 * An offer as it is sold today in one market (domain.md F-31).
 *
 * @param termDuration how long a subscription lasts: {@code P1M}, {@code P1Y} or {@code P3Y}
 * @param billingPlan how often it is billed: {@code monthly}, {@code annual}, {@code triennial} or {@code none}
 * @param minLicenses the fewest licenses of one subscription
 * @param maxLicenses the most licenses
 * @param bases {@code productId:skuId} of the offers of which the customer must have one; empty when none is needed
 * @param limitPerCustomer how many subscriptions to this SKU a customer may have; null when there is no limit
 * @param unitPrice of one license for the <em>whole term</em>, as the new-commerce price list has it; it is paid in {@link #installments}
 */
public record CatalogItem(
        UUID offerId,
        String productId,
        String skuId,
        String title,
        String description,
        String category,
        String unit,
        String termDuration,
        String billingPlan,
        int minLicenses,
        int maxLicenses,
        boolean trial,
        boolean addOn,
        Set<String> bases,
        Integer limitPerCustomer,
        BigDecimal unitPrice,
        String currency) {

    /** The SKU's id, as add-ons name it among their {@link #bases}. */
    public String sku() {
        return productId + ":" + skuId;
    }

    /** In how many equal bills the price of a term is paid. */
    public int installments() {
        return installments(termDuration, billingPlan);
    }

    /** In how many equal bills the price of such a term is paid. */
    public static int installments(String termDuration, String billingPlan) {
        return switch (termDuration + " " + billingPlan) {
            case "P1Y monthly" -> 12;
            case "P3Y monthly" -> 36;
            case "P3Y annual" -> 3;
            default -> 1;
        };
    }
}
