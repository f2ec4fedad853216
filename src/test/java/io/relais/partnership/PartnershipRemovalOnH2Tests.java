package io.relais.partnership;

import io.relais.RelaisTest;

@RelaisTest
class PartnershipRemovalOnH2Tests extends PartnershipRemovalScenarios {}
