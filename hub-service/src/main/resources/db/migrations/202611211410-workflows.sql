--liquibase formatted sql

--changeset hub:202611211410-workflows
create table workflows (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
    name text not null check (length(name) between 1 and 100),
    description text,
    draft text not null,
    published_version integer,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, slug)
);
call enable_tenancy('workflows');

create table workflow_versions (
    workflow_id uuid not null references workflows (id) on delete cascade,
    version integer not null,
    organization_id uuid not null references organizations (id),
    source text not null,
    plan jsonb not null,
    published_at timestamptz not null,
    published_by text not null,
    primary key (workflow_id, version)
);
call enable_tenancy('workflow_versions');

-- What was asked for and how it ended. While a run is open, the truth is the Temporal workflow of the same id.
create table runs (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    workflow_id uuid,
    workflow_version integer,
    name text not null,
    trigger jsonb not null,
    request jsonb not null,
    status text not null
        check (status in ('queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'canceled')),
    steps jsonb,
    output jsonb,
    error jsonb,
    handed_over boolean not null default false,
    requested_by text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz
);
create index runs_by_organization on runs (organization_id, id desc);
create index runs_by_workflow on runs (organization_id, workflow_id, id desc);
create index runs_not_handed_over on runs (created_at) where not handed_over;
call enable_tenancy('runs');

-- Results of short steps by their stable key, so that a replayed local activity finds what it already did.
create table step_journal (
    key text primary key,
    organization_id uuid not null references organizations (id),
    run_id uuid not null,
    intended_at timestamptz not null,
    ended_at timestamptz,
    output jsonb
);
create index step_journal_by_run on step_journal (run_id);
call enable_tenancy('step_journal');

-- Values too large for workflow history, by the hash of their content.
create table large_values (
    id text primary key,
    content bytea not null,
    created_at timestamptz not null default now()
);
--rollback drop table large_values, step_journal, runs, workflow_versions, workflows;
