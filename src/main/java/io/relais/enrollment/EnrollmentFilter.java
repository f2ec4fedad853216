package io.relais.enrollment;

/**
 * Which enrollments a list shows.
 *
 * @param text part of the name, the e-mail address or the partner id; null for any
 * @param state null for all
 */
public record EnrollmentFilter(String text, EnrollmentState state) {

    public EnrollmentFilter {
        text = text == null || text.isBlank() ? null : text.strip();
    }
}
