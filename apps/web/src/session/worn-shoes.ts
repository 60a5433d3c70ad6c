// Whose shoes this browser is in, so that the next page knows: an address only, as the node has the key.

const STORAGE_KEY = 'shoes'

export const readWorn = (): `0x${string}` | undefined => {
  const kept = localStorage.getItem(STORAGE_KEY)
  return kept?.startsWith('0x') ? (kept as `0x${string}`) : undefined
}

export const writeWorn = (owner: `0x${string}` | undefined): void => {
  if (owner === undefined) localStorage.removeItem(STORAGE_KEY)
  else localStorage.setItem(STORAGE_KEY, owner)
}
