import { type LaidTown, layNetwork } from './lay-network.ts'

self.onmessage = ({ data }: MessageEvent<readonly LaidTown[]>) => self.postMessage(layNetwork(data))
