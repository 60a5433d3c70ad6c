import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeConfig } from '@distributed-town/sdk'
import { afterAll, expect, test } from 'vitest'
import { planTown } from '../src/plan-town.ts'
import { readTowns } from '../src/read-towns.ts'
import { openRun } from '../src/run-folder.ts'
import { THREE_TOWNS } from './three-towns.ts'

const folder = mkdtempSync(join(tmpdir(), 'run-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plansOf = (seed: string) => readTowns({ file: THREE_TOWNS }).map((town) => planTown(town, { seed }))
const plans = plansOf('5')
const network = (registry: string) => ({ chainId: 31337, contracts: { registry } }) as NodeConfig

test('error: a folder with other things, another process, another plan, another network, damage', () => {
  expect(() => openRun({ folder: tmpdir(), plans })).toThrow('has other things in it')
  const path = join(folder, 'one')
  const run = openRun({ folder: path, plans })
  expect(() => openRun({ folder: path, plans })).toThrow('Another process is at the run')
  run.requireNetwork(network('0x01'))
  run.close()
  expect(() => openRun({ folder: path, plans: plansOf('6') })).toThrow('another file, seed or number of towns')
  const again = openRun({ folder: path, plans })
  expect(() => again.requireNetwork(network('0x02'))).toThrow('on another network')
  again.requireNetwork(network('0x01'))
  again.close()
  writeFileSync(join(path, 'run.json'), '{"version":1}')
  expect(() => openRun({ folder: path, plans })).toThrow(expect.objectContaining({ code: 'RUN' }))
})

test('people keep their keys, which are those of nobody else', () => {
  const path = join(folder, 'keys')
  const keyOf = (run: ReturnType<typeof openRun>, town: number, place: number) => {
    const { address } = run.identityOf(town, place).owner
    return address
  }
  const run = openRun({ folder: path, plans })
  expect(run.isNew).toBe(true)
  expect(statSync(join(path, 'run.json')).mode & 0o777).toBe(0o600)
  const keys = [keyOf(run, 1, 0), keyOf(run, 1, 1), keyOf(run, 11, 0)]
  run.close()
  const again = openRun({ folder: path, plans })
  expect(again.isNew).toBe(false)
  expect([keyOf(again, 1, 0), keyOf(again, 1, 1), keyOf(again, 11, 0)]).toEqual(keys)
  again.remove()
  const other = openRun({ folder: path, plans })
  expect(other.isNew).toBe(true)
  expect(new Set([...keys, keyOf(other, 1, 0), keyOf(other, 1, 1)]).size).toBe(5)
  other.close()
})
