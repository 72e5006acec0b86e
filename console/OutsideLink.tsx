import { safeUrl } from './safe-url.ts'

/** A link taken from data (a ticket, a source). Anything but http(s) stays plain text. */
export function OutsideLink({ text }: { readonly text: string }) {
  const url = safeUrl(text)
  if (!url) return <bdi>{text}</bdi>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  )
}
