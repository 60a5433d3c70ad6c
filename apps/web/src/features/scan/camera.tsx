import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { decodeFrame } from './decode-picture.ts'

type Problem = 'denied' | 'missing' | 'busy' | 'insecure' | 'failed'
type State = { readonly status: 'off' | 'starting' | 'on' } | { readonly status: 'failed'; readonly problem: Problem }

const FRAME_MS = 150
const FRAME_SIDE = 900

/** Looks for a code through the camera until it has read one. */
export const Camera = ({ onText }: { readonly onText: (text: string) => void }) => {
  const { t } = useTranslation('scan')
  const [state, setState] = useState<State>({ status: 'off' })
  const video = useRef<HTMLVideoElement>(null)
  const stream = useRef<MediaStream>(undefined)
  /** Counts the starts, so that a camera that comes too late is turned off. */
  const attempt = useRef(0)

  const stop = useCallback(() => {
    attempt.current++
    for (const track of stream.current?.getTracks() ?? []) track.stop()
    stream.current = undefined
    setState({ status: 'off' })
  }, [])

  const start = async () => {
    const own = ++attempt.current
    setState({ status: 'starting' })
    try {
      const opened = await openCamera()
      if (own !== attempt.current || !video.current) {
        for (const track of opened.getTracks()) track.stop()
        return
      }
      stream.current = opened
      video.current.srcObject = opened
      await video.current.play()
      setState({ status: 'on' })
    } catch (error) {
      if (own === attempt.current) setState({ status: 'failed', problem: problemOf(error) })
    }
  }

  useEffect(() => stop, [stop])

  useEffect(() => {
    if (state.status !== 'on') return
    const timer = setInterval(() => {
      const element = video.current
      if (!element || element.readyState < element.HAVE_CURRENT_DATA) return
      const size = { width: element.videoWidth, height: element.videoHeight }
      const text = decodeFrame(element, size, { side: FRAME_SIDE })
      if (text === undefined) return
      stop()
      onText(text)
    }, FRAME_MS)
    return () => clearInterval(timer)
  }, [state.status, onText, stop])

  const isShown = state.status === 'starting' || state.status === 'on'
  return (
    <div className="grid gap-3">
      <div className={isShown ? 'relative overflow-hidden rounded-xl bg-black' : 'hidden'}>
        <video
          ref={video}
          muted
          playsInline
          aria-label={t('camera.label')}
          className="aspect-square max-h-[60dvh] w-full object-cover wide:aspect-video"
        />
        <div aria-hidden="true" className="absolute inset-[14%] rounded-2xl border-4 border-white/80" />
      </div>
      <p aria-live="polite" className="text-soft empty:hidden">
        {state.status === 'starting' && t('camera.starting')}
        {state.status === 'on' && t('camera.looking')}
      </p>
      {state.status === 'failed' && <Notice tone="warning">{t(`camera.${state.problem}`)}</Notice>}
      {isShown ? (
        <Button look="plain" wide onPress={stop}>
          {t('camera.stop')}
        </Button>
      ) : (
        <Button wide onPress={() => void start()}>
          {t('camera.start')}
        </Button>
      )}
    </div>
  )
}

const openCamera = (): Promise<MediaStream> => {
  // Browsers leave it out where the connection is not secure.
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'SecurityError')
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
    audio: false,
  })
}

const problemOf = (error: unknown): Problem => {
  switch (error instanceof DOMException ? error.name : '') {
    case 'SecurityError':
      return window.isSecureContext ? 'failed' : 'insecure'
    case 'NotAllowedError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'failed'
  }
}
