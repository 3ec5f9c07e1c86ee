--liquibase formatted sql

--changeset hub:stamp
-- What the schema was last brought up to, so that a start that finds nothing to do is quick.
create table schema_stamp (
    one boolean primary key default true check (one),
    fingerprint text not null
);
--rollback drop table schema_stamp;

--changeset hub:tenancy splitStatements:false
-- The organization of the running transaction. A transaction that names none is refused, not answered with nothing.
create function hub_organization() returns uuid
    language plpgsql stable parallel safe
    set search_path = pg_catalog
as $$
declare
    named text := current_setting('hub.organization', true);
begin
    if named is null or named = '' then
        raise exception 'the transaction names no organization' using errcode = 'insufficient_privilege';
    end if;
    return named::uuid;
end
$$;

-- Whether the running transaction is one of the system's own, which sees every organization.
create function hub_system() returns boolean
    language sql stable parallel safe
as $$ select coalesce(current_setting('hub.system', true), '') = 'on' $$;

-- To be called once for every table that has an organization_id: the wall between tenants. The sub-selects make
-- PostgreSQL work both functions out once for a statement, not for each row. Indexes begin with organization_id, and
-- statements name it, so that they are used.
create procedure enable_tenancy(target regclass)
    language plpgsql
as $$
begin
    execute format('alter table %s alter column organization_id set not null', target);
    execute format('alter table %s alter column organization_id set default hub_organization()', target);
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy tenant on %s using ((select hub_system()) or organization_id = (select hub_organization()))',
        target);
end
$$;
--rollback drop procedure enable_tenancy(regclass);
--rollback drop function hub_system();
--rollback drop function hub_organization();

--changeset hub:organizations
create table organizations (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name text not null check (length(name) between 1 and 200),
    created_at timestamptz not null default now()
);
alter table organizations enable row level security;
alter table organizations force row level security;
create policy tenant on organizations
    using ((select hub_system()) or id = (select hub_organization()));
--rollback drop table organizations;

--changeset hub:default-organization
select set_config('hub.system', 'on', true);
insert into organizations (id, slug, name) values ('01900000-0000-7000-8000-000000000001', 'default', 'Default');
--rollback select set_config('hub.system', 'on', true);
--rollback delete from organizations where id = '01900000-0000-7000-8000-000000000001';
