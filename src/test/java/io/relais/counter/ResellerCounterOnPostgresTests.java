package io.relais.counter;

import io.relais.OnPostgres;

@OnPostgres
class ResellerCounterOnPostgresTests extends ResellerCounterTests {}
