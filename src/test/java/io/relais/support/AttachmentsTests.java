package io.relais.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.validation.Errors;

/** What is refused by its number, size or name alone is not read. */
class AttachmentsTests {

    @Test
    void readsNothingOfWhatItRefusesAnyway() {
        assertThat(refused(file("picture.png", 10), Attachments.MOST + 1)).isEqualTo("support.files.tooMany");
        assertThat(refused(file("picture.png", Attachments.MAX_BYTES + 1), 1)).isEqualTo("support.files.tooLarge");
        assertThat(refused(file("picture.png", 0), 1)).isEqualTo("support.files.empty");
        assertThat(refused(file("program.exe", 10), 1)).isEqualTo("support.files.kind");
    }

    private static String refused(Attachments.Sent file, int times) {
        Errors errors = SampleSupport.errors();
        Attachments.check(Collections.nCopies(times, file), errors);
        return errors.getFieldErrors("files").get(0).getCode();
    }

    private static Attachments.Sent file(String name, long bytes) {
        return new Attachments.Sent(name, bytes, () -> {
            throw new IOException("Nobody should read it");
        });
    }
}
