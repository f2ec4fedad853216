package io.relais.customer;

import io.relais.OnPostgres;

@OnPostgres
class CustomerListOnPostgresTests extends CustomerListScenarios {}
