import type { Address } from 'viem'

/** Nonces of the people of a town, handed out so that one person's requests can be under way together. */
export type Nonces = {
  /** @param ask Asks the node, the first time and after `forget`. */
  readonly take: (owner: Address, ask: () => Promise<bigint>) => Promise<bigint>
  /** One that was handed out may not have been used: the node knows. */
  readonly forget: (owner: Address) => void
}

export const createNonces = (): Nonces => {
  const next = new Map<Address, Promise<bigint>>()
  return {
    take: async (owner, ask) => {
      const nonce = next.get(owner) ?? ask()
      const following = nonce.then((taken) => taken + 1n)
      next.set(owner, following)
      following.catch(() => {
        if (next.get(owner) === following) next.delete(owner)
      })
      return await nonce
    },
    forget: (owner) => {
      next.delete(owner)
    },
  }
}
