package io.relais.order;

import io.relais.catalog.CatalogItem;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;

/**
 * What is bought in one line and for how much: of a draft as sold today, from Submit on as it was agreed, whatever becomes of the offer.
 *
 * @param unitPrice of one license for the whole term
 * @param termTotal for all licenses over the whole term; null while their number is not one that can be ordered
 */
@Embeddable
public record LineTerms(
        String sku,
        String title,
        String termDuration,
        String billingPlan,
        BigDecimal unitPrice,
        String currency,
        BigDecimal termTotal) {

    static LineTerms of(CatalogItem offer, OrderLine line) {
        return new LineTerms(
                offer.sku(),
                offer.title(),
                offer.termDuration(),
                offer.billingPlan(),
                offer.unitPrice(),
                offer.currency(),
                line.within(offer)
                        ? offer.unitPrice()
                                .multiply(BigDecimal.valueOf(line.licenseCount().getAsInt()))
                        : null);
    }

    int installments() {
        return CatalogItem.installments(termDuration, billingPlan);
    }
}
