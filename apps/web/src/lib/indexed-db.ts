/** Acts on one store of a database of this device, and settles once that is on the disk. */
export type InStore<Store extends string> = <Result>(
  store: Store,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
) => Promise<Result>

/** A database of this device, opened at the first act. @param create Makes the stores of one that is new. */
export const createIndexedDb = <Store extends string>({
  indexedDb,
  name,
  create,
}: {
  readonly indexedDb: IDBFactory
  readonly name: string
  readonly create: (database: IDBDatabase) => void
}): InStore<Store> => {
  let opened: Promise<IDBDatabase> | undefined
  const open = () => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDb.open(name, 1)
      request.onupgradeneeded = () => create(request.result)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    return opened
  }
  return async <Result>(
    store: Store,
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> => {
    const transaction = (await open()).transaction(store, mode)
    return await new Promise<Result>((resolve, reject) => {
      const request = act(transaction.objectStore(store))
      // Only then is it on the disk.
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  }
}
