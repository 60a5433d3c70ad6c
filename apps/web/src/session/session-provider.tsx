import {
  getNonce,
  type Identity,
  type IdentityBackup,
  isTownError,
  type Records,
  TownError,
} from '@distributed-town/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ownWalletQuery } from '../lib/queries.ts'
import { useTown } from '../lib/town-context.ts'
import { useOffline } from '../offline/offline-context.ts'
import { useOutbox } from '../outbox/outbox-context.ts'
import type { Keystore } from './keystore.ts'
import { type Session, SessionContext } from './session-context.ts'
import type { Shoes } from './shoes.ts'
import { readWorn, writeWorn } from './worn-shoes.ts'

type State =
  | { readonly status: 'none' }
  | { readonly status: 'locked'; readonly backup: IdentityBackup }
  | { readonly status: 'open'; readonly backup: IdentityBackup; readonly identity: Identity }

/** Keeps the identity of this device: the unlocked secret lives in this component's memory only. */
export const SessionProvider = ({
  keystore,
  kept,
  children,
}: {
  readonly keystore: Keystore
  /** The identity that it keeps. */
  readonly kept: IdentityBackup | undefined
  readonly children: ReactNode
}) => {
  const town = useTown()
  const client = useQueryClient()
  const { pages } = useOffline()
  const outbox = useOutbox()
  /** Of the own identity. */
  const [state, setState] = useState<State>(kept ? { status: 'locked', backup: kept } : { status: 'none' })
  /** Worn over it; null while it is not known whether there are any. */
  const [shoes, setShoes] = useState<Shoes | null | undefined>(() => (readWorn() === undefined ? undefined : null))
  const [records, setRecords] = useState<Records>()
  const [recordsError, setRecordsError] = useState<unknown>()
  const connection = useRef<{ readonly identity: Identity; readonly records: Promise<Records> }>(undefined)

  const ownIdentity = state.status === 'open' ? state.identity : undefined
  const ownBackup = state.status === 'none' ? undefined : state.backup
  const identity = shoes ? shoes.identity : ownIdentity
  const backup = shoes ? undefined : ownBackup

  // For acts without a connection.
  const owner = identity?.owner.address ?? backup?.address
  useEffect(() => {
    if (owner === undefined) return
    pages.keepAll()
    outbox
      .nextNonce(owner, () => getNonce(town, { owner }))
      .catch(() => {
        // Asked again by the first act.
      })
  }, [owner, pages, outbox, town])

  const requireIdentity = () => {
    if (!identity) throw new TownError('SIGNER_MISSING')
    return identity
  }

  const connect = (owner: Identity): Promise<Records> => {
    const present = connection.current
    if (present?.identity === owner) return present.records
    const opening = openConnection(owner)
    connection.current = { identity: owner, records: opening }
    return opening
  }

  /** Before anybody asks; `recordsError` tells what fails. */
  const connectAhead = (owner: Identity) => void connect(owner).catch(() => undefined)

  const openConnection = async (owner: Identity): Promise<Records> => {
    try {
      const { openRecords } = await import('./records.ts')
      const opened = await openRecords(town, { identity: owner })
      if (connection.current?.identity !== owner) {
        opened.close()
        throw new TownError('SIGNER_MISSING')
      }
      opened.keyring.subscribe(() => {
        for (const queryKey of [['record'], ['comments'], ['profiles']]) void client.invalidateQueries({ queryKey })
      })
      setRecords(opened)
      setRecordsError(undefined)
      return opened
    } catch (error) {
      // The next question tries again.
      if (connection.current?.identity === owner) connection.current = undefined
      setRecordsError(error)
      throw error
    }
  }

  const disconnect = () => {
    const present = connection.current
    connection.current = undefined
    setRecords(undefined)
    setRecordsError(undefined)
    present?.records.then(
      (opened) => opened.close(),
      // It never opened.
      () => undefined,
    )
    // What was decrypted leaves the memory with the keys.
    for (const queryKey of [['record'], ['comments'], ['profiles'], ['attachment']]) client.removeQueries({ queryKey })
  }

  const enter = async (kept: IdentityBackup, owner: Identity) => {
    await keystore.writeBackup(kept)
    // Asks the browser not to throw the key away when the disk is full; it may say no.
    void navigator.storage?.persist?.()
    setState({ status: 'open', backup: kept, identity: owner })
    connectAhead(owner)
  }

  const open = async (kept: IdentityBackup, passphrase: string) => {
    const { openIdentity } = await import('./seal.ts')
    await enter(kept, await openIdentity(kept, passphrase))
  }

  const stepIn = async (owner: `0x${string}`) => {
    const { fetchShoes } = await import('./shoes.ts')
    const fetched = await fetchShoes(town, owner)
    disconnect()
    writeWorn(owner)
    setShoes(fetched)
    connectAhead(fetched.identity)
  }

  const stepOut = () => {
    disconnect()
    writeWorn(undefined)
    setShoes(undefined)
    if (!ownIdentity) return
    connectAhead(ownIdentity)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the shoes of the page before.
  useEffect(() => {
    const worn = readWorn()
    if (worn === undefined) return
    stepIn(worn).catch((error: unknown) => {
      // Another home answers at this address now. While the node is away they are kept for the next page.
      if (isTownError(error, 'NO_EXAMPLE', 'NOT_FOUND')) writeWorn(undefined)
      setShoes(undefined)
    })
  }, [])

  const own = useQuery({
    ...ownWalletQuery(town, owner ?? '0x0000000000000000000000000000000000000000'),
    enabled: owner !== undefined,
  })

  const session: Session = {
    status: shoes ? 'open' : shoes === null ? 'starting' : state.status,
    shoes: shoes?.resident,
    address: owner,
    hasOwn: ownBackup !== undefined,
    identity,
    wallet: owner === undefined ? undefined : own.data,
    walletError: own.error ?? undefined,
    records,
    recordsError,
    backup,
    requireIdentity,
    openRecords: async () => connect(requireIdentity()),
    create: async (passphrase) => {
      const { sealIdentity, createIdentity } = await import('./create.ts')
      const secret = town.random(32)
      const sealed = await sealIdentity(secret, passphrase)
      await enter(sealed, createIdentity(secret))
      return sealed
    },
    open,
    unlock: async (passphrase) => {
      if (state.status === 'locked') await open(state.backup, passphrase)
    },
    stepIn,
    stepOut,
    lock: () => {
      disconnect()
      if (backup) setState({ status: 'locked', backup })
    },
    forget: async () => {
      disconnect()
      await keystore.clear()
      await outbox.clear()
      await pages.forget()
      setState({ status: 'none' })
    },
  }
  return <SessionContext value={session}>{children}</SessionContext>
}
