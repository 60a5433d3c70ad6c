import encodeQR from 'qr'

/** What the terminal says to whoever opens the town to phones in the same network. */
export const describeInvitation = ({
  url,
  fingerprint,
}: {
  readonly url: string
  readonly fingerprint: string
}): string =>
  [
    encodeQR(url, 'term').trimEnd(),
    `Phones in the same network open ${url} or scan this code. Each asks once whether to trust the certificate, which`,
    'this node made itself: that is expected here, and only here. Its SHA-256 fingerprint is',
    fingerprint,
    '',
  ].join('\n')
