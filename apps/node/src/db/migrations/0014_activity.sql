-- When somebody last did something, and what changed a score. Both come from events alone: the node reads them again, and until then shows
-- nobody what is there.

insert into chain.rereading (id, until) select 1, block_number from chain.cursor
  on conflict (id) do update set until = greatest(chain.rereading.until, excluded.until);
truncate chain.community, chain.wallet, chain.rating, chain.gig, chain.release, chain.history, chain.statement, chain.block, chain.undo,
  chain.cursor;
insert into chain.change (touched) values (null);

-- Latest act of one's own: an arrival, a step of a gig, a transfer, a change of the wallet.
alter table chain.wallet add column active_at bigint not null;

-- Histories are read by kind as well.
create index history_community_type on chain.history (community_id, type, block_number, log_index) where gig_id is null;
