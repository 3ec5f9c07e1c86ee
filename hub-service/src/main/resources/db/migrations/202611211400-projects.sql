--liquibase formatted sql

--changeset hub:202611211400-projects
-- Deleted projects and environments stay for the sake of their history, without slug and domains.
create table projects (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name text not null check (length(name) between 1 and 100),
    source jsonb not null,
    build jsonb not null,
    runtime jsonb not null,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);
create unique index projects_slug on projects (organization_id, slug) where deleted_at is null;
call enable_tenancy('projects');

create table environments (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    project_id uuid not null references projects (id),
    slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    name text not null check (length(name) between 1 and 100),
    host text not null check (host ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    overrides jsonb not null,
    current_release_id uuid,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);
create unique index environments_slug on environments (project_id, slug) where deleted_at is null;
create index environments_by_organization on environments (organization_id, id);
call enable_tenancy('environments');

-- A host name belongs to one environment of the whole installation, whoever's it is.
create table environment_domains (
    domain text primary key check (domain ~ '^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$'),
    organization_id uuid not null references organizations (id),
    environment_id uuid not null references environments (id) on delete cascade,
    position integer not null
);
create index environment_domains_by_environment on environment_domains (environment_id);
call enable_tenancy('environment_domains');
--rollback drop table environment_domains, environments, projects;
