package io.relais.directory;

import io.relais.RelaisTest;

@RelaisTest
class ProfileChangeOnH2Tests extends ProfileChangeScenarios {}
