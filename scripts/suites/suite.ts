/** What a suite found: a test is either counted as passed or described in full as a failure. */
export type SuiteResult = { readonly passed: number; readonly failures: readonly string[] }

export type Suite = { readonly name: string; readonly run: () => Promise<SuiteResult> }

/** A suite that did not even get to its tests. */
export const brokenSuite = (description: string): SuiteResult => ({ passed: 0, failures: [description] })
