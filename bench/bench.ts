/** What a benchmark measured, as one line of the table. */
export type Figure = {
  readonly what: string
  /** What issue or specification demand. */
  readonly bar?: string
  readonly value: string
  /** What a bare loop or a bare server does with the same work, measured in the same run. */
  readonly baseline?: string
}

/** A suite: `bench/suites/<name>.ts` exports one as `bench`. */
export type Bench = {
  readonly name: string
  readonly run: (tools: { readonly say: (line: string) => void }) => Promise<readonly Figure[]>
}
