import { MAX_SKILLS, type SkillChoice } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useDraft } from '../../lib/use-draft.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Steps } from '../../ui/steps.tsx'
import { DoneStep } from './done-step.tsx'
import { IdentityStep } from './identity-step.tsx'
import { KeptStep } from './kept-step.tsx'
import { FIRST_LEVEL } from './skill-picker.tsx'
import { SkillsStep } from './skills-step.tsx'
import { TownStep } from './town-step.tsx'

const route = getRouteApi('/start')

const STEPS: readonly string[] = ['identity', 'skills', 'town', 'done']

type Draft = { readonly template: number | undefined; readonly skills: readonly SkillChoice[] }

const isDraft = (kept: unknown): kept is Draft =>
  typeof kept === 'object' &&
  kept !== null &&
  'skills' in kept &&
  Array.isArray(kept.skills) &&
  kept.skills.length <= MAX_SKILLS

/** The way in: a key under a passphrase, skills, a town. Also for those who left a town and look for the next one. */
export const StartPage = () => {
  const { t } = useTranslation(['start', 'common'])
  const town = useTown()
  const { town: invitedTo, skill: lookedFor, have } = route.useSearch()
  const { status, wallet, walletError } = useSession()
  const [draft, setDraft] = useDraft<Draft>('start', { template: undefined, skills: [] }, isDraft)
  const skillName = useSkillName()
  const [hasSkills, setHasSkills] = useState(false)
  /** The key was made just now: its backup comes before the rest. */
  const [isNew, setIsNew] = useState(false)
  const [arrivedIn, setArrivedIn] = useState<number>()
  const { data: invitation } = useQuery({
    ...communityQuery(town, invitedTo ?? 0),
    enabled: invitedTo !== undefined,
  })

  // Who has skills of a template keeps them in every town of it.
  const kept = wallet?.skills ?? []
  const keptTemplate = kept[0] && Math.floor(kept[0].skill / 12)
  const template = draft.template ?? invitation?.template ?? keptTemplate ?? 0
  const keepsSkills = kept.length > 0 && template === keptTemplate
  // The skill that somebody was invited for is chosen, until they choose themselves.
  const asked = lookedFor !== undefined && invitation?.missingSkills.includes(lookedFor) ? lookedFor : undefined
  const isUntouched = draft.template === undefined && asked !== undefined
  const chosen = isUntouched ? [{ skill: asked, level: FIRST_LEVEL }] : draft.skills
  const skills = keepsSkills ? kept : chosen

  const step = currentStep()
  const isOpening = step === 'identity' && have === true
  return (
    <Page
      title={t(isOpening ? 'existing.title' : 'title')}
      lead={
        invitation &&
        (asked === undefined
          ? t('invited', { name: invitation.name })
          : t('invitedFor', { name: invitation.name, skill: skillName(asked) }))
      }
    >
      <div className="grid max-w-2xl gap-4">
        {step !== 'resident' && !isOpening && (
          <Steps
            label={t('steps.label')}
            steps={[t('steps.you'), t('steps.skills'), t('steps.town'), t('steps.done')]}
            current={Math.max(0, STEPS.indexOf(step))}
          />
        )}
        {content()}
      </div>
    </Page>
  )

  function currentStep() {
    if (arrivedIn !== undefined) return 'done'
    if (status === 'starting') return 'loading'
    if (status !== 'open' || isNew) return 'identity'
    if (wallet === undefined) return 'loading'
    if (wallet !== null && wallet.communityId !== null) return 'resident'
    return hasSkills ? 'town' : 'skills'
  }

  function content() {
    switch (step) {
      case 'loading':
        return walletError === undefined ? <Spinner label={t('common:loading')} /> : <ErrorNotice error={walletError} />
      case 'identity':
        return isNew && status === 'open' ? (
          <KeptStep onDone={() => setIsNew(false)} />
        ) : (
          <IdentityStep isExisting={have === true} onCreating={setIsNew} />
        )
      case 'resident':
        return (
          <Notice title={t('resident.title')}>
            <p>{t('resident.text')}</p>
            <div className="flex flex-wrap gap-3">
              <LinkButton to="/town">{t('resident.town')}</LinkButton>
              <LinkButton to="/settings" look="plain">
                {t('resident.move')}
              </LinkButton>
            </div>
          </Notice>
        )
      case 'skills':
        return (
          <SkillsStep
            template={template}
            skills={skills}
            keepsSkills={keepsSkills}
            isNewcomer={wallet === null}
            wanted={invitation?.template === template ? invitation.missingSkills : []}
            asked={isUntouched ? asked : undefined}
            onChange={setDraft}
            onDone={() => setHasSkills(true)}
          />
        )
      case 'town':
        return (
          <TownStep
            wallet={wallet ?? null}
            template={template}
            skills={skills}
            keepsSkills={keepsSkills}
            invitation={invitation}
            onBack={() => setHasSkills(false)}
            onDone={setArrivedIn}
          />
        )
      case 'done':
        return <DoneStep communityId={arrivedIn ?? 0} />
    }
  }
}
