import {
  type CommunityWithRoster,
  isTownError,
  type Member,
  VALIDATING_RATES,
  type Wallet,
} from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { transferFlow } from '../../flows/transfer.ts'
import { parseAmount } from '../../lib/format.ts'
import { walletQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useMemberName } from '../town/use-member-name.ts'
import { nextValidation } from './free-and-kept.ts'

type SendProps = {
  readonly wallet: Wallet
  readonly community: CommunityWithRoster
  /** Wallet id of whom the reader came to send to. */
  readonly to: number | undefined
}

/** Credits for a neighbour; for those who can't send any, the reason and the way there. */
export const SendCard = (props: SendProps) => {
  const { t } = useTranslation('wallet')
  return (
    <Card tone="denim" title={t('send.title')}>
      <Send {...props} />
    </Card>
  )
}

const Send = ({ wallet, community, to }: SendProps) => {
  const { t } = useTranslation('wallet')
  const neighbours = community.roster.filter(({ walletId }) => walletId !== wallet.id)
  if (!wallet.validated) return <NotValidated wallet={wallet} />
  if (neighbours.length === 0) return <p>{t('send.alone')}</p>
  if (wallet.spendable === 0n) return <p>{t('send.allLocked')}</p>
  return (
    <>
      {to !== undefined && !neighbours.some(({ walletId }) => walletId === to) && (
        <NotANeighbour walletId={to} own={wallet.id} />
      )}
      <SendForm wallet={wallet} communityId={community.id} neighbours={neighbours} to={to} />
    </>
  )
}

const NotValidated = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const skillName = useSkillName()
  const next = nextValidation(wallet.skills)
  return (
    <div className="grid gap-2">
      <p>{t('send.notValidated')}</p>
      {next && (
        <p>
          {t('send.notValidatedProgress', {
            rates: String(VALIDATING_RATES - next.count),
            needed: String(VALIDATING_RATES),
            skill: skillName(next.skill),
          })}
        </p>
      )}
    </div>
  )
}

/** Why the one whose code was scanned can't receive credits here. */
const NotANeighbour = ({ walletId, own }: { readonly walletId: number; readonly own: number }) => {
  const { t } = useTranslation('wallet')
  const { data, error } = useQuery({ ...walletQuery(useTown(), walletId), enabled: walletId !== own })
  if (walletId === own) return <Notice tone="warning">{t('send.self')}</Notice>
  if (isTownError(error, 'NOT_FOUND')) {
    return <Notice tone="warning">{t('send.unknown', { id: String(walletId) })}</Notice>
  }
  if (error) return <ErrorNotice error={error} />
  return data ? <Notice tone="warning">{t('send.foreign')}</Notice> : null
}

const SendForm = ({
  wallet,
  communityId,
  neighbours,
  to,
}: {
  readonly wallet: Wallet
  readonly communityId: number
  readonly neighbours: readonly Member[]
  readonly to: number | undefined
}) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { nameOf } = useMemberName(communityId)
  const flow = useFlow(transferFlow)
  const [chosen, setChosen] = useState(String(to ?? ''))
  const [text, setText] = useState('')
  const [wasTried, setWasTried] = useState(false)
  const receiver = neighbours.find(({ walletId }) => String(walletId) === chosen)
  const amount = parseAmount(text)
  const receiverError = receiver ? undefined : t('send.noTo')
  const amountError = errorOf(amount)

  const send = async () => {
    setWasTried(true)
    if (!receiver || amount === undefined || amountError !== undefined) return
    await flow.run({ communityId, from: wallet.id, to: receiver, amount })
  }
  const reset = () => {
    setText('')
    setWasTried(false)
    flow.reset()
  }

  if (flow.isDone && receiver && amount !== undefined) {
    const values = { name: nameOf(receiver), amount: formats.amount(amount), rest: formats.amount(wallet.spendable) }
    return (
      <div className="grid justify-items-start gap-3">
        <Notice tone="good">{t('send.sent', values)}</Notice>
        <Button look="plain" onPress={reset}>
          {t('send.again')}
        </Button>
      </div>
    )
  }
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="grid gap-3">
        <Select
          label={t('send.to')}
          value={receiver ? chosen : ''}
          error={wasTried ? receiverError : undefined}
          onChange={setChosen}
        >
          <option value="">{t('send.choose')}</option>
          {neighbours.map((member) => (
            <option key={member.walletId} value={member.walletId}>
              {nameOf(member)}
            </option>
          ))}
        </Select>
        <LinkButton to="/scan" look="plain">
          {t('send.scan')}
        </LinkButton>
      </div>
      <Field
        label={t('send.amount')}
        hint={t('send.amountHint', { amount: formats.amount(wallet.spendable) })}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        error={wasTried || isTooMuch(amount) ? amountError : undefined}
        onChange={setText}
      />
      <p className="text-sm text-soft">{t('send.final')}</p>
      <Button type="submit" pending={flow.isPending && t('send.sending')}>
        {label()}
      </Button>
      <ErrorNotice error={flow.error} />
    </form>
  )

  function isTooMuch(value: bigint | undefined) {
    return value !== undefined && value > wallet.spendable
  }

  function errorOf(value: bigint | undefined): string | undefined {
    if (value === undefined) return t('send.noAmount')
    if (value === 0n) return t('send.zero')
    if (!isTooMuch(value)) return undefined
    const missing = formats.amount(value - wallet.spendable)
    return t('send.tooMuch', { spendable: formats.amount(wallet.spendable), missing })
  }

  function label(): ReactNode {
    if (!receiver || amount === undefined || amountError !== undefined) return t('send.submitEmpty')
    return t('send.submit', { amount: formats.amount(amount), name: nameOf(receiver) })
  }
}
