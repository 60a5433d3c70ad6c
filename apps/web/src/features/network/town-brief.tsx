import { MAX_MEMBERS, missingSkills } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { MissingSkills } from '../town/missing-skills.tsx'
import type { MapTown } from './map-town.ts'

const NAMED_SKILLS = 3

/** A town that is pointed at, in a corner of the map where it does not lie. Who came by keyboard or mouse presses the town itself. */
export const TownBrief = ({
  drawn: { town, state, hasBeacon },
  isOwn,
  isKept,
  isAtTop,
  onClose,
}: {
  readonly drawn: MapTown
  readonly isOwn: boolean
  /** Whether it stays, with buttons; else it goes with the pointer. */
  readonly isKept: boolean
  readonly isAtTop: boolean
  readonly onClose: () => void
}) => {
  const { t } = useTranslation(['network', 'towns'])
  const formats = useFormats()
  const templateName = useTemplateName()
  const { id, name, template, place, members, score, skillCounts } = town
  return (
    <div className={`network-card ${isAtTop ? 'top-2' : 'bottom-2'}`} data-kept={isKept}>
      <div className="flex items-start justify-between gap-2">
        <p dir="auto" className="line-clamp-2 font-semibold">
          {name}
        </p>
        {isKept && (
          <button
            type="button"
            aria-label={t('card.close')}
            className="-m-1.5 grid size-9 shrink-0 cursor-pointer place-items-center rounded-lg hover:text-denim"
            onClick={onClose}
          >
            <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 stroke-2 stroke-current">
              <path d="M1 1L11 11M11 1L1 11" />
            </svg>
          </button>
        )}
      </div>
      <Dotted items={[isOwn && t('towns:town.own'), templateName(template), place]} />
      <p className="text-sm">
        {t('card.members', { members: String(members), seats: String(MAX_MEMBERS) })} {t(`town.${state}`)}
      </p>
      {score !== null && (
        <p className="text-sm">
          {t('card.score', { score: formats.score(score) })} {hasBeacon && <strong>{t('card.beacon')}</strong>}
        </p>
      )}
      <MissingSkills
        community={{ missingSkills: [...missingSkills({ template, counts: skillCounts })] }}
        most={NAMED_SKILLS}
      />
      {isKept ? (
        <LinkButton to="/towns/$id" params={{ id: String(id) }} className="mt-1">
          {t('card.visit')}
        </LinkButton>
      ) : (
        <p className="font-semibold text-denim text-sm">{t('card.press')}</p>
      )}
    </div>
  )
}
