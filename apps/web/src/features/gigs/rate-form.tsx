import { type Gig, MAX_LEVEL } from '@distributed-town/sdk'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rateGigFlow } from '../../flows/rate-gig.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RateEffect } from './rate-effect.tsx'

const RATINGS = Array.from({ length: MAX_LEVEL }, (_, i) => i + 1)

/** The creator rates the taker's skill, knowing what it does to the taker's level. */
export const RateForm = ({
  gig,
  taker,
  onDone,
}: {
  readonly gig: Gig & { readonly taker: number }
  /** Name. */
  readonly taker: string
  readonly onDone: (counted: boolean) => void
}) => {
  const { t } = useTranslation('gigs')
  const [rating, setRating] = useState<number>()
  const flow = useFlow(rateGigFlow)
  const id = useId()
  const submit = async () => {
    if (rating === undefined) return
    const output = await flow.run({ gigId: gig.id, rating })
    if (output) onDone(output.counted)
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">{t('rate.label')}</legend>
        <div className="grid max-w-lg grid-cols-5 gap-2 wide:grid-cols-10">
          {RATINGS.map((value) => (
            <label
              key={value}
              className="relative flex min-h-11 cursor-pointer items-center justify-center rounded-lg border border-edge font-semibold has-checked:border-denim-fill has-checked:bg-denim-fill has-checked:text-white has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-denim"
            >
              <input
                type="radio"
                name={`${id}-rating`}
                value={value}
                checked={rating === value}
                onChange={() => setRating(value)}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              {value}
            </label>
          ))}
        </div>
        <div className="flex max-w-lg justify-between text-sm text-soft">
          <span>{t('rate.worst')}</span>
          <span>{t('rate.best')}</span>
        </div>
      </fieldset>
      <RateEffect gig={gig} taker={taker} rating={rating} />
      <ErrorNotice error={flow.error} />
      <div>
        <Button
          type="submit"
          pending={flow.isPending && t('act.working')}
          reason={rating === undefined ? t('rate.choose') : undefined}
        >
          {rating === undefined ? t('act.rate') : t('rate.submit', { rating })}
        </Button>
      </div>
      <p className="text-sm text-soft">{t('rate.final')}</p>
    </form>
  )
}
