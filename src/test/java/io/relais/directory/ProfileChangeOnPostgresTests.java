package io.relais.directory;

import io.relais.OnPostgres;
import io.relais.RelaisTest;

@RelaisTest
@OnPostgres
class ProfileChangeOnPostgresTests extends ProfileChangeScenarios {}
