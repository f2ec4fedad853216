package io.relais.account;

import io.relais.OnPostgres;

@OnPostgres
class CompanyPeopleOnPostgresTests extends CompanyPeopleTests {}
