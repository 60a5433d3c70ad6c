-- What people entrust to the node. Unlike schema `chain`, nothing of it can be rebuilt.
-- Ids and keys are hex without a prefix, as Nostr writes them; times are seconds since 1970.

create schema town;

-- Events that the relay keeps.
create table town.record (
  -- Order of arrival: wraps are dated back, so that a mailbox is read in it (spec §14.6).
  seq bigint not null generated always as identity unique,
  id text primary key,
  pubkey text not null,
  created_at bigint not null,
  kind integer not null,
  -- Of thread records and their deletions.
  community_id bigint,
  -- Of gift wraps.
  recipient text,
  -- Tags with a name of one letter, as 'name:value'.
  tags text[] not null,
  -- The event as JSON; null when its author deleted it: the id stays, so that it isn't taken again.
  event text,
  received_at bigint not null,
  check ((community_id is null) <> (recipient is null))
);

create index record_community on town.record (community_id, created_at desc, id) where community_id is not null and event is not null;
create index record_recipient on town.record (recipient, seq) where recipient is not null;
create index record_pubkey on town.record (pubkey, seq);
create index record_tags on town.record using gin (tags);

-- Encrypted backups of people's keys, one an address (in lower case).
create table town.backup (
  address text primary key,
  backup text not null,
  saved_at bigint not null
);

-- Identity keys of towns that this node is the steward of. Secrets are encrypted with the secret of the node.
create table town.steward_key (
  key text primary key,
  secret bytea not null,
  created_at bigint not null
);

-- The keys that threads are encrypted with. A town is known by both its id and its identity key: a chain that lost its last blocks
-- can give an id to another town.
create table town.epoch_key (
  community_id bigint not null,
  community_key text not null references town.steward_key,
  epoch bigint not null,
  secret bytea not null,
  created_at bigint not null,
  primary key (community_id, community_key, epoch)
);

-- Which epoch keys were wrapped for whom, and in which event.
create table town.key_wrap (
  community_id bigint not null,
  community_key text not null,
  epoch bigint not null,
  messaging_key text not null,
  wrap text not null references town.record,
  primary key (community_id, community_key, messaging_key, epoch),
  foreign key (community_id, community_key, epoch) references town.epoch_key
);

-- Towns by identity key: gift wraps to a town name it, and of towns with the same key only the first is served by the steward.
create index community_key on chain.community (key, id);
