import { useTranslation } from 'react-i18next'
import { changeLanguage, LANGUAGES, type Language } from '../../i18n/index.ts'
import { useSession } from '../../session/session-context.ts'
import { UnlockForm } from '../../session/unlock-form.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { BackupActions } from './backup-actions.tsx'
import { ForgetCard } from './forget-card.tsx'
import { KeptCard } from './kept-card.tsx'
import { ProfileCard } from './profile-card.tsx'
import { ResidenceCards } from './residence-cards.tsx'

/** Language, profile, keys, and the acts that have consequences. */
export const SettingsPage = () => {
  const { t } = useTranslation(['settings', 'common'])
  const { status, address, shoes, lock } = useSession()
  return (
    <Page title={t('title')}>
      {status === 'locked' && <UnlockForm />}
      <LanguageCard />
      {status === 'none' && (
        <Card title={t('none.title')}>
          <p>{t('none.text')}</p>
          <div>
            <LinkButton to="/start">{t('none.begin')}</LinkButton>
          </div>
        </Card>
      )}
      {status === 'open' && (
        <>
          {shoes ? null : (
            <>
              <ProfileCard />
              <Card tone="denim" title={t('keys.title')}>
                <p className="text-soft">{t('keys.text')}</p>
                <BackupActions />
                <div>
                  <Button look="plain" onPress={lock}>
                    {t('keys.lock')}
                  </Button>
                </div>
                <Disclosure look="quiet" summary={t('common:details')}>
                  <p>{t('keys.address')}</p>
                  <p className="font-mono select-all">{address}</p>
                </Disclosure>
              </Card>
            </>
          )}
          <ResidenceCards />
        </>
      )}
      <KeptCard />
      {(status === 'open' || status === 'locked') && !shoes && <ForgetCard />}
    </Page>
  )
}

const LanguageCard = () => {
  const { t, i18n } = useTranslation('settings')
  return (
    <Card title={t('language.title')}>
      <div className="max-w-xs">
        <Select
          label={t('language.label')}
          value={i18n.language}
          onChange={(language) => void changeLanguage(i18n, language as Language)}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {new Intl.DisplayNames(language, { type: 'language' }).of(language)}
            </option>
          ))}
        </Select>
      </div>
    </Card>
  )
}
