/** JSON that keeps bigint and Map, for files that only the replay itself reads. */
export const serialize = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return { $bigint: String(each) }
    return each instanceof Map ? { $map: [...each] } : each
  })

/** @throws SyntaxError for what is not JSON. */
export const deserialize = (text: string): unknown =>
  JSON.parse(text, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null) return each
    if ('$bigint' in each) return BigInt(String(each.$bigint))
    return '$map' in each ? new Map(each.$map as [unknown, unknown][]) : each
  })
