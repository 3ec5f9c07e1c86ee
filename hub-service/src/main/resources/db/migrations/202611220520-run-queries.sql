--liquibase formatted sql

--changeset hub:run-facts
-- What runs are looked for by, as columns: behind row-level security an index serves plain comparisons only, and the
-- operators of jsonb are none (docs/adr/0070).
alter table runs
    add column trigger_type text not null generated always as (coalesce(trigger ->> 'type', '')) stored,
    add column trigger_id text generated always as (coalesce(trigger ->> 'trigger', trigger ->> 'id')) stored,
    add column error_code text generated always as (error ->> 'type') stored,
    add column failed_step text generated always as (
        jsonb_path_query_first(steps, '$[*] ? (@.status == "failed" && @.handled == false).id') #>> '{}') stored,
    add column duration_ms bigint generated always as (
        (extract(epoch from ended_at - started_at) * 1000)::bigint) stored;
create index runs_by_status on runs (organization_id, status, id desc);
create index runs_by_trigger on runs (organization_id, trigger_type, id desc);
create index runs_by_trigger_id on runs (organization_id, trigger_id, id desc) where trigger_id is not null;
create index runs_by_requester on runs (organization_id, requested_by, id desc);
create index runs_by_retry on runs (organization_id, retry_of, id desc) where retry_of is not null;
create index runs_by_error on runs (organization_id, error_code, id desc) where error_code is not null;
create index runs_by_failed_step on runs (organization_id, failed_step, id desc) where failed_step is not null;
create index runs_by_duration on runs (organization_id, duration_ms desc, id desc) where duration_ms is not null;
--rollback drop index runs_by_duration, runs_by_failed_step, runs_by_error, runs_by_retry, runs_by_requester, runs_by_trigger_id, runs_by_trigger, runs_by_status;
--rollback alter table runs drop column duration_ms, drop column failed_step, drop column error_code, drop column trigger_id, drop column trigger_type;

--changeset hub:run-texts
-- The words of ended runs, one of them the organization. Not behind row-level security, which would keep the index from
-- being used: all it can tell is ids, and these are looked up in runs, behind the wall.
create table run_texts (
    run_id uuid primary key references runs (id) on delete cascade,
    words tsvector not null
);
create index run_texts_by_word on run_texts using gin (words);
--rollback drop table run_texts;

--changeset hub:run-pieces
-- The long lists of ended runs, cut into pieces that are read one by one: 'steps', 'timeline', 'items/<step>'. Rows first
-- to last of a list. Runs with few steps and items have none: theirs are read from the run's own row.
create table run_pieces (
    run_id uuid not null references runs (id) on delete cascade,
    organization_id uuid not null references organizations (id),
    list text not null check (length(list) between 1 and 80),
    first integer not null check (first >= 0),
    last integer not null check (last >= first),
    starts_at timestamptz,
    ends_at timestamptz,
    content jsonb not null,
    primary key (run_id, list, first)
);
call enable_tenancy('run_pieces');
--rollback drop table run_pieces;

--changeset hub:workflow-retention
-- How long ended runs are kept, from the newest published version; the hub's own rule where null.
alter table workflows
    add column retention_days integer check (retention_days between 1 and 3650),
    add column retention_runs integer check (retention_runs between 1 and 1000000);
--rollback alter table workflows drop column retention_runs, drop column retention_days;
