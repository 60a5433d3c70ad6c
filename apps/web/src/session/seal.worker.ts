import { answerSeal, type SealQuestion } from './answer-seal.ts'

self.onmessage = ({ data }: MessageEvent<SealQuestion>) => self.postMessage(answerSeal(data))
