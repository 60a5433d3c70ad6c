-- What the relay keeps for whom, and until when.

-- NIP-40, of gift wraps; null: without end.
alter table town.record add column expires_at bigint;
create index record_expires_at on town.record (expires_at) where expires_at is not null;

-- How much was written on a day, and how many bytes of events are kept: of an author, a town or a mailbox.
create table town.usage (
  -- 'author:<messaging key>', 'town:<community id>', 'mailbox:<key>'
  scope text primary key,
  -- Since 1970: the day that the next two are of.
  day bigint not null,
  day_events bigint not null,
  day_bytes bigint not null,
  bytes bigint not null
);

-- The wraps of the steward don't count.
insert into town.usage (scope, day, day_events, day_bytes, bytes)
select 'town:' || community_id, 0, 0, 0, coalesce(sum(octet_length(event)), 0)
from town.record where community_id is not null group by community_id
union all
select 'mailbox:' || recipient, 0, 0, 0, coalesce(sum(octet_length(event)), 0)
from town.record r where recipient is not null and not exists (select from town.key_wrap k where k.wrap = r.id) group by recipient;

create index key_wrap_wrap on town.key_wrap (wrap);

-- Nothing is read by author alone: every reader sees towns or a mailbox, which are indexed.
drop index town.record_pubkey;
