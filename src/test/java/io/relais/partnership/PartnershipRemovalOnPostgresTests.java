package io.relais.partnership;

import io.relais.OnPostgres;
import io.relais.RelaisTest;

@RelaisTest
@OnPostgres
class PartnershipRemovalOnPostgresTests extends PartnershipRemovalScenarios {}
