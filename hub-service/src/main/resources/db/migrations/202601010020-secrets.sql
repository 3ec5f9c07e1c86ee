--liquibase formatted sql

--changeset hub:secrets
-- The newest version of a secret in a scope. scope_id of the organization's own scope is the organization. A deleted one
-- stays, as releases may need versions of it.
create table secrets (
    organization_id uuid not null references organizations,
    id uuid primary key,
    scope_kind text not null check (scope_kind in ('organization', 'project', 'environment')),
    scope_id uuid not null,
    name text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
    version int not null check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    deleted_at timestamptz,
    check (scope_kind <> 'organization' or scope_id = organization_id),
    unique (organization_id, scope_kind, scope_id, name)
);
call enable_tenancy('secrets');

-- Versions of a name count over all scopes, so that name and version mean one value for ever.
create table secret_names (
    organization_id uuid not null references organizations,
    name text not null,
    last_version int not null,
    primary key (organization_id, name)
);
call enable_tenancy('secret_names');

create table secret_versions (
    organization_id uuid not null references organizations,
    id uuid primary key,
    secret_id uuid not null references secrets on delete cascade,
    name text not null,
    version int not null,
    key_id text not null,
    wrapped_key bytea not null,
    ciphertext bytea not null,
    created_at timestamptz not null,
    unique (organization_id, name, version)
);
create index secret_versions_secret on secret_versions (organization_id, secret_id);
create index secret_versions_key on secret_versions (key_id, id);
call enable_tenancy('secret_versions');
--rollback drop table secret_versions;
--rollback drop table secret_names;
--rollback drop table secrets;

--changeset hub:variables
create table variables (
    organization_id uuid not null references organizations,
    scope_kind text not null check (scope_kind in ('organization', 'project', 'environment')),
    scope_id uuid not null,
    name text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
    value text not null check (length(value) <= 32768),
    version int not null check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (scope_kind <> 'organization' or scope_id = organization_id),
    primary key (organization_id, scope_kind, scope_id, name)
);
call enable_tenancy('variables');
--rollback drop table variables;
