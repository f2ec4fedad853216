package io.relais.catalog;

/** Another price list is being written into the catalog, on this node or another; nothing was done. */
public class PriceListBusyException extends RuntimeException {

    PriceListBusyException() {
        super("Another price list is being written into the catalog");
    }
}
