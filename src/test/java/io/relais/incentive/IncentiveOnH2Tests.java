package io.relais.incentive;

import io.relais.RelaisTest;

@RelaisTest
class IncentiveOnH2Tests extends IncentiveScenarios {}
