package io.relais.account;

import io.relais.OnPostgres;

@OnPostgres
class PasswordLinkOnPostgresTests extends PasswordLinkTests {}
