import { nextFrame } from '../lib/pause.ts'

// What is imported after this is evaluated when the frame of the page is there.
await nextFrame()
