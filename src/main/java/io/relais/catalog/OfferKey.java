package io.relais.catalog;

/** What tells one offer from another. */
record OfferKey(String productId, String skuId, String termDuration, String billingPlan, String segment) {}
