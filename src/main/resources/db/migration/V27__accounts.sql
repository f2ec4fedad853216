-- The people of a former partner or customer still sign in, to see what was: they are kept out one by one or not at all.
alter table account drop column party_disabled_at;
