/** Somebody on the street, with the feet at the origin. The clothes have the colour of a group of skills. */
export const Person = ({ walletId, group }: { readonly walletId: number; readonly group: number }) => (
  <g className={`plan-group-${group}`}>
    <ellipse className="plan-shadow" cx="3" cy="0" rx="6" ry="2.4" />
    <path className="plan-clothes" d="M-4.4 -1C-4.4 -9 -3 -13 0 -13S4.4 -9 4.4 -1Q0 1.4 -4.4 -1Z" />
    <circle className={`plan-skin-${walletId % 4}`} cy="-15.5" r="3.7" />
    <path className={`plan-hair-${(walletId >> 2) % 3}`} d="M-3.8 -15.6A3.8 3.8 0 0 1 3.8 -15.6Q0 -18.4 -3.8 -15.6Z" />
  </g>
)
