package io.relais.support;

import io.relais.RelaisTest;

@RelaisTest
class SupportRequestOnH2Tests extends SupportRequestScenarios {}
