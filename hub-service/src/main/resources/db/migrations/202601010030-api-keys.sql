--liquibase formatted sql

--changeset hub:api-keys
create table api_keys (
    organization_id uuid not null references organizations,
    id uuid primary key,
    name text not null check (length(name) between 1 and 200),
    scopes text[] not null,
    projects uuid[] not null,
    addresses text[] not null,
    bootstrap boolean not null default false,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_used_address text
);
create index api_keys_list on api_keys (organization_id, id);
create unique index api_keys_bootstrap on api_keys (organization_id) where bootstrap;
call enable_tenancy('api_keys');

-- What is sent: one for each key, two while the grace of a rotation lasts. Only its SHA-256 is kept, which is enough for a
-- random secret of 256 bits; found by it, since who can choose the hash knows the secret.
create table api_key_secrets (
    organization_id uuid not null references organizations,
    api_key_id uuid not null references api_keys on delete cascade,
    hash bytea primary key check (length(hash) = 32),
    hint text not null,
    created_at timestamptz not null,
    expires_at timestamptz
);
create index api_key_secrets_key on api_key_secrets (organization_id, api_key_id);
call enable_tenancy('api_key_secrets');
--rollback drop table api_key_secrets;
--rollback drop table api_keys;
