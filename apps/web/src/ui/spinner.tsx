/** Something is on its way; `label` says what. */
export const Spinner = ({ label }: { readonly label?: string }) => (
  <div role="status" className="flex items-center gap-2 py-4 text-soft">
    <SpinnerMark />
    {label && <span>{label}</span>}
  </div>
)

export const SpinnerMark = () => (
  <span
    aria-hidden="true"
    className="inline-block size-4 shrink-0 motion-safe:animate-spin rounded-full border-2 border-current border-r-transparent"
  />
)
