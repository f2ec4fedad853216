package io.relais.directory;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** A logo as {@link LogoDrawing} drew it. What was sent is kept nowhere. Never changed: another logo is another row. */
@Entity
@Table(name = "directory_logo")
class Logo {

    @Id
    private UUID id;

    @Version
    private Long version;

    private byte[] png;
    private int width;
    private int height;
    private Instant createdAt;

    protected Logo() {}

    Logo(UUID id, LogoDrawing.Drawn drawn, Instant now) {
        this.id = id;
        this.png = drawn.png();
        this.width = drawn.width();
        this.height = drawn.height();
        this.createdAt = now;
    }

    UUID id() {
        return id;
    }

    byte[] png() {
        return png;
    }

    /** Smaller than recommended (domain.md F-60). */
    boolean small() {
        return width < LogoDrawing.RECOMMENDED || height < LogoDrawing.RECOMMENDED;
    }
}
