import { useTranslation } from 'react-i18next'
import type { Frame } from './view.ts'

/** For those who have neither two fingers nor a wheel; with the keys in their names. */
export const ZoomButtons = ({
  scale,
  size: { maxScale },
  zoomIn,
  zoomOut,
  showWhole,
}: {
  readonly scale: number
  readonly size: Pick<Frame, 'maxScale'>
  readonly zoomIn: () => void
  readonly zoomOut: () => void
  readonly showWhole: () => void
}) => {
  const { t } = useTranslation('drawing')
  const buttons = [
    {
      name: t('in'),
      why: t('largest'),
      key: '+',
      path: 'M12 6v12M6 12h12',
      isOff: scale >= maxScale,
      onPress: zoomIn,
    },
    { name: t('out'), why: t('smallest'), key: '-', path: 'M6 12h12', isOff: scale <= 1, onPress: zoomOut },
    {
      name: t('whole'),
      why: t('isWhole'),
      key: '0',
      path: 'M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4',
      isOff: scale <= 1,
      onPress: showWhole,
    },
  ]
  return (
    <div className="flex shrink-0 gap-1.5">
      {buttons.map(({ name, why, key, path, isOff, onPress }) => (
        <button
          key={key}
          type="button"
          aria-label={isOff ? why : name}
          aria-keyshortcuts={key}
          aria-disabled={isOff}
          title={isOff ? why : name}
          className="grid size-10 cursor-pointer place-items-center rounded-lg border border-edge bg-card text-ink hover:border-denim aria-disabled:cursor-default aria-disabled:text-soft"
          onClick={onPress}
        >
          <svg aria-hidden="true" viewBox="0 0 24 24" className="size-5 fill-none stroke-current stroke-2">
            <path d={path} />
          </svg>
        </button>
      ))}
    </div>
  )
}
