/** How many of the 12 skills somebody has, and how many active skills there are (spec §5.1). @param counts See `skillCounts`. */
export const coverage = (counts: readonly number[]): { readonly unique: number; readonly total: number } => ({
  unique: counts.filter((count) => count > 0).length,
  total: counts.reduce((sum, count) => sum + count, 0),
})
