import './spinner.css'

/** With a label it speaks for itself; without one it decorates something that has words. */
export function Spinner({ label }: { readonly label?: string }) {
  return (
    <span className="ui-spinner" {...(label === undefined ? { 'aria-hidden': true } : { role: 'status' })}>
      <span className="ui-spinner-ring" aria-hidden="true" />
      {label}
    </span>
  )
}
