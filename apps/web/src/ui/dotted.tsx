import { Fragment, type ReactNode } from 'react'

/** Short facts in one line, with dots between them. What is empty is left out; each keeps its own direction of writing. */
export const Dotted = ({ items }: { readonly items: readonly ReactNode[] }) => (
  <p className="text-sm text-soft">
    {items.filter(Boolean).map((item, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
      <Fragment key={i}>
        {i > 0 && ' · '}
        <bdi>{item}</bdi>
      </Fragment>
    ))}
  </p>
)
