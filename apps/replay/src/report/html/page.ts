import { readFileSync } from 'node:fs'
import type { Report } from '../schema.ts'
import { html } from './html.ts'
import {
  allTowns,
  economy,
  findings,
  footer,
  gigs,
  header,
  keyFigures,
  machine,
  standings,
  treasury,
} from './sections.ts'
import { readTokens } from './tokens.ts'

/** A report as one HTML page that needs nothing else: no script, no network, no other file. */
export const formatPage = (report: Report): string => {
  const style = `:root{color-scheme:light dark;${readTokens()}}\n${readFileSync(STYLE, 'utf8')}`
  const body = [header, keyFigures, findings, standings, gigs, economy, treasury, machine, allTowns, footer]
  const [top, ...rest] = body.map((part) => part(report))
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${`What became of ${report.totals.towns} towns`}</title><style>${{ html: style }}</style></head>
<body>${top}<main>${rest.slice(0, -1)}</main>${rest.at(-1)}</body></html>
`.html
}

const STYLE = new URL('page.css', import.meta.url)
