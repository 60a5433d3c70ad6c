import 'i18next'
import type common from './en/common.json'
import type design from './en/design.json'
import type drawing from './en/drawing.json'
import type errors from './en/errors.json'
import type example from './en/example.json'
import type gigs from './en/gigs.json'
import type hall from './en/hall.json'
import type home from './en/home.json'
import type network from './en/network.json'
import type next from './en/next.json'
import type outbox from './en/outbox.json'
import type pictures from './en/pictures.json'
import type plan from './en/plan.json'
import type pulse from './en/pulse.json'
import type scan from './en/scan.json'
import type session from './en/session.json'
import type settings from './en/settings.json'
import type skills from './en/skills.json'
import type start from './en/start.json'
import type towns from './en/towns.json'
import type wallet from './en/wallet.json'

// Keys are checked against the English texts.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      common: typeof common
      design: typeof design
      drawing: typeof drawing
      errors: typeof errors
      example: typeof example
      gigs: typeof gigs
      hall: typeof hall
      home: typeof home
      next: typeof next
      network: typeof network
      pictures: typeof pictures
      outbox: typeof outbox
      plan: typeof plan
      pulse: typeof pulse
      scan: typeof scan
      session: typeof session
      settings: typeof settings
      skills: typeof skills
      start: typeof start
      towns: typeof towns
      wallet: typeof wallet
    }
  }
}
