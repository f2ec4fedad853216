package io.relais.order;

/** A rule is not met at the moment of placing: the order returns to Review, where the reason is shown. */
public class OrderRefusedException extends Exception {

    OrderRefusedException(String reason) {
        super(reason);
    }
}
