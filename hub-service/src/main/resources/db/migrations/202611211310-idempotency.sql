--liquibase formatted sql

--changeset hub:idempotency-keys
-- What requests with an Idempotency-Key answered. While status is null the request is under way, and its lease runs out
-- when the process that took it died.
create table idempotency_keys (
    organization_id uuid not null references organizations (id) on delete cascade,
    subject text not null check (length(subject) <= 300),
    operation text not null check (length(operation) <= 100),
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    lease uuid not null,
    leased_until timestamptz not null,
    status integer check (status between 200 and 599),
    headers jsonb,
    body bytea,
    expires_at timestamptz not null,
    primary key (organization_id, subject, operation, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
call enable_tenancy('idempotency_keys');
--rollback drop table idempotency_keys;
