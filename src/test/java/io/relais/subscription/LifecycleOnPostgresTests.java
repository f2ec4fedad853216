package io.relais.subscription;

import io.relais.OnPostgres;
import io.relais.RelaisTest;

@RelaisTest
@OnPostgres
class LifecycleOnPostgresTests extends LifecycleScenarios {}
