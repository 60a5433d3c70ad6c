import { useTranslation } from 'react-i18next'
import type { UploadProgress as Progress } from '../../flows/upload-pictures.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** How far pictures have come on their way. */
export const UploadProgress = ({ progress, count }: { readonly progress: Progress; readonly count: number }) => {
  const { t } = useTranslation('pictures')
  const { picture, part } = progress
  return <ProgressBar label={t('sending', { picture, count })} value={picture - 1 + part} max={count} />
}
