create index audit_entry_by_object on audit_entry (object_id, occurred_at);
