package io.relais.support;

import io.relais.OnPostgres;
import io.relais.RelaisTest;

@RelaisTest
@OnPostgres
class SupportRequestOnPostgresTests extends SupportRequestScenarios {}
