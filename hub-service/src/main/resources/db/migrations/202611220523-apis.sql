--liquibase formatted sql

--changeset hub:apis
-- Services that steps call by name. Secrets are named in the settings, never held.
create table apis (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    settings jsonb not null check (jsonb_typeof(settings) = 'object'),
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, slug)
);
create index apis_by_organization on apis (organization_id, id);
call enable_tenancy('apis');

-- Requests by minute and by day: what quotas are held to, and what usage shows.
create table api_usage (
    api_id uuid not null references apis (id) on delete cascade,
    organization_id uuid not null references organizations (id),
    span text not null check (span in ('minute', 'day')),
    began_at timestamptz not null,
    requests bigint not null default 0,
    failures bigint not null default 0,
    refusals bigint not null default 0,
    primary key (api_id, span, began_at)
);
create index api_usage_by_age on api_usage (span, began_at);
call enable_tenancy('api_usage');
--rollback drop table api_usage, apis;
