import './json-view.css'

/** Any value as indented JSON; long lines wrap, so nothing is off to the side. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <pre className="ui-json" role="region" aria-label={label} tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  )
}
