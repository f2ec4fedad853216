package io.relais.catalog;

import io.relais.OnPostgres;

@OnPostgres
class CatalogOnPostgresTests extends CatalogScenarios {}
