import { BASE_GRANT, type Community, CREDIT, UNVALIDATED_ALLOWANCE, type Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Amount } from '../../ui/amount.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { keptOf } from './free-and-kept.ts'

/** The balance, what of it can be spent, and why the rest can't yet. */
export const BalanceCard = ({
  wallet,
  community,
}: {
  readonly wallet: Wallet
  readonly community: Pick<Community, 'name'>
}) => {
  const { t } = useTranslation('wallet')
  const { balance, spendable } = wallet
  const kept = balance - spendable
  return (
    <Card tone="denim" title={t('balance.town', { town: community.name })}>
      <p className="font-bold text-3xl">
        <Amount value={balance} />
      </p>
      {kept === 0n ? (
        <p>{t('balance.allFree')}</p>
      ) : (
        <>
          <Shares spendable={spendable} balance={balance} />
          <dl className="grid grid-cols-2 gap-3">
            <div>
              <dt className="text-sm text-soft">{t('balance.spendable')}</dt>
              <dd className="font-semibold text-lg">
                <Amount value={spendable} bare />
              </dd>
            </div>
            <div>
              <dt className="text-sm text-soft">{t('balance.kept')}</dt>
              <dd className="font-semibold text-lg">
                <Amount value={kept} bare />
              </dd>
            </div>
          </dl>
          <WhyKept wallet={wallet} />
        </>
      )}
      <div>
        <LinkButton to="/wallet/statement" look="plain">
          {t('balance.statement')}
        </LinkButton>
      </div>
    </Card>
  )
}

/** The two numbers below it as a picture. */
const Shares = ({ spendable, balance }: Pick<Wallet, 'spendable' | 'balance'>) => (
  <div aria-hidden="true" className="h-3 rounded-full border border-edge bg-page">
    <div className="h-full rounded-full bg-denim" style={{ width: `${Number((spendable * 1000n) / balance) / 10}%` }} />
  </div>
)

const WhyKept = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const skillName = useSkillName()
  const { forSkills, forValidation, skills } = keptOf(wallet)
  const { granted, validated } = wallet
  const base = BigInt(BASE_GRANT) * CREDIT
  return (
    <div className="grid gap-2 text-sm">
      <h3 className="font-semibold">{t('balance.why')}</h3>
      {granted >= base && (
        <p>
          {t('balance.granted', {
            granted: formats.amount(granted),
            base: formats.amount(base),
            skills: formats.amount(granted - base),
          })}
        </p>
      )}
      {forSkills > 0n && (
        <>
          <p>{t('balance.forSkills', { amount: formats.amount(forSkills) })}</p>
          <ul className="grid gap-1 border-line border-l-4 pl-3">
            {skills.map(({ skill, amount, missing }) => (
              <li key={skill}>
                {t('balance.lockedSkill', {
                  skill: skillName(skill),
                  amount: formats.amount(amount),
                  count: missing,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {forValidation > 0n && (
        <p>
          {t('balance.forValidation', {
            amount: formats.amount(forValidation),
            allowance: formats.amount(BigInt(UNVALIDATED_ALLOWANCE) * CREDIT),
          })}
        </p>
      )}
      {!validated && <p className="text-soft">{t('balance.inGigs')}</p>}
    </div>
  )
}
