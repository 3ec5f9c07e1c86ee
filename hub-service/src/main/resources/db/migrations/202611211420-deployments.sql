--liquibase formatted sql

--changeset hub:202611211420-deployments
create table releases (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    project_id uuid not null references projects (id),
    environment_id uuid not null references environments (id),
    deployment_id uuid not null unique,
    number integer not null,
    snapshot jsonb not null,
    created_at timestamptz not null,
    last_live_at timestamptz,
    unique (environment_id, number)
);
create index releases_by_organization on releases (organization_id, environment_id, number desc);
call enable_tenancy('releases');

alter table environments
    add constraint environments_current_release foreign key (current_release_id) references releases (id);

create table deployments (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    project_id uuid not null references projects (id),
    environment_id uuid not null references environments (id),
    run_id uuid not null unique references runs (id),
    kind text not null check (kind in ('deploy', 'rollback')),
    ref text,
    release_id uuid references releases (id),
    previous_release_id uuid references releases (id),
    status text not null
        check (status in ('queued', 'running', 'awaitingApproval', 'baking', 'succeeded', 'failed', 'rolledBack',
            'canceled', 'superseded')),
    failure jsonb,
    requested_by text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz
);
create index deployments_by_organization on deployments (organization_id, id desc);
create index deployments_by_environment on deployments (organization_id, environment_id, id desc);
call enable_tenancy('deployments');
--rollback drop table deployments; alter table environments drop constraint environments_current_release; drop table releases;
