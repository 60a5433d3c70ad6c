-- What the chain says, as the indexer read it from events. Everything here can be dropped and rebuilt from the block of the deployment.
-- Amounts are base units (1e18 = 1 DITO), times seconds since 1970, ids as on chain. Enumerations carry the names of spec §1.7.

create schema chain;

-- How far the indexer is: one row, written in the same transaction as what it read.
create table chain.cursor (
  id smallint primary key check (id = 1),
  block_number bigint not null,
  block_hash text not null,
  block_time bigint not null
);

create table chain.community (
  id bigint primary key,
  address text not null unique,
  template smallint not null,
  name text not null,
  purpose text not null,
  place text not null,
  language text not null,
  key text not null,
  founder bigint not null,
  founded_at bigint not null,
  release integer not null,
  -- 1 at the founding, one more at each leaving: the number of the key that the thread is encrypted with.
  epoch bigint not null,
  members smallint not null,
  -- Was active once: the score is defined from then on.
  activated boolean not null,
  score integer,
  -- Byte i of the contract is element i + 1 here: how many members have the template's skill i active.
  skill_counts smallint[] not null,
  spenders smallint not null,
  gigs bigint not null,
  open_gigs bigint not null,
  vault numeric(78) not null,
  treasury numeric(78) not null,
  escrow numeric(78) not null,
  round bigint not null,
  round_started_at bigint,
  search tsvector not null generated always as (to_tsvector('simple', name || ' ' || purpose || ' ' || place)) stored
);

create index community_template on chain.community (template, id);
create index community_search on chain.community using gin (search);

-- A Skill Wallet, and its account in the community where it lives. Without a community the account is empty.
create table chain.wallet (
  id bigint primary key,
  owner text not null unique,
  messaging_key text not null,
  profile text,
  created_at bigint not null,
  -- The packed set of SkillSet.sol, 48 bits.
  skills bigint not null,
  skills_changed_at bigint,
  validated_at bigint,
  open_gigs integer not null,
  engagements integer not null,
  unrated_gigs integer not null,
  abandoned_gigs integer not null,
  settled_gigs integer not null,
  round_followed bigint not null,
  carried numeric(78) not null,
  claimed_at bigint,
  granted numeric(78) not null,
  community_id bigint references chain.community,
  balance numeric(78) not null,
  joined_at bigint,
  founding_member boolean not null,
  -- First gig completed as its taker since joining here.
  completed_gig_at bigint
);

create index wallet_community on chain.wallet (community_id, joined_at, id) where community_id is not null;
create index wallet_messaging_key on chain.wallet (messaging_key);

-- Rates of one skill of one wallet.
create table chain.rating (
  wallet_id bigint not null references chain.wallet,
  skill smallint not null,
  count integer not null,
  sum bigint not null,
  pending integer not null,
  primary key (wallet_id, skill)
);

create table chain.gig (
  -- Community id × 2^24 + number: a range of the primary key holds the gigs of a community.
  id bigint primary key,
  community_id bigint not null references chain.community,
  creator bigint not null references chain.wallet,
  taker bigint references chain.wallet,
  state text not null,
  skill smallint not null,
  commitment smallint not null,
  credits numeric(78) not null,
  duration_days smallint not null,
  release integer not null,
  round bigint not null,
  changes smallint not null,
  record text not null,
  work text,
  created_at bigint not null,
  since bigint not null,
  deadline bigint,
  asked_at bigint,
  rating smallint,
  rating_counted boolean
);

create index gig_community_state on chain.gig (community_id, state, id);
create index gig_creator on chain.gig (creator, created_at, id);
create index gig_taker on chain.gig (taker, created_at, id) where taker is not null;
create index gig_record on chain.gig (record);
create index gig_work on chain.gig (work) where work is not null;

-- Releases of modules on offer.
create table chain.release (
  id integer primary key,
  validator text,
  q2t text,
  from_time bigint not null
);

-- What happened, in the order of the chain: steps of gigs where `gig_id` is set, else what concerns the whole community (score
-- changes with their cause, joinings, leavings, rounds, distributions, releases adopted). `data` holds the rest as the API shows it.
create table chain.history (
  block_number bigint not null,
  log_index integer not null,
  at bigint not null,
  tx_hash text not null,
  community_id bigint not null references chain.community,
  gig_id bigint references chain.gig,
  type text not null,
  data jsonb not null,
  primary key (block_number, log_index)
);

create index history_community on chain.history (community_id, block_number, log_index) where gig_id is null;
create index history_gig on chain.history (gig_id, block_number, log_index) where gig_id is not null;

-- Every movement of a wallet's balance, with its cause.
create table chain.statement (
  wallet_id bigint not null references chain.wallet,
  block_number bigint not null,
  log_index integer not null,
  -- One transfer can have several causes: a joining unlocks, grants and takes back.
  part smallint not null,
  at bigint not null,
  tx_hash text not null,
  community_id bigint not null references chain.community,
  kind text not null,
  amount numeric(78) not null,
  balance numeric(78) not null,
  -- A member's wallet, or else one of the community's own accounts: vault or escrow.
  counterparty_wallet bigint references chain.wallet,
  counterparty_account text,
  gig_id bigint references chain.gig,
  primary key (wallet_id, block_number, log_index, part),
  check ((counterparty_wallet is null) <> (counterparty_account is null))
);
