import { join } from 'node:path'
import { RESTORE_MARK, readIfExists, writeWhole } from './home.ts'

/**
 * Brings the files of a home from one version to the next. It may be cut off at any point and is then run again; in a new home it
 * finds nothing.
 */
export type HomeUpgrade = (home: string) => void

/** The first one leads from version 1, that of all homes before they had a number, to version 2. Forward only: add at the end. */
const UPGRADES: readonly HomeUpgrade[] = []

const FILE = 'version'

/** Version of the homes that this program makes. */
export const HOME_VERSION = UPGRADES.length + 1

/**
 * Upgrades the files of a home as far as this program goes and notes the version. The database has its own numbers (db/migrate.ts).
 * @throws HomeVersionError if the home is of a newer program, or the rest of a restore.
 */
export const upgradeHome = (home: string, { upgrades = UPGRADES } = {}): void => {
  if (readIfExists(join(home, RESTORE_MARK)) !== undefined) {
    throw new HomeVersionError(`a restore into ${home} was cut off: empty the folder and restore again`)
  }
  const version = upgrades.length + 1
  const path = join(home, FILE)
  const text = readIfExists(path)
  const found = text === undefined ? 1 : Number(/^[1-9]\d{0,5}\s*$/.exec(text)?.[0] ?? Number.NaN)
  if (Number.isNaN(found)) throw new HomeVersionError(`${path} is not the number of a version`)
  if (found > version) {
    throw new HomeVersionError(
      `${home} is of version ${found}, this program knows up to ${version}: use the program that last ran there, or a newer one`,
    )
  }
  for (const [index, upgrade] of upgrades.entries()) {
    if (index + 1 < found) continue
    upgrade(home)
    writeWhole(path, `${index + 2}\n`)
  }
  if (text === undefined && upgrades.length === 0) writeWhole(path, `${version}\n`)
}

export class HomeVersionError extends Error {
  override readonly name = 'HomeVersionError'
}
