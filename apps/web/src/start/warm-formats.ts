/** Has the formats of the platform made ready beside the page. */
export {}

new Worker(new URL('./warm-formats.worker.ts', import.meta.url), { type: 'module' })
