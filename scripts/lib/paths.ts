import { fileURLToPath } from 'node:url'

/** The folder of the repository, with a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

export const contractsFolder = `${root}contracts/`

/** The native program: the launcher from npm leaves orphans. */
export const forge = `${root}node_modules/@foundry-rs/forge-linux-amd64/bin/forge`

/** The native program: the package with the launcher asks for platforms that some registries lack. */
export const biome = `${root}node_modules/@biomejs/cli-linux-x64/biome`
