import { type Identity, isTownError, type Records, type Town, type TownErrorCode } from '@distributed-town/sdk'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useSession } from '../session/session-context.ts'
import { nextFrame } from './pause.ts'
import { useTown } from './town-context.ts'

/** What the SDK can write. */
export type Acts = typeof import('../flows/acts.ts')

export type FlowContext = {
  readonly town: Town
  readonly acts: Acts
  /** Throws SIGNER_MISSING while the session is locked. */
  readonly identity: () => Identity
  /** Relay and keys; resolves when the mailbox is read. */
  readonly records: () => Promise<Records>
  /** Tells the page which of `steps` runs. */
  readonly step: (step: string) => void
}

/** One write: what it does, and what was read before and is old afterwards. */
export type Flow<Input, Output> = {
  readonly run: (context: FlowContext, input: Input) => Promise<Output>
  readonly outdates?: (input: Input, output: Output) => readonly QueryKey[]
}

export type FlowState<Output> =
  | { readonly status: 'idle' }
  | { readonly status: 'pending'; readonly step: string | undefined }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'done'; readonly output: Output }

/**
 * Runs a flow on demand. `run` resolves to what the flow gives, or to undefined after a failure, which `error` tells
 * (show it with `<ErrorNotice error={flow.error} />`). A second `run` while one is pending does nothing.
 */
export const useFlow = <Input, Output>(flow: Flow<Input, Output>) => {
  const town = useTown()
  const session = useSession()
  const client = useQueryClient()
  const [state, setState] = useState<FlowState<Output>>({ status: 'idle' })
  const isRunning = useRef(false)

  const run = async (input: Input): Promise<Output | undefined> => {
    if (isRunning.current) return undefined
    isRunning.current = true
    setState({ status: 'pending', step: undefined })
    try {
      // Whoever pressed sees at once that it was taken; what it takes comes after.
      await nextFrame()
      const context: FlowContext = {
        town,
        acts: await import('../flows/acts.ts'),
        identity: session.requireIdentity,
        records: session.openRecords,
        step: (step) => setState({ status: 'pending', step }),
      }
      const output = await flow.run(context, input)
      await Promise.all(
        (flow.outdates?.(input, output) ?? []).map((queryKey) => client.invalidateQueries({ queryKey })),
      )
      setState({ status: 'done', output })
      return output
    } catch (error) {
      setState({ status: 'failed', error })
      return undefined
    } finally {
      isRunning.current = false
    }
  }

  return {
    run,
    reset: () => setState({ status: 'idle' }),
    isPending: state.status === 'pending',
    isDone: state.status === 'done',
    step: state.status === 'pending' ? state.step : undefined,
    error: state.status === 'failed' ? state.error : undefined,
    output: state.status === 'done' ? state.output : undefined,
  }
}

export const codeOf = (error: unknown): TownErrorCode | undefined => (isTownError(error) ? error.code : undefined)
