package io.relais.catalog;

/** Is told how the reading of a price list goes. */
interface PriceListWatcher {

    /** A row that changes something or is refused. */
    void found(PriceListFinding finding);

    /** Some hundred rows further. */
    void further();

    /** For whom nobody watches. */
    PriceListWatcher NOBODY = new PriceListWatcher() {
        @Override
        public void found(PriceListFinding finding) {}

        @Override
        public void further() {}
    };
}
