package io.relais.order;

import jakarta.persistence.EntityManager;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.stereotype.Component;

/** Order numbers from a sequence of the database, asked for in its own dialect. A number that a failed attempt took is not used again. */
@Component
class OrderNumbers {

    private final EntityManager entities;
    private final String next;

    OrderNumbers(EntityManager entities) {
        this.entities = entities;
        this.next = entities.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect()
                .getSequenceSupport()
                .getSequenceNextValString("order_number_seq");
    }

    long next() {
        return (Long) entities.createNativeQuery(next, Long.class).getSingleResult();
    }
}
