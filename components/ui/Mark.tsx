import './mark.css'

/** The product's sign: a signature line with a tick. Decorative; the name stands beside it. */
export function Mark() {
  return (
    <svg className="ui-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <rect width="20" height="20" rx="5" fill="currentColor" />
      <path className="ui-mark-line" d="M4.5 9.5l3 3 5-6.5" />
      <path className="ui-mark-line" d="M4.5 15.5h11" />
    </svg>
  )
}
