package io.relais.enrollment;

import io.relais.OnPostgres;

@OnPostgres
class EnrollmentOnPostgresTests extends EnrollmentProcessTests {}
