-- The node that writes this database, or wrote it last: readers send those who want to write there.
create table public.writer (
  id smallint primary key check (id = 1),
  url text not null,
  -- As in the file deployment.json of its folder.
  deployment jsonb not null,
  started_at timestamptz not null default now()
);
