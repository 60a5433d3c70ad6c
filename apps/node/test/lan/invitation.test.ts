import decodeQR from 'qr/decode.js'
import { expect, test } from 'vitest'
import { describeInvitation } from '../../src/lan/invitation.ts'

const WHITE = '\x1b[1;47m'

/** What a camera sees of the terminal, four pixels a module. */
const photograph = (text: string) => {
  const rows = text
    .split('\n')
    .filter((line) => line.includes(WHITE))
    .map((line) => line.split('\x1b[0m').flatMap((cell) => (cell === '' ? [] : [cell.startsWith(WHITE)])))
  const side = rows.length * 4
  const data = Uint8Array.from({ length: side * side * 4 }, (_, i) => {
    const pixel = Math.floor(i / 4)
    const [x, y] = [pixel % side, Math.floor(pixel / side)]
    return rows[Math.floor(y / 4)]?.[Math.floor(x / 4)] || i % 4 === 3 ? 255 : 0
  })
  return { width: side, height: side, data }
}

test('the code in the terminal leads to the node', () => {
  const invitation = { url: 'https://192.0.2.2:4680', fingerprint: 'AB:CD' }
  const text = describeInvitation(invitation)
  expect(decodeQR(photograph(text))).toBe(invitation.url)
  expect(text).toContain('AB:CD')
})
