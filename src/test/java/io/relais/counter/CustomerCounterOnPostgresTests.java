package io.relais.counter;

import io.relais.OnPostgres;

@OnPostgres
class CustomerCounterOnPostgresTests extends CustomerCounterTests {}
