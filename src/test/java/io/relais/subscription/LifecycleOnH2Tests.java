package io.relais.subscription;

import io.relais.RelaisTest;

@RelaisTest
class LifecycleOnH2Tests extends LifecycleScenarios {}
