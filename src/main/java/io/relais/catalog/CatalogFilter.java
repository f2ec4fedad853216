package io.relais.catalog;

/**
 * What the list of offers shows.
 *
 * @param text words of the title or the {@code productId:skuId}; null for all
 * @param category null for all
 * @param market ISO 3166-1 alpha-2 code
 * @param term {@code P1M}, {@code P1Y} or {@code P3Y}; null for all
 * @param billingPlan null for all
 */
public record CatalogFilter(
        String text, String category, String market, String term, String billingPlan, Kind kind, Sale sale) {

    public enum Kind {
        ANY("catalog.kind.any"),
        /** Neither an add-on nor a trial. */
        BASE("catalog.kind.base"),
        ADD_ON("catalog.kind.addOn"),
        TRIAL("catalog.kind.trial");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The message key of its name. */
        public String label() {
            return label;
        }
    }

    public enum Sale {
        /** On sale in the market now. */
        NOW(
                "catalog.sale.now",
                """
                from offer o join offer_price p on p.offer_id = o.id
                where p.market = :market and p.valid_from <= :now and (p.valid_to is null or p.valid_to > :now)
                """),
        /** Not yet on sale; with the first price to come. */
        COMING(
                "catalog.sale.coming",
                """
                from offer o join offer_price p on p.offer_id = o.id
                where p.market = :market and p.valid_from > :now and (p.valid_to is null or p.valid_to > p.valid_from)
                  and not exists (select 1 from offer_price q where q.offer_id = o.id and q.market = :market
                    and q.valid_from < p.valid_from
                    and (q.valid_to is null or q.valid_to > :now and q.valid_to > q.valid_from))
                """),
        /** Not on sale any more; with the last price. */
        ENDED(
                "catalog.sale.ended",
                """
                from offer o join offer_price p on p.offer_id = o.id
                where p.market = :market and p.valid_to <= :now and p.valid_to > p.valid_from
                  and not exists (select 1 from offer_price q where q.offer_id = o.id and q.market = :market
                    and q.valid_from > p.valid_from and (q.valid_to is null or q.valid_to > q.valid_from))
                """);

        private final String label;
        final String sql;

        Sale(String label, String sql) {
            this.label = label;
            this.sql = sql + " and o.segment = '" + Catalog.SEGMENT + "'";
        }

        /** The message key of its name. */
        public String label() {
            return label;
        }
    }

    public CatalogFilter {
        text = blank(text) ? null : text.strip();
        category = blank(category) ? null : category;
        term = blank(term) ? null : term;
        billingPlan = blank(billingPlan) ? null : billingPlan;
        kind = kind == null ? Kind.ANY : kind;
        sale = sale == null ? Sale.NOW : sale;
    }

    /** Whether more is asked for than what is on sale in a market. */
    public boolean narrows() {
        return text != null
                || category != null
                || term != null
                || billingPlan != null
                || kind != Kind.ANY
                || sale != Sale.NOW;
    }

    private static boolean blank(String value) {
        return value == null || value.isBlank();
    }
}
