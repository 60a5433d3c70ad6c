import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** On every page: whose shoes this browser is in, what that means, and the way out. */
export const ShoesBanner = () => {
  const { t } = useTranslation('example')
  const { shoes, hasOwn, stepOut } = useSession()
  const navigate = useNavigate()
  if (!shoes) return null
  const leave = () => {
    stepOut()
    void navigate({ to: '/' })
  }
  return (
    <div className="mb-4 print:hidden">
      <Notice tone="warning" title={t('banner.title', { name: shoes.name })}>
        <p className="text-sm">{t('banner.text', { town: shoes.town })}</p>
        {hasOwn && <p className="text-sm">{t('banner.own')}</p>}
        <div>
          <Button look="plain" onPress={leave}>
            {t('banner.stepOut')}
          </Button>
        </div>
      </Notice>
    </div>
  )
}
