--liquibase formatted sql

--changeset hub:audit splitStatements:false
-- What was changed, by whom; each entry carries a code over itself and the one before. "change" is kept as text, so
-- that the code can be worked out again to the byte.
create table audit_entries (
    organization_id uuid not null references organizations,
    sequence bigint not null check (sequence > 0),
    time timestamptz not null,
    subject text not null,
    action text not null,
    resource_type text not null,
    resource_id text not null,
    change json not null,
    hash bytea not null check (length(hash) = 32),
    primary key (organization_id, sequence)
);
create index audit_entries_resource on audit_entries (organization_id, resource_type, resource_id, sequence);
create index audit_entries_subject on audit_entries (organization_id, subject, sequence);
create index audit_entries_time on audit_entries (organization_id, time);
call enable_tenancy('audit_entries');

-- Where the chain of an organization ends, so that a cut is noticed; and the key of its codes, wrapped by the master
-- key, so that who can write the tables cannot make a chain of their own.
create table audit_heads (
    organization_id uuid primary key references organizations,
    sequence bigint not null,
    hash bytea not null,
    seal bytea not null,
    key_id text not null,
    wrapped_key bytea not null,
    ciphertext bytea not null
);
call enable_tenancy('audit_heads');

create function audit_is_append_only() returns trigger
    language plpgsql
as $$
begin
    raise exception 'audit entries are never changed or removed' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on audit_entries
    for each statement execute function audit_is_append_only();
create trigger append_only before delete or truncate on audit_heads
    for each statement execute function audit_is_append_only();
--rollback drop table audit_heads;
--rollback drop table audit_entries;
--rollback drop function audit_is_append_only();
