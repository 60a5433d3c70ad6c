import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

// The tables of schema `town` (the migrations say what they mean). Eight-byte integers come as bigint.

export type TownTables = {
  'town.record': {
    seq: GeneratedAlways<bigint>
    id: string
    pubkey: string
    created_at: bigint
    kind: number
    community_id: bigint | null
    recipient: string | null
    tags: readonly string[]
    event: string | null
    received_at: bigint
    expires_at: Generated<bigint | null>
  }
  'town.backup': {
    address: string
    backup: string
    saved_at: bigint
  }
  'town.steward_key': {
    key: string
    secret: Buffer
    created_at: bigint
  }
  'town.epoch_key': {
    community_id: bigint
    community_key: string
    epoch: bigint
    version: Generated<number>
    leavings: string | null
    secret: Buffer
    created_at: bigint
  }
  'town.key_wrap': {
    community_id: bigint
    community_key: string
    epoch: bigint
    version: Generated<number>
    messaging_key: string
    wrap: string
  }
  'town.wrap_count': {
    recipient: string
    day: bigint
    wallet_id: bigint
    wraps: number
  }
  'town.relayed_request': {
    digest: string
    transaction_hash: string
    error: ColumnType<unknown, string | null, string | null>
    expires_at: bigint
  }
  'town.gas_spent': {
    day: bigint
    budget: string
    key: string
    gas: bigint
  }
  'town.attachment': {
    community_id: bigint
    sha256: string
    uploader: string
    size: number
    uploaded_at: bigint
  }
  'town.attachment_part': {
    community_id: bigint
    sha256: string
    n: number
    bytes: Buffer
  }
  'town.usage': {
    scope: string
    day: bigint
    day_events: bigint
    day_bytes: bigint
    bytes: bigint
  }
}
