package io.relais.account;

import io.relais.OnPostgres;

@OnPostgres
class SecondFactorOnPostgresTests extends SecondFactorTests {}
