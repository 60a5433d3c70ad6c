import { CREDIT, TownError } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../ui/amount.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, RangeField, Select, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SkillBadge } from '../../ui/skill-badge.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { StepChart } from '../../ui/step-chart.tsx'
import { Steps } from '../../ui/steps.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'

const LOOKS = ['primary', 'plain', 'danger', 'quiet'] as const

export const Buttons = () => {
  const { t } = useTranslation('design')
  return (
    <div className="grid justify-items-start gap-3">
      {LOOKS.map((look) => (
        <div key={look} className="flex flex-wrap items-start gap-3">
          <Button look={look}>{t(`button.${look}`)}</Button>
          <Button look={look} pending={t('button.pending')}>
            {t(`button.${look}`)}
          </Button>
          <Button look={look} reason={t('button.reason')}>
            {t(`button.${look}`)}
          </Button>
        </div>
      ))}
      <LinkButton to="/design" look="plain">
        {t('button.link')}
      </LinkButton>
    </div>
  )
}

const CARDS = ['plain', 'denim', 'burgundy', 'carrot', 'forest'] as const

export const Cards = () => {
  const { t } = useTranslation('design')
  return (
    <>
      {CARDS.map((tone) => (
        <Card key={tone} tone={tone}>
          <p>{t(`card.${tone}`)}</p>
        </Card>
      ))}
      <Empty text={t('card.empty')}>
        <Button look="plain">{t('card.fill')}</Button>
      </Empty>
      <Disclosure summary={t('card.more')}>{t('card.moreText')}</Disclosure>
      <Disclosure look="quiet" summary={t('card.curious')}>
        {t('card.moreText')}
      </Disclosure>
    </>
  )
}

const NOTICES = ['info', 'good', 'warning', 'bad'] as const

export const Notices = () => {
  const { t } = useTranslation('design')
  return (
    <>
      {NOTICES.map((tone) => (
        <Notice key={tone} tone={tone} title={t(`notice.${tone}.title`)}>
          <p>{t(`notice.${tone}.text`)}</p>
        </Notice>
      ))}
      <ErrorNotice error={new TownError('HTTP_UNREACHABLE')} />
      <Spinner label={t('notice.waiting')} />
      <ProgressBar label={t('notice.under')} />
      <ProgressBar label={t('notice.half')} value={0.5} />
    </>
  )
}

export const Fields = () => {
  const { t } = useTranslation('design')
  const [text, setText] = useState('')
  const [number, setNumber] = useState(4)
  return (
    <>
      <Field label={t('field.line')} hint={t('field.hint')} value={text} onChange={setText} />
      <Field label={t('field.wrong')} error={t('field.error')} value={text} onChange={setText} />
      <TextField label={t('field.text')} rows={2} value={text} onChange={setText} />
      <Select label={t('field.select')} value={text} onChange={setText}>
        <option value="">{t('field.none')}</option>
      </Select>
      <RangeField label={t('field.range')} min={1} max={10} value={number} onChange={setNumber} />
    </>
  )
}

const PARTS = ['first', 'second', 'third'] as const

export const Ways = () => {
  const { t } = useTranslation('design')
  const [part, setPart] = useState<(typeof PARTS)[number]>('first')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Tabs
        label={t('way.tabs')}
        tabs={PARTS.map((key) => ({ key, label: t(`way.${key}`) }))}
        value={part}
        onChange={setPart}
      >
        <p>{t(`way.${part}`)}</p>
      </Tabs>
      <Steps label={t('way.steps')} steps={PARTS.map((key) => t(`way.${key}`))} current={1} />
      <div>
        <Button look="plain" onPress={() => setIsOpen(true)}>
          {t('way.open')}
        </Button>
      </div>
      {isOpen && (
        <Dialog title={t('way.dialog')} onClose={() => setIsOpen(false)}>
          <p>{t('way.dialogText')}</p>
        </Dialog>
      )}
    </>
  )
}

const AN_HOUR = 3600

export const Facts = () => {
  const { t } = useTranslation('design')
  const [now] = useState(() => Math.floor(Date.now() / 1000))
  return (
    <>
      <p className="flex flex-wrap gap-2">
        {[0, 4, 8].map((skill, i) => (
          <SkillBadge key={skill} skill={skill} level={3 + i} validated={i === 1} />
        ))}
      </p>
      <p className="flex flex-wrap gap-4">
        <Amount value={2060n * CREDIT} />
        <Amount value={30n * CREDIT} signed bare />
        <Amount value={-24n * CREDIT} bare />
      </p>
      <Dotted items={[t('fact.one'), <Time key="time" at={now - AN_HOUR} />, t('fact.right')]} />
      <StepChart
        title={t('fact.chart')}
        highest={t('fact.highest')}
        last={t('fact.last')}
        spoken={t('fact.spoken')}
        points={[
          { at: now - 3 * AN_HOUR, share: 0.3 },
          { at: now - 2 * AN_HOUR, share: 1 },
          { at: now - AN_HOUR, share: 0.6 },
        ]}
        now={now}
        tone="carrot"
        mark={{ share: 0.5, label: t('fact.mark') }}
      />
    </>
  )
}
