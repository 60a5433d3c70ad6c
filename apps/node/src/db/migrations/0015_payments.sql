-- What members paid each other (spec §15.4), for the pulse of a town and of the network: once each, with its payee.
create index statement_payment on chain.statement (community_id, at) where kind in ('payment', 'transfer') and amount > 0;
