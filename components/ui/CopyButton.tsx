import { useState } from 'react'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { t } from './words.ts'

/** Copies `text`; says plainly when the browser does not allow it. `what` completes the name for assistive technology. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [outcome, settle] = useState<'copy' | 'copied' | 'copy-failed'>('copy')
  return (
    <Button
      size="small"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => settle('copied'),
          () => settle('copy-failed'),
        )
      }}
    >
      <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{t(outcome)}</span>
      <span className="ui-hidden"> {what}</span>
    </Button>
  )
}
