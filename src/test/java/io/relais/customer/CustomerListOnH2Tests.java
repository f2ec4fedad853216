package io.relais.customer;

class CustomerListOnH2Tests extends CustomerListScenarios {}
