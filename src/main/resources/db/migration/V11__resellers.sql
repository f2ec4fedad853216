-- Names are searched and sorted without accents, so that É stands at E and not after Z. Some letters become two.
alter table reseller alter column company_key set data type varchar(400);
update reseller set company_key = replace(replace(replace(replace(translate(company_key,
    'àáâãäåāăąçćčďđðèéêëēėęěğģìíîïīįıķļľłñńņňòóôõöőøŕřśşšșťţțùúûüūůűųýÿźżž',
    'aaaaaaaaacccdddeeeeeeeeggiiiiiiiklllnnnnooooooorrsssstttuuuuuuuuyyzzz'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');

alter table reseller add column checked_at timestamp with time zone;
alter table reseller add column checked_by varchar(255);
alter table reseller add column removed_by varchar(255);
alter table reseller add column removal_reason varchar(1000);
-- So far, whoever is a partner has said so itself.
update reseller set checked_at = partnership_since, checked_by = email where partnership_since is not null;

-- Why a reseller, though a partner, may not be used for anything new. What is lifted is gone here and stays in the audit trail.
create table reseller_flag (
    reseller_id uuid                     not null references reseller (id),
    flag        varchar(20)              not null,
    since       date                     not null,
    reason      varchar(500)             not null,
    set_by      varchar(255)             not null,
    set_at      timestamp with time zone not null,
    primary key (reseller_id, flag)
);
