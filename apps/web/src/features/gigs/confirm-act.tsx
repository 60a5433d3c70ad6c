import { type Done, type Gig, MAX_CHANGES } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelGigFlow } from '../../flows/cancel-gig.ts'
import { completeUnreviewedFlow } from '../../flows/complete-unreviewed.ts'
import { giveUpGigFlow } from '../../flows/give-up-gig.ts'
import { lapseVerificationFlow } from '../../flows/lapse-verification.ts'
import { rateByDefaultFlow } from '../../flows/rate-by-default.ts'
import { reclaimGigFlow } from '../../flows/reclaim-gig.ts'
import { requestChangesFlow } from '../../flows/request-changes.ts'
import { settleGigFlow } from '../../flows/settle-gig.ts'
import { type Flow, useFlow } from '../../lib/use-flow.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button, type ButtonLook } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { ConfirmedAct, GigRole } from './acts.ts'
import { useGigPhrases } from './use-gig-phrases.ts'
import type { Names } from './use-names.ts'

const FLOWS: Readonly<Record<ConfirmedAct, Flow<{ readonly gigId: bigint }, Done>>> = {
  cancel: cancelGigFlow,
  giveUp: giveUpGigFlow,
  reclaim: reclaimGigFlow,
  requestChanges: requestChangesFlow,
  completeUnreviewed: completeUnreviewedFlow,
  settle: settleGigFlow,
  rateByDefault: rateByDefaultFlow,
  lapse: lapseVerificationFlow,
}

/** A button for an act whose consequences are shown before it is done. */
export const ConfirmAct = ({
  act,
  gig,
  role,
  names,
  look,
  onDone,
}: {
  readonly act: ConfirmedAct
  readonly gig: Gig
  readonly role: GigRole
  readonly names: Names
  readonly look: ButtonLook
  readonly onDone: (act: ConfirmedAct) => void
}) => {
  const { t } = useTranslation('gigs')
  const [isAsking, setIsAsking] = useState(false)
  const flow = useFlow(FLOWS[act])
  const phrases = useGigPhrases()
  const skillName = useSkillName()
  const confirm = async () => {
    if ((await flow.run({ gigId: gig.id })) === undefined) return
    setIsAsking(false)
    onDone(act)
  }
  return (
    <>
      <Button
        look={look}
        onPress={() => {
          flow.reset()
          setIsAsking(true)
        }}
      >
        {t(`act.${act}`)}
      </Button>
      {isAsking && (
        <Dialog title={t(`act.${act}`)} onClose={() => setIsAsking(false)}>
          <p>
            {t(`act.consequence.${consequenceOf(act, role)}`, {
              creator: names.nameOf(gig.creator),
              taker: gig.taker === null ? '' : names.nameOf(gig.taker),
              credits: phrases.credits(gig.credits),
              half: phrases.credits(gig.credits / 2n),
              skill: skillName(gig.skill),
              count: MAX_CHANGES - gig.changes,
            })}
          </p>
          <ErrorNotice error={flow.error} />
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onPress={() => setIsAsking(false)}>
              {t('act.keep')}
            </Button>
            <Button
              look={look === 'danger' ? 'danger' : 'primary'}
              pending={flow.isPending && t('act.working')}
              onPress={() => void confirm()}
            >
              {t(`act.confirm.${act}`)}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}

/** The same consequence is told to whom it meets in other words. */
const consequenceOf = (act: ConfirmedAct, role: GigRole) => {
  if (role === 'creator' && act === 'cancel') return 'cancelOwn'
  if (role === 'creator' && act === 'reclaim') return 'reclaimOwn'
  if (role === 'taker' && act === 'completeUnreviewed') return 'completeUnreviewedOwn'
  if (role === 'taker' && act === 'rateByDefault') return 'rateByDefaultOwn'
  return act
}
