--liquibase formatted sql

--changeset hub:202611220600-run-waits
-- What calls of runs wait for from outside. A row without 'since' holds a callback that came before its step waited.
create table run_waits (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    run_id uuid not null references runs (id) on delete cascade,
    key text not null check (length(key) between 1 and 400),
    kind text not null check (kind in ('event', 'callback', 'approval', 'call')),
    step text not null check (length(step) between 1 and 63),
    item integer check (item >= 0),
    input jsonb not null,
    since timestamptz,
    until_at timestamptz,
    topics text,
    called_run uuid,
    escalates_at timestamptz,
    payload jsonb,
    arrived_at timestamptz,
    told_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null,
    unique (run_id, key),
    check ((payload is null) = (arrived_at is null)),
    check (kind <> 'event' or topics is not null),
    check (kind <> 'call' or called_run is not null)
);
create index run_waits_of_events on run_waits (organization_id)
    where kind = 'event' and arrived_at is null and closed_at is null;
create index run_waits_of_runs on run_waits (called_run)
    where called_run is not null and arrived_at is null and closed_at is null;
create index run_waits_to_tell on run_waits (arrived_at)
    where arrived_at is not null and told_at is null and closed_at is null and since is not null;
create index run_waits_to_escalate on run_waits (escalates_at)
    where escalates_at is not null and arrived_at is null and closed_at is null;
create index run_waits_approvals on run_waits (organization_id, id desc) where kind = 'approval';
call enable_tenancy('run_waits');
--rollback drop table run_waits;
