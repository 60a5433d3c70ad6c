import { encodeQR } from 'qr'
import { useMemo } from 'react'

/** A code to be scanned from another screen: dark on white in every colour scheme, as cameras need it. `label` says in words what it does. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { size, path } = useMemo(() => draw(text), [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="block aspect-square w-full max-w-[26rem] rounded-xl border border-line bg-white"
    >
      <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** Modules of quiet zone, as the standard wants it. */
const BORDER = 4

const draw = (text: string) => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER })
  const path = rows
    .flatMap((row, y) => runsOf(row).map(({ x, length }) => `M${x} ${y}h${length}v1h-${length}z`))
    .join('')
  return { size: rows.length, path }
}

const runsOf = (row: readonly boolean[]) => {
  const runs: { readonly x: number; readonly length: number }[] = []
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const end = row.indexOf(false, x)
    const length = (end === -1 ? row.length : end) - x
    runs.push({ x, length })
    x += length
  }
  return runs
}
