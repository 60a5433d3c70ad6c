-- What the relayer must not forget. Times are seconds since 1970.

-- Requests that were sent to the chain, by their EIP-712 digest: what a repeated one is answered with. The transaction is written before it
-- is sent, so it may not exist.
create table town.relayed_request (
  digest text primary key,
  transaction_hash text not null,
  -- How the contract refused it, as the API answered; null if it did not, or if nobody has looked yet.
  error jsonb,
  -- A while after its deadline; then it is dropped.
  expires_at bigint not null
);

create index relayed_request_expires_at on town.relayed_request (expires_at);

-- Gas that was spent on a day; earlier days are dropped.
create table town.gas_spent (
  -- Since 1970.
  day bigint not null,
  budget text not null,
  -- Of the wallet, of the town, or of the network address (hashed with the secret of the node); empty for what is counted in all.
  key text not null,
  gas bigint not null,
  primary key (day, budget, key)
);
