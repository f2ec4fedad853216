package io.relais.catalog;

/** The catalog has changed since the price list was checked, so what was shown does not hold any more; nothing was done. */
class PriceListOutdatedException extends RuntimeException {}
