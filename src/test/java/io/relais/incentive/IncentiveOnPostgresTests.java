package io.relais.incentive;

import io.relais.OnPostgres;
import io.relais.RelaisTest;

@RelaisTest
@OnPostgres
class IncentiveOnPostgresTests extends IncentiveScenarios {}
