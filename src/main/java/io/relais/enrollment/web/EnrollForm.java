package io.relais.enrollment.web;

import io.relais.enrollment.Declaration;
import jakarta.validation.Valid;

/**
 * What a reseller types to enroll.
 *
 * @param authorize asked only of one that comes from a partnership request: it authorizes the provider once it is enrolled
 */
record EnrollForm(@Valid Declaration details, Boolean authorize) {

    EnrollForm {
        authorize = Boolean.TRUE.equals(authorize);
    }
}
