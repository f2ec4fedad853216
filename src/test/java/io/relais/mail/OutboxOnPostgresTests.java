package io.relais.mail;

import io.relais.OnPostgres;

@OnPostgres
class OutboxOnPostgresTests extends OutboxTests {}
