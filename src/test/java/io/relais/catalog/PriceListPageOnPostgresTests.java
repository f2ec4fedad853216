package io.relais.catalog;

import io.relais.OnPostgres;

@OnPostgres
class PriceListPageOnPostgresTests extends PriceListPageTests {}
