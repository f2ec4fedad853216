package io.relais.catalog;

class CatalogOnH2Tests extends CatalogScenarios {}
