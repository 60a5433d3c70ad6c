import { type Community, type SkillChoice, TEMPLATES, type Wallet } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { relocateFlow } from '../../flows/relocate.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Select } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { SkillPicker } from '../start/skill-picker.tsx'
import { TownChoice } from '../start/town-choice.tsx'
import { useTowns } from '../start/town-step.tsx'

/** Another town to move to, with what it means before: for credits, skills and the score there. */
export const Relocate = ({
  wallet,
  community,
  onDone,
}: {
  readonly wallet: Wallet
  readonly community: Community
  readonly onDone: () => void
}) => {
  const { t } = useTranslation(['settings', 'common'])
  const templateName = useTemplateName()
  const flow = useFlow(relocateFlow)
  const [template, setTemplate] = useState(community.template)
  const [chosen, setChosen] = useState<readonly SkillChoice[]>([])
  const [target, setTarget] = useState<number>()
  const keepsSkills = template === community.template
  const skills = keepsSkills ? wallet.skills : chosen
  const { towns, isPending, error } = useTowns({ template, skills })
  const others = towns.filter(({ id }) => id !== community.id)
  const move = async (to: number) => {
    setTarget(to)
    const moving = { walletId: wallet.id, from: community.id, to, skills: keepsSkills ? [] : chosen }
    if (await flow.run(moving)) onDone()
  }
  return (
    <>
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t('move.credits')}</li>
        <li>{t('move.gigs')}</li>
        <li>{t('move.back')}</li>
      </ul>
      <Select
        label={t('move.template')}
        value={String(template)}
        onChange={(value) => {
          setTemplate(Number(value))
          setChosen([])
        }}
      >
        {Array.from({ length: TEMPLATES }, (_, id) => (
          <option key={templateName(id)} value={id}>
            {templateName(id)}
          </option>
        ))}
      </Select>
      {!keepsSkills && (
        <>
          <p>{t('move.newSkills')}</p>
          <SkillPicker template={template} skills={chosen} onChange={setChosen} />
        </>
      )}
      <ErrorNotice error={error} />
      {isPending && <Spinner label={t('common:loading')} />}
      {!isPending && others.length === 0 && <Empty text={t('move.noTowns')} />}
      <ul className="grid gap-3">
        {others.map((town) => (
          <li key={town.id} className="grid">
            <TownChoice
              town={town}
              skills={skills}
              wallet={wallet}
              isPending={flow.isPending && target === town.id}
              reason={skills.length === 0 ? t('skills.none') : undefined}
              error={target === town.id ? flow.error : undefined}
              act={t('move.to', { name: town.name })}
              onJoin={() => void move(town.id)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
