import {
  type ActiveSkill,
  type AdmissionParameters,
  admission,
  type Community,
  grantOf,
  lockedOf,
  spendable,
} from '@distributed-town/protocol'

export type JoiningPreview = ReturnType<typeof admission> & {
  /** What the skills call for. */
  readonly target: bigint
  /** Of the balance, until the skills are validated. */
  readonly locked: bigint
  /** In own gigs, and in transfers once validated. */
  readonly spendable: bigint
}

/**
 * What joining a community brings in credits (spec §3.3), in base units.
 *
 * @param options.skills Those the wallet will have there; a newcomer's are not validated.
 * @param options.wallet What it carries and was granted; nothing for a newcomer.
 */
export const previewJoining = ({
  community,
  skills,
  wallet = { carried: 0n, granted: 0n, validated: false },
}: {
  readonly community: Pick<Community, 'vault' | 'members'>
  readonly skills: readonly (Pick<ActiveSkill, 'skill' | 'level'> & { readonly validated?: boolean | undefined })[]
  readonly wallet?: Pick<AdmissionParameters, 'carried' | 'granted'> & { readonly validated: boolean }
}): JoiningPreview => {
  const target = grantOf(skills)
  const { vault, members } = community
  const moved = admission({ carried: wallet.carried, granted: wallet.granted, target, vault, members })
  const locked = lockedOf(skills.map(({ validated = false, ...skill }) => ({ ...skill, validated })))
  const granted = wallet.granted + moved.paid - moved.returned
  const { validated } = wallet
  return { ...moved, target, locked, spendable: spendable({ balance: moved.balance, locked, granted, validated }) }
}
