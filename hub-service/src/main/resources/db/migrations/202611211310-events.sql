--liquibase formatted sql

--changeset hub:event-outbox
-- Written inside the publisher's transaction. ordinal keeps the order within a transaction; between transactions it may
-- become visible out of order, which is why readers never look here.
create table event_outbox (
    ordinal bigint generated always as identity primary key,
    organization_id uuid not null references organizations (id) on delete cascade,
    id uuid not null,
    topic text not null
        check (length(topic) <= 128 and topic ~ '^[a-zA-Z][a-zA-Z0-9_-]*([.][a-zA-Z][a-zA-Z0-9_-]*)*$'),
    source text not null,
    subject text,
    payload jsonb not null,
    time timestamptz not null
);
call enable_tenancy('event_outbox');
--rollback drop table event_outbox;

--changeset hub:events
-- Committed events with their numbers: seq within the organization, without gaps; position over all of them, for the
-- hub's own consumers. Both are given one batch after the other under the lock of event_sequencer, so no number becomes
-- visible after a higher one.
create table events (
    organization_id uuid not null references organizations (id) on delete cascade,
    seq bigint not null,
    position bigint not null unique,
    id uuid not null,
    topic text not null,
    source text not null,
    subject text,
    payload jsonb not null,
    time timestamptz not null,
    primary key (organization_id, seq)
);
call enable_tenancy('events');
create table event_heads (
    organization_id uuid primary key references organizations (id) on delete cascade,
    last_seq bigint not null
);
call enable_tenancy('event_heads');
create table event_sequencer (
    one boolean primary key default true check (one),
    position bigint not null
);
insert into event_sequencer (position) values (0);
--rollback drop table event_sequencer;
--rollback drop table event_heads;
--rollback drop table events;

--changeset hub:event-consumers
-- How far each of the hub's own consumers has come, and which replica serves it until when.
create table event_consumers (
    name text primary key check (length(name) between 1 and 100),
    position bigint not null,
    lease_owner uuid,
    lease_until timestamptz not null default '-infinity'
);
-- Deliveries that failed: to be tried again, or given up (dead_at) and kept to be looked at.
create table event_retries (
    consumer text not null references event_consumers (name) on delete cascade,
    position bigint not null references events (position) on delete cascade,
    organization_id uuid not null,
    attempts integer not null,
    next_attempt_at timestamptz not null,
    last_error text not null,
    dead_at timestamptz,
    primary key (consumer, position)
);
create index event_retries_due on event_retries (consumer, next_attempt_at) where dead_at is null;
create index event_retries_dead on event_retries (organization_id, dead_at desc) where dead_at is not null;
create index event_retries_position on event_retries (position);
call enable_tenancy('event_retries');
--rollback drop table event_retries;
--rollback drop table event_consumers;
