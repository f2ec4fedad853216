-- A mail holds whatever it has to say, however long; the list of what waits goes by age.
alter table outgoing_mail alter column sealed set data type text;
create index outgoing_mail_by_age on outgoing_mail (created_at, id);
