--liquibase formatted sql

--changeset hub:log-streams
-- One row for each group of log lines: a run with all its steps, or an instance. Its lock orders the writers.
create table log_streams (
    organization_id uuid not null references organizations (id) on delete cascade,
    name text not null check (length(name) between 1 and 200),
    next_seq bigint not null default 1,
    bytes bigint not null default 0,
    full_at timestamptz,
    closed_at timestamptz,
    closed_steps text[] not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (organization_id, name)
);
call enable_tenancy('log_streams');
--rollback drop table log_streams;

--changeset hub:log-chunks
-- Lines first_seq to last_seq, compressed. chunk_ids tell which of a writer's chunks are in it.
create table log_chunks (
    organization_id uuid not null,
    stream text not null,
    first_seq bigint not null,
    last_seq bigint not null check (last_seq >= first_seq),
    first_time timestamptz not null,
    last_time timestamptz not null,
    steps text[] not null,
    chunk_ids uuid[] not null,
    raw_bytes bigint not null,
    codec smallint not null,
    data bytea not null,
    primary key (organization_id, stream, first_seq),
    foreign key (organization_id, stream) references log_streams (organization_id, name) on delete cascade
);
alter table log_chunks alter column data set storage external;
call enable_tenancy('log_chunks');
--rollback drop table log_chunks;
