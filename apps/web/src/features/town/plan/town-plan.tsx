import {
  type CommunityWithRoster,
  CREDIT,
  coverage,
  FAIR_SHARE,
  type Gig,
  gigNumberOf,
  isBelow48,
  MAX_MEMBERS,
} from '@distributed-town/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { communityEventsQuery, gigsQuery } from '../../../lib/queries.ts'
import { groupOf } from '../../../lib/skills.ts'
import { useTown } from '../../../lib/town-context.ts'
import { useFormats } from '../../../lib/use-formats.ts'
import { useLight } from '../../../lib/use-light.ts'
import { useSkillName } from '../../../lib/use-skill-name.ts'
import { useSession } from '../../../session/session-context.ts'
import { useChainNow } from '../../gigs/use-chain-now.ts'
import { useGigTitles } from '../../gigs/use-gig-titles.ts'
import { useMemberName } from '../use-member-name.ts'
import { activeThisWeek } from './activity.ts'
import { layHouses, MOST_STALLS } from './layout.ts'
import { PlanFigure } from './plan-figure.tsx'
import type { Plan } from './scene.tsx'
import { useNews } from './use-news.ts'

const NONE: readonly Gig[] = []

/** The street plan of a town from what the node tells of it. Each place leads to its plain page, which says the same in words. */
export const TownPlan = ({ community }: { readonly community: CommunityWithRoster }) => {
  const town = useTown()
  const router = useRouter()
  const light = useLight()
  const { data: events } = useQuery(communityEventsQuery(town, community.id))
  const open = useInfiniteQuery(gigsQuery(town, community.id, { state: 'Open' }))
  const latest = useInfiniteQuery(gigsQuery(town, community.id))
  const openGigs = useMemo(() => open.data?.pages.flatMap(({ items }) => items) ?? NONE, [open.data])
  const latestGigs = useMemo(() => latest.data?.pages.flatMap(({ items }) => items), [latest.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = open
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && openGigs.length < MOST_STALLS) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, openGigs])
  const members = useMemo(() => community.roster.map(({ walletId }) => walletId), [community.roster])
  const news = useNews({ members, gigs: latestGigs })
  const plots = useMemo(() => layHouses({ events: events ?? [], members }), [events, members])
  const plan = usePlan({ community, plots, openGigs, latestGigs: latestGigs ?? NONE })
  return (
    <PlanFigure
      town={community.name}
      // Houses stand still: none is drawn before it is known where.
      plan={events ? plan : { ...plan, houses: [] }}
      isCounted={events !== undefined && open.data !== undefined}
      news={news}
      light={light}
      onFollow={(href) => router.history.push(href)}
    />
  )
}

const usePlan = ({
  community,
  plots,
  openGigs,
  latestGigs,
}: {
  readonly community: CommunityWithRoster
  readonly plots: ReadonlyMap<number, number>
  readonly openGigs: readonly Gig[]
  readonly latestGigs: readonly Gig[]
}): Plan => {
  const { t } = useTranslation('plan')
  const { wallet } = useSession()
  const formats = useFormats()
  const skillName = useSkillName()
  const { nameOf } = useMemberName(community.id)
  const underWay = latestGigs.filter(({ state, taker }) => state === 'Taken' && taker !== null)
  const titles = useGigTitles([...openGigs, ...underWay])
  const now = useChainNow()
  const active = activeThisWeek({ roster: community.roster, now })
  const { id, roster, score, skillCounts, members, treasury } = community
  const isResident = wallet?.communityId === id
  const page = isResident ? '/town' : `/towns/${id}`
  const hall = `${page}/hall`
  const station = (): { href: string; label: string } => {
    if (isResident) return { href: `/towns?at=${id}`, label: t('station.resident') }
    if (members >= MAX_MEMBERS) return { href: `/towns?at=${id}`, label: t('station.full') }
    if (wallet?.communityId) return { href: '/settings', label: t('station.move') }
    return { href: `/start?town=${id}`, label: t('station.join') }
  }
  const stalls = openGigs.slice(0, MOST_STALLS).map((gig) => {
    const title = titles?.get(gig.record)
    const skill = skillName(gig.skill)
    return {
      number: gigNumberOf(gig.id),
      group: groupOf(gig.skill),
      href: `/gigs/${gig.id}`,
      label:
        title === undefined ? t('stall', { skill, number: gigNumberOf(gig.id) }) : t('stallTitled', { title, skill }),
    }
  })
  const houses = roster.flatMap((member) => {
    const { walletId, skills } = member
    const plot = plots.get(walletId)
    if (plot === undefined) return []
    const isOwn = wallet?.id === walletId
    const isLit = active.has(walletId)
    const values = { name: nameOf(member) }
    return [
      {
        plot,
        walletId,
        skills: skills.length,
        isLit,
        isOwn,
        href: isOwn ? '/wallet' : `${hall}?part=members#member-${walletId}`,
        label: isOwn ? t(isLit ? 'ownLit' : 'own') : t(isLit ? 'houseLit' : 'house', values),
      },
    ]
  })
  const workers = underWay.flatMap((gig) => {
    const plot = plots.get(gig.creator)
    if (plot === undefined || gig.taker === null) return []
    const skill = skillName(gig.skill)
    const title = titles?.get(gig.record)
    return [
      {
        number: gigNumberOf(gig.id),
        walletId: gig.taker,
        group: groupOf(gig.skill),
        plot,
        href: `/gigs/${gig.id}`,
        label: title === undefined ? t('worker', { skill }) : t('workerTitled', { title, skill }),
      },
    ]
  })
  const goal = BigInt(FAIR_SHARE) * CREDIT
  const side = score !== null && isBelow48({ ...coverage(skillCounts), members }) ? 'below' : 'above'
  const target = station()
  const plan: Plan = {
    houses,
    stalls,
    workers,
    score,
    treasury: Number((treasury * 1000n) / goal) / 1000,
    freePlots: {
      href: isResident ? `${page}#free` : target.href,
      label: t(isResident ? 'freeInvite' : 'free', { count: MAX_MEMBERS - members }),
    },
    market: { href: isResident ? '/gigs' : `${page}#facts`, label: t('market', { count: community.openGigs }) },
    townHall: {
      href: hall,
      label: score === null ? t('townHall.none') : t(`townHall.${side}`, { score: formats.score(score) }),
    },
    bank: {
      href: `${hall}?part=treasury`,
      label: t('bank', { amount: formats.amount(treasury), goal: formats.amount(goal) }),
    },
    postOffice: { href: `${page}#sites`, label: t('postOffice') },
    workshop: { href: `${page}#sites`, label: t('workshop') },
    station: target,
  }
  // The same until something that is seen changes, so that nothing is drawn anew by a clock.
  const key = JSON.stringify(plan)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of it
  return useMemo(() => plan, [key])
}
