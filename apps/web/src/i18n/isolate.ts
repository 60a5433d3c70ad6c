/** What turns the direction of the text behind it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Writing from right to left as an island of its own. */
export const isolate = (text: string): string => {
  const plain = text.replaceAll(TURNS, '')
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain
}
