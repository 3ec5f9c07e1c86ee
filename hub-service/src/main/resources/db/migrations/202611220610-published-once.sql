--liquibase formatted sql

--changeset hub:202611220610-published-once
-- Events that a step publishes are published once, however often the step is carried out: the key is the step's.
create table published_once (
    organization_id uuid not null references organizations (id) on delete cascade,
    key text not null check (length(key) between 1 and 400),
    event_id uuid not null,
    at timestamptz not null,
    primary key (organization_id, key)
);
create index published_once_by_time on published_once (at);
call enable_tenancy('published_once');
--rollback drop table published_once;
