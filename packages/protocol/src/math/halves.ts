/** How the escrow of a settled gig is split (spec §4.7). Credits of a gig are whole, so that nothing is left over. Base units. */
export const halves = (credits: bigint): { readonly taker: bigint; readonly creator: bigint } => ({
  taker: credits / 2n,
  creator: credits / 2n,
})
