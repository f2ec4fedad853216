package io.relais.enrollment;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a process owner may set about enrollments: {@code relais.enrollment.*}.
 *
 * @param confirmationDays how many days a reseller has to confirm its address, and then again to accept the agreement
 * @param informationDays how many days it has to answer a question
 * @param followUpDays after how many business days staff should have looked at it
 * @param verificationDays within how many business days staff decide
 */
@Validated
@ConfigurationProperties("relais.enrollment")
record EnrollmentProperties(
        @DefaultValue("7") @Min(1) int confirmationDays,
        @DefaultValue("14") @Min(1) int informationDays,
        @DefaultValue("3") @Min(1) int followUpDays,
        @DefaultValue("5") @Min(1) int verificationDays) {}
