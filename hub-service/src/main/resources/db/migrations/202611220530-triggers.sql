--liquibase formatted sql

--changeset hub:triggers
-- What starts runs by itself. A webhook has a secret; times of a schedule up to scheduled_until are settled.
create table triggers (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    workflow_id uuid not null references workflows (id) on delete cascade,
    name text check (length(name) between 1 and 100),
    type text not null check (type in ('schedule', 'webhook', 'event', 'run')),
    enabled boolean not null,
    pinned_version integer check (pinned_version > 0),
    input jsonb not null check (jsonb_typeof(input) = 'object'),
    settings jsonb not null check (jsonb_typeof(settings) = 'object'),
    key_id text,
    wrapped_key bytea,
    ciphertext bytea,
    version integer not null,
    scheduled_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    created_by text not null,
    check ((type = 'webhook') = (ciphertext is not null)),
    check ((ciphertext is null) = (key_id is null) and (ciphertext is null) = (wrapped_key is null)),
    check ((type = 'schedule') = (scheduled_until is not null))
);
create index triggers_by_workflow on triggers (organization_id, workflow_id, id);
create index triggers_of_workflow on triggers (workflow_id);
create index triggers_listening on triggers (organization_id, id) where enabled and type in ('event', 'run');
create index triggers_scheduled on triggers (id) where enabled and type = 'schedule';
create index triggers_key on triggers (key_id, id) where key_id is not null;
call enable_tenancy('triggers');

-- What each occasion led to. The key makes one run of an occasion, however often it is told of: the scheduled time, the
-- id of a delivery, an event or a run.
create table trigger_fires (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    trigger_id uuid not null references triggers (id) on delete cascade,
    key text not null check (length(key) between 1 and 300),
    status text not null check (status in ('started', 'failed', 'skipped')),
    run_id uuid,
    reason text,
    fired_at timestamptz not null,
    unique (trigger_id, key),
    check ((status = 'started') = (run_id is not null)),
    check ((status = 'started') = (reason is null))
);
create index trigger_fires_by_trigger on trigger_fires (organization_id, trigger_id, id desc);
create index trigger_fires_by_age on trigger_fires (fired_at);
call enable_tenancy('trigger_fires');
--rollback drop table trigger_fires, triggers;
