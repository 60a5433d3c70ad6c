import { useTranslation } from 'react-i18next'
import { MAX_SCALE } from './view.ts'

/** For those who have neither two fingers nor a wheel; with the keys in their names. */
export const ZoomButtons = ({
  scale,
  zoomIn,
  zoomOut,
  showWhole,
}: {
  readonly scale: number
  readonly zoomIn: () => void
  readonly zoomOut: () => void
  readonly showWhole: () => void
}) => {
  const { t } = useTranslation('plan')
  const buttons = [
    {
      name: t('zoom.in'),
      why: t('zoom.largest'),
      key: '+',
      path: 'M12 6v12M6 12h12',
      isOff: scale >= MAX_SCALE,
      onPress: zoomIn,
    },
    { name: t('zoom.out'), why: t('zoom.smallest'), key: '-', path: 'M6 12h12', isOff: scale <= 1, onPress: zoomOut },
    {
      name: t('zoom.whole'),
      why: t('zoom.isWhole'),
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
