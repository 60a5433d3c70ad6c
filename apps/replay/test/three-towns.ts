import { fileURLToPath } from 'node:url'

/**
 * An invented file. In its first town nobody trades; in the second a cook is paid by two neighbours, five times in all; in the third
 * somebody rich pays a teacher more than newcomers can.
 */
export const THREE_TOWNS = fileURLToPath(new URL('three-towns.ndjson', import.meta.url))
