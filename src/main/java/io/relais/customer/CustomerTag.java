package io.relais.customer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** A word that staff put on a customer to find it by. Upper or lower case makes no difference. */
@Entity
@IdClass(CustomerTag.Key.class)
class CustomerTag {

    /** How many a customer may have, and how long one may be (domain.md §5). */
    static final int MOST = 150;

    static final int LONGEST = 50;

    /** @param tagKey see {@link #key} */
    record Key(UUID customerId, String tagKey) implements Serializable {}

    @Id
    private UUID customerId;

    @Id
    private String tagKey;

    private String tag;

    protected CustomerTag() {}

    CustomerTag(UUID customerId, String tag) {
        this.customerId = customerId;
        this.tagKey = key(tag);
        this.tag = tag;
    }

    /** What two spellings of the same tag have in common. */
    static String key(String tag) {
        return Normalizer.normalize(tag.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    UUID customerId() {
        return customerId;
    }

    String tagKey() {
        return tagKey;
    }

    String tag() {
        return tag;
    }
}
